"""Freedom tables, rounds and what people answered, in the coordinator's office."""

from . import answers, framework, rounds

__all__ = ["answers", "framework", "rounds"]
