"""Moodle's scales, which are lists of names, as the names of the five levels."""

import json

from kmnet import thai

from ..models import LEVELS

DEFAULT = PROFICIENT = 3
# A scale is written with commas in between, so a name has something that looks like one.
COMMA = "\N{SINGLE LOW-9 QUOTATION MARK}"


def values_of(names):
    """The five values of a scale for {level: name}."""
    return ",".join(names.get(level, unnamed(level)).replace(",", COMMA) for level in LEVELS)


def unnamed(level):
    return f"ระดับ {level}"


def configuration():
    """Which value a competency gets that is rated by a rule, and from which on people are proficient."""
    places = [
        {"id": level, "scaledefault": int(level == DEFAULT), "proficient": int(level >= PROFICIENT)} for level in LEVELS
    ]
    return json.dumps([{"scaleid": "0"}, *places], separators=(",", ":"))


def split(values):
    return [thai.normalise(name).strip().replace(COMMA, ",") for name in values.split(",")]


def names_of(values):
    """{level: name} of a scale with five values, None of any other."""
    names = split(values)
    if len(names) != len(LEVELS):
        return None
    return {level: name for level, name in zip(LEVELS, names, strict=True) if name and name != unnamed(level)}
