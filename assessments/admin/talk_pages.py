"""Pages of a round to talk from: who could help whom, and what changed since another round, on screen and on paper."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kmnet.forms import BaseModelForm, FilterForm, SeenMixin

from ..matching import CAP
from ..models import Kind, Round
from ..results import load_results
from ..round_talk import changed, pairs

CAPS = range(1, 6)


class TalkForm(FilterForm):
    """Whose results, and on which kind of competency."""

    tambon = forms.TypedChoiceField(label=gettext_lazy("tambon"), coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("kind"), required=False)

    def __init__(self, *args, results, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tambon"].choices = [("", _("all tambons")), *results.teams.items()]
        self.fields["kind"].choices = [("", _("knowledge and skill")), *Kind.choices]
        self.full_clean()

    def said(self, name, otherwise=None):
        """What was chosen, or else `otherwise`, also where the address names what there is not."""
        return self.cleaned_data.get(name) or otherwise

    @property
    def words(self):
        """The filter in words, for the head of a sheet."""
        chosen = (dict(self.fields[name].choices).get(self.said(name)) for name in ("tambon", "kind"))
        return [str(word) for word, name in zip(chosen, ("tambon", "kind"), strict=True) if self.said(name)]

    def narrow(self, results):
        return results.narrowed(self.said("tambon"), self.said("kind"))


class PairsForm(TalkForm):
    """Also how many learners one person is asked by at most."""

    cap = forms.TypedChoiceField(
        label=gettext_lazy("One person helps at most"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[(number, number) for number in CAPS],
    )

    def __init__(self, data, **kwargs):
        super().__init__({"cap": CAP} | data.dict(), **kwargs)


class ChangeForm(TalkForm):
    """Also the earlier round to compare with."""

    since = forms.TypedChoiceField(label=gettext_lazy("Compared with"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args, rounds, **kwargs):
        self.rounds = {round.pk: round for round in rounds}
        super().__init__(*args, **kwargs)

    def full_clean(self):
        self.fields["since"].choices = [(pk, round.called) for pk, round in self.rounds.items()]
        super().full_clean()

    @property
    def earlier(self):
        """The chosen round, else the one just before, else None."""
        return self.rounds.get(self.said("since")) or next(iter(self.rounds.values()), None)


class NotesForm(SeenMixin, BaseModelForm):
    """What a coordinator wants to talk about with the circle."""

    class Meta:
        model = Round
        fields = ["notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 8})}


class TalkPagesMixin:
    """Adds to the rounds' admin the pages of matches and of change, each with its print, and the notes."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/pairs/", wrap(self.pairs_view), name="assessments_round_pairs"),
            path("<int:pk>/pairs/print/", wrap(self.pairs_print_view), name="assessments_round_pairs_print"),
            path("<int:pk>/since/", wrap(self.since_view), name="assessments_round_since"),
            path("<int:pk>/since/print/", wrap(self.since_print_view), name="assessments_round_since_print"),
            path("<int:pk>/notes/", wrap(self.notes_view), name="assessments_round_notes"),
            *super().get_urls(),
        ]

    def pairs_view(self, request, pk):
        return self._talk(request, self._pairs(request, pk), "pairs", _("Who could help whom"))

    def pairs_print_view(self, request, pk):
        return self._talk_on_paper(request, self._pairs(request, pk), "pairs", _("Who could help whom"))

    def since_view(self, request, pk):
        return self._talk(request, self._since(request, pk), "since", _("What changed between two rounds"))

    def since_print_view(self, request, pk):
        return self._talk_on_paper(request, self._since(request, pk), "since", _("What changed between two rounds"))

    @transaction.atomic
    def notes_view(self, request, pk):
        round = self.own_round(request, pk, to_change=True)
        form = NotesForm(request.POST or None, instance=round)
        if request.method == "POST" and form.is_valid():
            form.save()
            self.log_change(request, round, _("Changed the notes."))
            messages.success(request, _("The notes are saved."))
            return redirect("admin:assessments_round_results", round.pk)
        return self._talk(request, {"form": form, "round": round}, "notes", _("Notes on what to talk about"))

    def _pairs(self, request, pk):
        results = self._results(request, pk)
        form = PairsForm(request.GET, results=results)
        cap = form.said("cap", CAP)
        return {"form": form, "round": results.round, "cap": cap, "pairs": pairs(form.narrow(results), cap)}

    def _since(self, request, pk):
        later = self._results(request, pk)
        others = Round.objects.begun().filter(circle=later.round.circle_id, number__lt=later.round.number)
        others = others.select_related("circle__network", "framework").order_by("-number")
        form = ChangeForm(request.GET, results=later, rounds=others)
        told = changed(load_results(form.earlier), form.narrow(later)) if form.earlier else []
        return {"form": form, "round": later.round, "earlier": form.earlier, "changed": told}

    def _talk(self, request, context, page, title):
        context |= self.admin_site.each_context(request) | {"opts": self.opts, "title": title}
        context["query"] = f"?{request.GET.urlencode()}" if request.GET else ""
        return TemplateResponse(request, f"admin/assessments/round/{page}.html", context)

    def _talk_on_paper(self, request, context, page, title):
        context |= {"title": title, "sample": context["round"].circle.network.is_sample}
        return TemplateResponse(request, f"admin/assessments/round/{page}_print.html", context)
