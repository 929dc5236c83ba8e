"""Forms of a forum's plan: its header, its roles, the rows of its agenda."""

from ..people import grouped, people_choices
from .forums import ForumFilterForm, ForumForm, NewForumForm
from .plan import WholeNumberField
from .roles import RolesForm
from .rows import AgendaRowForm, MoveForm, NewAgendaRowForm, OrderForm, PlaceField

__all__ = [
    "AgendaRowForm",
    "ForumFilterForm",
    "ForumForm",
    "MoveForm",
    "NewAgendaRowForm",
    "NewForumForm",
    "OrderForm",
    "PlaceField",
    "RolesForm",
    "WholeNumberField",
    "grouped",
    "people_choices",
]
