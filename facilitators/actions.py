"""Acts on people that write several models at once."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from .models import Coordinator, Facilitator, User

COORDINATORS = "coordinators"

# What the coordinator's group may do in the admin, per app: never delete what others refer to, never touch accounts.
# Rows of a freedom table are set aside instead.
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
        "goal": "view add change",
        "levelname": "view add change delete",
        "competency": "view add change",
        "indicator": "view add change",
        "round": "view add change",
        "peerassist": "view",
        "learningplan": "view",
        "selfassessment": "view",
        "answer": "view",
    },
    "meetings": {
        "forum": "view add change delete",
        "agendarow": "view add change delete",
        "forumrole": "view add change delete",
        "roleskill": "view add change delete",
        "suggestionchoice": "view delete",
        "record": "view",
        "recordchange": "view",
        "rowrecord": "view",
        "quote": "view",
        "attendance": "view",
        "photo": "view",
        "aaranswer": "view",
        "addition": "view",
        "circlequestion": "view",
        "promise": "view",
        "promisereopening": "view",
        "forumtemplate": "view change",
        "story": "view",
        "storyphoto": "view",
        "storysound": "view",
        "storycomment": "view",
        "storyuse": "view",
        "proposedprinciple": "view",
        "knowledgeset": "view",
        "setstory": "view",
        "edition": "view",
        "jointwork": "view",
        "agencyvoice": "view",
        "tambonconditions": "view",
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


@transaction.atomic
def end_coordinator(coordinator):
    """Take back what `make_coordinator` gave; who coordinates no other network leaves the admin."""
    user = coordinator.user
    coordinator.delete()
    if not user.is_superuser and not user.coordinated.exists():
        user.groups.remove(coordinators_group())
        user.is_staff = False
        user.save(update_fields=["is_staff"])


class UserNames:
    """Hands out ASCII user names that nobody has yet, in whatever case."""

    def __init__(self):
        self.taken = {name.lower() for name in User.objects.values_list("username", flat=True)}

    def free(self, wanted):
        """The wanted name, or with the next free number behind it: wanni2, t1-3-2."""
        name, number = wanted, 2
        while name.lower() in self.taken:
            name = f"{wanted}{'-' if wanted[-1].isdigit() else ''}{number}"
            number += 1
        self.taken.add(name.lower())
        return name


def new_user(username, first_name):
    """An account not yet stored, without a usable password."""
    return User(username=username, first_name=first_name[:150], password=make_password(None))


def give_accounts(facilitators):
    """Make an account without a usable password for each of these people who has none.

    Nobody can sign in with it until a slip is printed.
    """
    without = [facilitator for facilitator in facilitators if facilitator.user_id is None]
    if not without:
        return
    names = UserNames()
    users = [
        new_user(names.free(facilitator.key or f"f{facilitator.pk}"), facilitator.called) for facilitator in without
    ]
    for facilitator, user in zip(without, User.objects.bulk_create(users), strict=True):
        facilitator.user = user
    Facilitator.objects.bulk_update(without, ["user"])
