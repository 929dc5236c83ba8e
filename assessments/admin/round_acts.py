"""Opening, closing and opening again: a page that says what will happen, and one button."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kmnet.forms import BaseForm, ThaiDateField

from ..actions import close_round, open_round, reopen_round
from ..models import FrameworkVersion, Round, RoundChange, SelfAssessment


class ReopenForm(BaseForm):
    """Why a closed round is opened again, and until when."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is opened again"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Everyone who looks after the round can read it in its history."),
    )
    closes_on = ThaiDateField(label=gettext_lazy("New closing day"), required=False)


def history(round):
    """When the round was opened, closed and opened again, and by whom."""
    return round.changes.select_related("by")


class RoundActsMixin:
    """Adds to the rounds' admin the pages that open a round, close it and open it again."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/open/", wrap(self.open_view), name="assessments_round_open"),
            path("<int:pk>/close/", wrap(self.close_view), name="assessments_round_close"),
            path("<int:pk>/reopen/", wrap(self.reopen_view), name="assessments_round_reopen"),
            *super().get_urls(),
        ]

    def own_round(self, request, pk, *, to_change=False):
        """The round, if it is of a network that the user coordinates: else 404; 403 where the right is lacking."""
        rounds = Round.objects.coordinated_by(request.user).select_related("circle__network", "framework")
        round = get_object_or_404(rounds, pk=pk)
        may = self.has_change_permission if to_change else self.has_view_permission
        if not may(request, round):
            raise PermissionDenied
        return round

    def open_view(self, request, pk):
        round = self.own_round(request, pk, to_change=True)
        if request.method == "POST":
            return self._act(request, round, open_round, _("Opened the round."), _("The round is open."))
        in_use = FrameworkVersion.objects.filter(circle=round.circle_id, state=FrameworkVersion.State.IN_USE)
        return self._page(
            request,
            round,
            "open",
            _("Open %(round)s") % {"round": round},
            competencies=round.framework.competencies.in_table().count(),
            others=Round.objects.filter(circle=round.circle_id, state=Round.State.OPEN).exclude(pk=round.pk),
            used=in_use.exclude(pk=round.framework_id).first(),
        )

    def close_view(self, request, pk):
        round = self.own_round(request, pk, to_change=True)
        if request.method == "POST":
            return self._act(request, round, close_round, _("Closed the round."), _("The round is closed."))
        return self._page(
            request,
            round,
            "close",
            _("Close %(round)s") % {"round": round},
            drafts=SelfAssessment.objects.drafts().filter(round=round).count(),
        )

    def reopen_view(self, request, pk):
        round = self.own_round(request, pk, to_change=True)
        form = ReopenForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                reopen_round(round, form.cleaned_data["closes_on"], form.cleaned_data["reason"], by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.log_change(request, round, _("Opened the round again."))
                messages.success(request, _("The round is open again."))
                return redirect("admin:assessments_round_results", round.pk)
        return self._page(
            request,
            round,
            "reopen",
            _("Open %(round)s again") % {"round": round},
            form=form,
            history=history(round),
            others=Round.objects.filter(circle=round.circle_id, state=Round.State.OPEN).exclude(pk=round.pk),
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        changes = RoundChange.objects.filter(round=object_id) if object_id.isdecimal() else RoundChange.objects.none()
        extra_context = (extra_context or {}) | {"history": changes.select_related("by")}
        return super().change_view(request, object_id, form_url, extra_context)

    def _act(self, request, round, act, logged, said):
        try:
            act(round, by=request.user)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            self.log_change(request, round, logged)
            messages.success(request, said)
        return redirect("admin:assessments_round_results", round.pk)

    def _page(self, request, round, act, title, **context):
        context |= self.admin_site.each_context(request) | {"opts": self.opts, "title": title, "round": round}
        return TemplateResponse(request, f"admin/assessments/round/{act}.html", context)
