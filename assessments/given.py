"""One answer as plain data: what rivers, stairs and matches are computed from, apart from any query."""

from collections.abc import Hashable
from typing import NamedTuple


class Given(NamedTuple):
    """A person's sent answer on one competency; what was not answered has no row.

    `current` and `target` are levels 1–5, `target` is None without a wish and else ≥ `current`.
    """

    person: Hashable
    competency: Hashable
    current: int
    target: int | None = None
    matters_most: bool = False

    @property
    def gap(self):
        """Levels one wishes to rise, 0–4, or None without a wish; level + gap ≤ 5."""
        return None if self.target is None else self.target - self.current
