"""Pages that print sign-in slips for chosen facilitators."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kmnet.admin import own_rows
from kmnet.forms import BaseForm
from kmnet.qr import is_only_here

from ..models import Facilitator
from ..slips import for_slips, print_slips, refusal


class SlipsForm(BaseForm):
    """For whom slips are printed; offers only people of one's own networks."""

    person = forms.ModelMultipleChoiceField(Facilitator.objects.none(), widget=forms.MultipleHiddenInput)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class SlipPagesMixin:
    """Adds to the facilitators' admin an action, a button and the two pages they lead to: a question and a sheet."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.slips_view)
        return [path("slips/", view, name="facilitators_facilitator_slips"), *super().get_urls()]

    @admin.action(description=gettext_lazy("Print sign-in slips"), permissions=["change"])
    def slips(self, request, queryset):
        return self._ask(request, queryset)

    def slips_view(self, request):
        """GET asks whether to make slips for ?person=…; POST makes them and shows the sheet, which is never stored."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        posted = request.POST if request.method == "POST" else request.GET
        form = SlipsForm(posted, people=own_rows(request, Facilitator))
        if not form.is_valid():
            raise Http404
        people = form.cleaned_data["person"]
        return self._print(request, people) if request.method == "POST" else self._ask(request, people)

    def _ask(self, request, people):
        people = list(for_slips(people))
        refused = [(person, reason) for person in people if (reason := refusal(person, request.user))]
        chosen = [person for person in people if person not in dict(refused)]
        context = self._context(request, _("Print sign-in slips"))
        return TemplateResponse(
            request,
            "admin/facilitators/facilitator/slips.html",
            context | {"people": chosen, "refused": refused, "only_here": is_only_here(request)},
        )

    def _print(self, request, people):
        slips = print_slips(people, request)
        if not slips:
            messages.warning(request, _("No slip was made: none of these people can be given one."))
            return redirect("admin:facilitators_facilitator_changelist")
        context = {
            "slips": slips,
            "address": request.build_absolute_uri(reverse("facilitators:enter")),
            "sample": any(slip.is_sample for slip in slips),
        }
        return TemplateResponse(request, "admin/facilitators/facilitator/slips_print.html", context)

    def _context(self, request, title):
        return self.admin_site.each_context(request) | {"opts": self.opts, "title": title}
