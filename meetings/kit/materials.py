"""What the activities of an agenda need, gathered."""

import re
from datetime import datetime
from typing import NamedTuple

from kmnet import thai

BETWEEN = re.compile(r"[\n,;·•]+")


class Thing(NamedTuple):
    """One thing that is needed, as first written, and the moments at which it is."""

    name: str
    moments: list[datetime]


def gathered(rows):
    """The materials of timed rows, each once, in the order in which they are needed.

    They are written in lines or with commas; a space parts nothing, since "stickers in 3 colours" are one thing.
    """
    found = {}
    for timed in rows:
        for name in BETWEEN.split(timed.row.materials):
            name = name.strip(" -*")
            if name:
                thing = found.setdefault(thai.search_text(name), Thing(name, []))
                if timed.starts not in thing.moments:
                    thing.moments.append(timed.starts)
    return list(found.values())
