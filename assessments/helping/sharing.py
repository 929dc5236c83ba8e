"""The words with which two people who help each other are told of it outside this site."""

from django.utils.translation import gettext as _

from kmnet import thai


def share_text(assist):
    """Who meets whom, about what, how and when, to send on; a level is never told."""
    return _(
        "%(giver)s helps %(learner)s\nAbout: %(competency)s\n%(about)s\nHow: %(how)s\nDay: %(day)s (%(state)s)"
    ) % {
        "giver": assist.giver.called,
        "learner": assist.learner.called,
        "competency": assist.competency.name,
        "about": assist.about,
        "how": assist.get_how_display(),
        "day": thai.format_date(assist.day),
        "state": assist.get_state_display(),
    }
