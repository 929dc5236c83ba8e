"""The form of who holds the three roles at a forum."""

from django import forms
from django.utils.translation import gettext as _

from facilitators.models import Facilitator, Role
from kmnet.forms import BaseForm

from .. import actions
from ..models import ForumRole
from ..people import FindsPeopleMixin


class RolesForm(FindsPeopleMixin, BaseForm):
    """Who holds the three roles: one field a role, named after it.

    `seen` tells who held them when the form was opened: of a role that somebody else has given meanwhile the form
    says so; what is left as it was is left as it is now.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, forum, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.forum = forum
        for role, holder in forum.holders():
            self.fields[role.value] = forms.ModelChoiceField(
                queryset=Facilitator.objects.none(),
                required=False,
                label=role.label,
                initial=holder.pk if holder else "",
                error_messages={"invalid_choice": _("This person is not on the list any more. Choose again.")},
            )
        holders = {role: holder.pk for role, holder in forum.holders() if holder}
        self.initial["seen"] = self.told(holders)
        self.offer([role.value for role in Role], forum.team().order_by(), forum, user, also=set(holders.values()))
        self.order_fields([*(role.value for role in Role), "find", "seen"])
        self.helper.hide_optional = True

    @staticmethod
    def told(holders):
        """{Role: facilitator id} as text."""
        return " ".join(f"{role}:{holders.get(role) or 0}" for role in Role)

    def clean(self):
        cleaned = super().clean()
        chosen = {role: cleaned[role.value] for role in Role if role.value in cleaned}
        if self.found and not any(person in self.found for person in chosen.values()):
            names = " · ".join(f"{person.called} ({person.tambon.called})" for person in self.found)
            self.add_error("find", _("Found: %(names)s. Choose above who holds which role.") % {"names": names})
        self.compare(chosen, cleaned.get("seen", ""))
        return cleaned

    def compare(self, chosen, seen):
        """Say where a role was given meanwhile to somebody else than is chosen here; sent again, it is a choice."""
        actions.lock(self.forum)
        held = ForumRole.objects.filter(forum=self.forum).select_related("facilitator")
        now = {Role(each.role): each.facilitator for each in held}
        seen = dict(pair.split(":", 1) for pair in seen.split() if ":" in pair)
        self.changes = {}
        for role, person in chosen.items():
            stored = now.get(role)
            if str(person.pk if person else 0) == seen.get(role) or person == stored:
                continue
            self.changes[role] = person and person.pk
            if str(stored.pk if stored else 0) != seen.get(role):
                self.data = dict(self.data.items()) | {
                    "seen": self.told({role: holder.pk for role, holder in now.items()})
                }
                nobody = _("Nobody yet")
                said = _(
                    "Somebody has changed this before you. It is now “%(now)s”; you chose “%(typed)s”. "
                    "If you want yours, save again."
                )
                self.add_error(
                    role.value, said % {"now": stored or nobody, "typed": person.called if person else nobody}
                )

    def holders(self):
        """Whom to give the roles that are given anew, {Role: facilitator id or None}."""
        return self.changes
