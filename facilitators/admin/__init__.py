"""Networks, people and accounts in the coordinator's office."""

from . import accounts, networks, people

__all__ = ["accounts", "networks", "people"]
