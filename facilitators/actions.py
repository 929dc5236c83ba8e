"""Acts on people that write several models at once."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from .models import Coordinator

COORDINATORS = "coordinators"

# What the coordinator's group may do in the admin, per app: never delete what others refer to, never touch accounts.
RIGHTS = {
    "facilitators": {
        "network": "view change",
        "tambon": "view add change",
        "facilitator": "view add change",
        "usualrole": "view add change delete",
        "partneragency": "view add change delete",
        "communitygroup": "view add change delete",
        "circle": "view add change",
        "coordinator": "view",
    },
    "assessments": {
        "frameworkversion": "view add change",
        "goal": "view add change delete",
        "levelname": "view add change delete",
        "competency": "view add change delete",
        "indicator": "view add change delete",
        "round": "view add change",
        "selfassessment": "view",
        "answer": "view",
    },
    "meetings": {
        "forum": "view add change delete",
        "agendarow": "view add change delete",
        "forumrole": "view add change delete",
    },
}


def coordinators_group():
    """The group whose rights every coordinator has in the admin, made or brought up to date."""
    group, _made = Group.objects.get_or_create(name=COORDINATORS)
    group.permissions.set(
        Permission.objects.filter(
            content_type__app_label__in=RIGHTS,
            codename__in=[
                f"{act}_{model}" for models in RIGHTS.values() for model, acts in models.items() for act in acts.split()
            ],
        )
    )
    return group


@transaction.atomic
def make_coordinator(user, network):
    """Let this account review and change everything of the network; returns the account."""
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    user.groups.add(coordinators_group())
    Coordinator.objects.get_or_create(network=network, user=user)
    return user
