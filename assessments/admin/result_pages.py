"""The result pages of a round: on screen, on paper and for a spreadsheet."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from ..downriver import GRID
from ..result_book import result_book, xlsx_response
from ..result_load import load_results
from ..result_sheet import SHEETS, csv_response
from .filters import NameForm, ResultFilterForm
from .round_acts import history

PEOPLE_A_PAGE = 100
PRINTED_COLUMNS = 12  # of the grid; beyond the edge of the paper nothing is printed


def for_file(form):
    """The filter of a file, refused where it asks for what there is not: a file cannot say what it leaves out."""
    if form.errors:
        raise Http404(_("What this file is narrowed to is not there."))
    return form


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
        page = Paginator(names.found(form.narrowed.sent), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
        context = self._context(form, page.object_list)
        context |= {"page": page, "names": names, "reminder": self._reminder(request, results)}
        context |= {"turned": names.turned(form), "history": history(results.round)}
        context |= self.admin_site.each_context(request)
        context |= {"opts": self.opts, "title": _("Results of %(round)s") % {"round": results.round}}
        return TemplateResponse(request, "admin/assessments/round/results.html", context)

    def results_print_view(self, request, pk):
        form = ResultFilterForm(request.GET, results=self._results(request, pk))
        context = self._context(form, form.narrowed.sent)
        parts = form.narrowed.parts(PRINTED_COLUMNS)
        context["grids"] = [(part, part.grid(part.sent)) for part in parts]
        context["sample"] = form.results.round.circle.network.is_sample
        return TemplateResponse(request, "admin/assessments/round/results_print.html", context)

    def results_csv_view(self, request, pk):
        form = for_file(ResultFilterForm(request.GET, results=self._results(request, pk)))
        sheet = request.GET.get("sheet", "answers")
        if sheet not in SHEETS:
            raise Http404(_("What this file is narrowed to is not there."))
        return csv_response(SHEETS[sheet](form.narrowed, form.chosen), f"round-{pk}-{sheet}.csv")

    def results_xlsx_view(self, request, pk):
        form = for_file(ResultFilterForm(request.GET, results=self._results(request, pk)))
        return xlsx_response(result_book(form.narrowed, form.chosen), f"round-{pk}-results.xlsx")

    def _results(self, request, pk, **how):
        round = self.own_round(request, pk)
        if not request.user.has_perm("assessments.view_answer"):
            raise PermissionDenied
        return load_results(round, **how)

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
