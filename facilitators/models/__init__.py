"""Who: networks, their tambons and circles, the people, and how they sign in."""

from .accounts import Coordinator, SignInSlip, User
from .networks import Circle, CommunityGroup, Network, PartnerAgency, Tambon
from .people import ConsentChange, Facilitator, Role, UsualRole

__all__ = [
    "Circle",
    "CommunityGroup",
    "ConsentChange",
    "Coordinator",
    "Facilitator",
    "Network",
    "PartnerAgency",
    "Role",
    "SignInSlip",
    "Tambon",
    "User",
    "UsualRole",
]
