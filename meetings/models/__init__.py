"""Forums: their plan, what happened at them, what was promised, and what the participants made of it."""

from .aar import USUAL_QUESTIONS, AarAnswer, AskedQuestion, CircleQuestion
from .attendance import Attendance
from .forums import LAST_NUMBER, NUMBER_RANGE, Forum
from .plan_parts import PLAN_KEPT
from .promise_changes import PromiseReopening
from .promises import Promise
from .record_changes import RecordChange
from .records import Addition, Photo, Quote, Record, RowRecord
from .roles import ForumRole
from .rows import Activity, AgendaRow
from .sets import AgencyVoice, Edition, JointWork, KnowledgeSet, SetStory, TambonConditions
from .stories import Story
from .story_parts import ProposedPrinciple, StoryComment, StoryPhoto, StorySound, StoryUse
from .suggestions import RoleSkill, SuggestionChoice
from .templates import ForumTemplate, TemplateRow

__all__ = [
    "LAST_NUMBER",
    "NUMBER_RANGE",
    "PLAN_KEPT",
    "USUAL_QUESTIONS",
    "AarAnswer",
    "Activity",
    "Addition",
    "AgencyVoice",
    "AgendaRow",
    "AskedQuestion",
    "Attendance",
    "CircleQuestion",
    "Edition",
    "Forum",
    "ForumRole",
    "ForumTemplate",
    "JointWork",
    "KnowledgeSet",
    "Photo",
    "Promise",
    "PromiseReopening",
    "ProposedPrinciple",
    "Quote",
    "Record",
    "RecordChange",
    "RoleSkill",
    "RowRecord",
    "SetStory",
    "Story",
    "StoryComment",
    "StoryPhoto",
    "StorySound",
    "StoryUse",
    "SuggestionChoice",
    "TambonConditions",
    "TemplateRow",
]
