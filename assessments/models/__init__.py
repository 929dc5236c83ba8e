"""The freedom table, the rounds that use it, and what people answered."""

from .files import FrameworkFile
from .framework import FROZEN, LEVELS, FrameworkVersion, Kind
from .helping import LearningPlan, PeerAssist
from .proposals import Agreement, Comment, Proposer
from .rounds import Awaited, Round, RoundChange
from .rows import Competency, CompetencyGoal, Goal, Indicator, LevelName, Standing
from .selfassessment import Answer, SelfAssessment

__all__ = [
    "FROZEN",
    "LEVELS",
    "Agreement",
    "Answer",
    "Awaited",
    "Comment",
    "Competency",
    "CompetencyGoal",
    "FrameworkFile",
    "FrameworkVersion",
    "Goal",
    "Indicator",
    "Kind",
    "LearningPlan",
    "LevelName",
    "PeerAssist",
    "Proposer",
    "Round",
    "RoundChange",
    "SelfAssessment",
    "Standing",
]
