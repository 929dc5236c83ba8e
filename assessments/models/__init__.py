"""The freedom table, the rounds that use it, and what people answered."""

from .framework import LEVELS, Competency, FrameworkVersion, Goal, Indicator, Kind, LevelName
from .rounds import Round
from .selfassessment import Answer, SelfAssessment

__all__ = [
    "LEVELS",
    "Answer",
    "Competency",
    "FrameworkVersion",
    "Goal",
    "Indicator",
    "Kind",
    "LevelName",
    "Round",
    "SelfAssessment",
]
