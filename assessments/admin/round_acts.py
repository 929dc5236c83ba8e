"""Opening and closing a round: a page that says what will happen, and one button."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from ..actions import close_round, open_round
from ..models import Round, SelfAssessment


class RoundActsMixin:
    """Adds to the rounds' admin the pages that open and close a round."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/open/", wrap(self.open_view), name="assessments_round_open"),
            path("<int:pk>/close/", wrap(self.close_view), name="assessments_round_close"),
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
        return self._page(
            request,
            round,
            "open",
            _("Open %(round)s") % {"round": round},
            competencies=round.framework.competencies.in_table().count(),
            others=Round.objects.filter(circle=round.circle_id, state=Round.State.OPEN).exclude(pk=round.pk),
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
