"""Pages of a round to talk from: who could help whom, and what changed since another round, on screen and on paper."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from kmnet.forms import BaseModelForm, SeenMixin

from ..models import Round
from ..result_book import xlsx_response
from ..result_load import load_results
from ..result_sheet import csv_response
from ..round_talk import changed, pairs, people_of_both, wishes
from ..talk_sheet import change_rows, wish_rows
from .filters import ChangeForm, NameForm, PairsForm
from .result_pages import PEOPLE_A_PAGE, for_file

WISHES_A_PAGE = 300


class NotesForm(SeenMixin, BaseModelForm):
    """What a coordinator wants to talk about with the circle."""

    class Meta:
        model = Round
        fields = ["notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 8})}


class TalkPagesMixin:
    """Adds to the rounds' admin the pages of matches and of change, with their prints and files, and the notes."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        found = [path("<int:pk>/notes/", wrap(self.notes_view), name="assessments_round_notes")]
        for page in ("pairs", "since"):
            for end, kind in (("/", ""), ("/print/", "_print"), (".csv", "_csv"), (".xlsx", "_xlsx")):
                view = wrap(getattr(self, f"{page}{kind}_view"))
                found.append(path(f"<int:pk>/{page}{end}", view, name=f"assessments_round_{page}{kind}"))
        return found + super().get_urls()

    # Who could help whom.

    def pairs_view(self, request, pk):
        form, names = self._pairs_form(request, pk), NameForm(request.GET)
        found = wishes(form.narrowed, form.most, form.bound)
        if names.looked_for:
            found = [wish for wish in found if any(names.fits(who) for who in (wish.learner, wish.giver) if who)]
        page = Paginator(found, WISHES_A_PAGE).get_page(request.GET.get("page"))
        context = {"pairs": pairs(page.object_list), "page": page, "names": names, "turned": names.turned(form)}
        return self._talk(request, form, "pairs", _("Who could help whom"), context)

    def pairs_print_view(self, request, pk):
        form = self._pairs_form(request, pk)
        context = {"pairs": pairs(wishes(form.narrowed, form.most, form.bound))}
        return self._talk_on_paper(request, form, "pairs", _("Who could help whom"), context)

    def pairs_csv_view(self, request, pk):
        return csv_response(self._pairs_rows(request, pk), f"round-{pk}-matches.csv")

    def pairs_xlsx_view(self, request, pk):
        return xlsx_response([(_("Matches"), self._pairs_rows(request, pk))], f"round-{pk}-matches.xlsx")

    def _pairs_form(self, request, pk):
        return PairsForm(request.GET, results=self._results(request, pk, with_evidence=False))

    def _pairs_rows(self, request, pk):
        form = for_file(self._pairs_form(request, pk))
        return wish_rows(wishes(form.narrowed, form.most, form.bound))

    # What changed between two rounds.

    def since_view(self, request, pk):
        form, names = self._since_form(request, pk), NameForm(request.GET)
        context = {"earlier": form.earlier}
        if form.earlier:
            before = load_results(form.earlier, with_evidence=False)
            found = names.found(list(people_of_both(before, form.results, form.said("tambon")).values()))
            page = Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
            people = {person.pk: person for person in page.object_list}
            context |= {"changed": changed(before, form.results, people, form.said("kind"))}
            context |= {"page": page, "names": names, "turned": names.turned(form)}
        return self._talk(request, form, "since", _("What changed between two rounds"), context)

    def since_print_view(self, request, pk):
        form = self._since_form(request, pk)
        context = {"earlier": form.earlier, "changed": self._changed(form)}
        return self._talk_on_paper(request, form, "since", _("What changed between two rounds"), context)

    def since_csv_view(self, request, pk):
        return csv_response(self._since_rows(request, pk), f"round-{pk}-change.csv")

    def since_xlsx_view(self, request, pk):
        return xlsx_response([(_("Change between rounds"), self._since_rows(request, pk))], f"round-{pk}-change.xlsx")

    def _since_form(self, request, pk):
        later = self._results(request, pk, with_evidence=False)
        others = Round.objects.begun().filter(circle=later.round.circle_id, number__lt=later.round.number)
        others = others.select_related("circle__network", "framework").order_by("-number")
        return ChangeForm(request.GET, results=later, rounds=others)

    def _changed(self, form):
        if not form.earlier:
            return None
        before = load_results(form.earlier, with_evidence=False)
        people = people_of_both(before, form.results, form.said("tambon"))
        return changed(before, form.results, people, form.said("kind"))

    def _since_rows(self, request, pk):
        form = for_file(self._since_form(request, pk))
        return change_rows(self._changed(form), form.earlier, form.results.round)

    # The notes.

    @transaction.atomic
    def notes_view(self, request, pk):
        round = self.own_round(request, pk, to_change=True)
        form = NotesForm(request.POST or None, instance=round)
        if request.method == "POST" and form.is_valid():
            form.save()
            self.log_change(request, round, _("Changed the notes."))
            messages.success(request, _("The notes are saved."))
            return redirect("admin:assessments_round_results", round.pk)
        context = self._framed(request, _("Notes on what to talk about")) | {"form": form, "round": round}
        return TemplateResponse(request, "admin/assessments/round/notes.html", context)

    def _framed(self, request, title):
        return self.admin_site.each_context(request) | {"opts": self.opts, "title": title}

    def _talk(self, request, form, page, title, context):
        context |= self._framed(request, title) | {"form": form, "round": form.results.round}
        return TemplateResponse(request, f"admin/assessments/round/{page}.html", context)

    def _talk_on_paper(self, request, form, page, title, context):
        round = form.results.round
        context |= {"form": form, "round": round, "title": title, "sample": round.circle.network.is_sample}
        return TemplateResponse(request, f"admin/assessments/round/{page}_print.html", context)
