"""The result pages of a round: on screen, on paper and for a spreadsheet."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kmnet import thai
from kmnet.forms import FilterForm

from ..downriver import GRID
from ..models import Kind
from ..result_book import xlsx_response
from ..result_sheet import SHEETS, answer_rows, csv_response, river_rows
from ..results import load_results
from .round_acts import history

PEOPLE_A_PAGE = 100


class ResultFilterForm(FilterForm):
    """Whose results are shown, on which kind of competency, and whose line is drawn over the river."""

    tambon = forms.TypedChoiceField(label=gettext_lazy("tambon"), coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("kind"), required=False)
    person = forms.TypedChoiceField(
        label=gettext_lazy("One person's line"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args, results, **kwargs):
        super().__init__(*args, **kwargs)
        self.results = results
        self.people = {person.pk: person for person in results.sent}
        self.fields["tambon"].choices = [("", _("all tambons")), *results.teams.items()]
        self.fields["kind"].choices = [("", _("knowledge and skill")), *Kind.choices]
        self.fields["person"].choices = [
            ("", _("nobody's")),
            *((person.pk, f"{person.called} · {person.tambon}") for person in results.sent),
        ]
        self.full_clean()

    def said(self, name):
        """What was chosen, or None, also where the address names what there is not."""
        return self.cleaned_data.get(name) or None

    @property
    def chosen(self):
        return self.people.get(self.said("person"))

    @cached_property
    def narrowed(self):
        return self.results.narrowed(self.said("tambon"), self.said("kind"))

    @property
    def words(self):
        """The filter in words, for the head of a sheet."""
        named = dict(self.fields["kind"].choices)
        return [
            *filter(None, [self.results.teams.get(self.said("tambon"))]),
            *([str(named[self.said("kind")])] if self.said("kind") else []),
        ]

    @property
    def chosen_pairs(self):
        return [(name, self.said(name)) for name in ("tambon", "kind", "person") if self.said(name)]

    @property
    def query(self):
        """What was chosen as the end of an address: "?tambon=1&kind=skill", or nothing."""
        return f"?{urlencode(self.chosen_pairs)}" if self.chosen_pairs else ""


class NameForm(FilterForm):
    """Whose rows of the grid are looked for."""

    name = forms.CharField(label=gettext_lazy("Look for a name"), max_length=100, required=False)

    def found(self, people):
        """Those of `people` who are called like this."""
        looked_for = thai.search_text(self.cleaned_data.get("name", "")) if self.is_valid() else ""
        return (
            [person for person in people if looked_for in thai.search_text(person.full_name)] if looked_for else people
        )


class ResultPagesMixin:
    """Adds to the rounds' admin the result page, its print and its spreadsheet."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/results/", wrap(self.results_view), name="assessments_round_results"),
            path("<int:pk>/results/print/", wrap(self.results_print_view), name="assessments_round_results_print"),
            path("<int:pk>/results.csv", wrap(self.results_csv_view), name="assessments_round_results_csv"),
            path("<int:pk>/results.xlsx", wrap(self.results_xlsx_view), name="assessments_round_results_xlsx"),
            *super().get_urls(),
        ]

    def results_view(self, request, pk):
        results = self._results(request, pk)
        form = ResultFilterForm(request.GET, results=results)
        names = NameForm(request.GET)
        found = names.found(form.narrowed.sent)
        page = Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
        context = self._context(form, page.object_list)
        context |= {"page": page, "names": names, "reminder": self._reminder(request, results)}
        context |= {"turned": _turned(form, names), "history": history(results.round)}
        context |= self.admin_site.each_context(request)
        context |= {"opts": self.opts, "title": _("Results of %(round)s") % {"round": results.round}}
        return TemplateResponse(request, "admin/assessments/round/results.html", context)

    def results_print_view(self, request, pk):
        form = ResultFilterForm(request.GET, results=self._results(request, pk))
        context = self._context(form, form.narrowed.sent)
        context["sample"] = form.results.round.circle.network.is_sample
        return TemplateResponse(request, "admin/assessments/round/results_print.html", context)

    def results_csv_view(self, request, pk):
        form = ResultFilterForm(request.GET, results=self._results(request, pk))
        sheet = request.GET.get("sheet", "")
        if sheet == "river":
            rows = river_rows(form.narrowed, form.chosen)
        else:
            rows = SHEETS.get(sheet, answer_rows)(form.narrowed)
        return csv_response(rows, f"round-{pk}-{sheet if sheet in SHEETS else 'results'}.csv")

    def results_xlsx_view(self, request, pk):
        form = ResultFilterForm(request.GET, results=self._results(request, pk))
        return xlsx_response(form.narrowed, form.chosen, f"round-{pk}-results.xlsx")

    def _results(self, request, pk):
        round = self.own_round(request, pk)
        if not request.user.has_perm("assessments.view_answer"):
            raise PermissionDenied
        return load_results(round)

    def _context(self, form, people):
        results, chosen = form.narrowed, form.chosen
        return {
            "form": form,
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


def _turned(form, names):
    """The address of a further page of the grid, but for its number."""
    name = names["name"].data or ""
    query = form.query + (("&" if form.query else "?") + urlencode({"name": name}) if name else "")
    return f"{query}&page=" if query else "?page="
