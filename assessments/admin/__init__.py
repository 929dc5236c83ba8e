"""Freedom tables, rounds and what people answered, in the coordinator's office."""

from . import answers, framework, helping, rounds

__all__ = ["answers", "framework", "helping", "rounds"]
