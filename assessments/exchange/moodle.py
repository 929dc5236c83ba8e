"""Moodle's competency framework CSV (tool_lpimportcsv), read and written.

What Moodle has no place for stands in lines at the end of descriptions (`moodle_text`). What a table has no place for
is kept in `foreign["moodle"]`, so that an export gives it back.
"""

from .moodle_reading import read
from .moodle_writing import write

__all__ = ["read", "write"]
