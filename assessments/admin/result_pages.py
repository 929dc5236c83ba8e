"""The result pages of a round: on screen, on paper and for a spreadsheet."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kmnet.forms import FilterForm

from ..downriver import GRID
from ..result_sheet import csv_response
from ..results import load_results

PEOPLE_A_PAGE = 100


class PersonForm(FilterForm):
    """Whose line is drawn over the river."""

    person = forms.TypedChoiceField(
        label=gettext_lazy("One person's line"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args, results, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {person.pk: person for person in results.sent}
        self.fields["person"].choices = [
            ("", _("nobody's")),
            *((person.pk, f"{person.called} · {person.tambon}") for person in results.sent),
        ]

    @property
    def chosen(self):
        """The chosen person, or None, also where the address names someone who has not sent."""
        return self.people.get(self.cleaned_data.get("person")) if self.is_valid() else None


class ResultPagesMixin:
    """Adds to the rounds' admin the result page, its print and its spreadsheet."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/results/", wrap(self.results_view), name="assessments_round_results"),
            path("<int:pk>/results/print/", wrap(self.results_print_view), name="assessments_round_results_print"),
            path("<int:pk>/results.csv", wrap(self.results_csv_view), name="assessments_round_results_csv"),
            *super().get_urls(),
        ]

    def results_view(self, request, pk):
        results = self._results(request, pk)
        form = PersonForm(request.GET, results=results)
        page = Paginator(results.sent, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
        context = self._context(results, form.chosen, page.object_list)
        context |= {"page": page, "form": form, "reminder": self._reminder(request, results)}
        context |= self.admin_site.each_context(request)
        context |= {"opts": self.opts, "title": _("Results of %(round)s") % {"round": results.round}}
        return TemplateResponse(request, "admin/assessments/round/results.html", context)

    def results_print_view(self, request, pk):
        results = self._results(request, pk)
        form = PersonForm(request.GET, results=results)
        context = self._context(results, form.chosen, results.sent)
        context["sample"] = results.round.circle.network.is_sample
        return TemplateResponse(request, "admin/assessments/round/results_print.html", context)

    def results_csv_view(self, request, pk):
        results = self._results(request, pk)
        return csv_response(results, f"round-{results.round.pk}-results.csv")

    def _results(self, request, pk):
        round = self.own_round(request, pk)
        if not request.user.has_perm("assessments.view_answer"):
            raise PermissionDenied
        return load_results(round)

    def _context(self, results, chosen, people):
        return {
            "results": results,
            "round": results.round,
            "chosen": chosen,
            "rivers": results.rivers(chosen),
            "readings": results.readings(),
            "band_rows": results.band_rows(chosen),
            "grid_lines": GRID,
            "grid": results.grid(people),
            "staircases": results.staircases(),
        }

    def _reminder(self, request, results):
        """A text to share in the network's chat; it names nobody."""
        if not results.round.is_open:
            return ""
        return results.reminder(request.build_absolute_uri(reverse("home")))
