"""CASE, the format of 1EdTech for competencies: reads 1.0 and 1.1, writes strict 1.1."""

from .case_read import read
from .case_write import write

__all__ = ["read", "write"]
