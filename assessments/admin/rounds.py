from django.contrib import admin
from django.db.models import Case, Count, Exists, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from facilitators.models import Facilitator
from kmnet.admin import OwnModelAdmin, OwnRelatedFilter, day_column

from ..models import Awaited, Round, SelfAssessment
from .forms import FollowingForm
from .framework import amnuay_circle
from .result_pages import ResultPagesMixin
from .round_acts import RoundActsMixin
from .talk_pages import TalkPagesMixin


def with_counts(rounds):
    """Rounds with how many people have sent and how many are asked, which is who has sent or is waited for."""
    sendings = SelfAssessment.objects.sent().filter(round=OuterRef("pk"))
    of_person = SelfAssessment.objects.sent().filter(round=OuterRef(OuterRef("pk")), facilitator=OuterRef("pk"))
    here = Facilitator.objects.active().filter(~Exists(of_person), tambon__network=OuterRef("circle__network"))
    return rounds.annotate(
        sent_number=_number_of(sendings, "round", "facilitator"),
        people_number=F("sent_number")
        + Case(
            When(state=Round.State.CLOSED, then=_number_of(Awaited.objects.filter(round=OuterRef("pk")), "round")),
            default=_number_of(here, "tambon__network"),
        ),
    )


def _number_of(rows, group, what="pk"):
    numbers = rows.order_by().values(group).annotate(number=Count(what, distinct=True)).values("number")
    return Coalesce(Subquery(numbers), 0)


@admin.register(Round)
class RoundAdmin(RoundActsMixin, ResultPagesMixin, TalkPagesMixin, OwnModelAdmin):
    form = FollowingForm
    list_display = ["called", "results", "circle", "table", "state", "opens", "closes", "sent"]
    network_column = "circle__network"
    list_filter = ["state", ("circle__network", OwnRelatedFilter)]
    list_select_related = ["circle__tambon", "circle__network", "framework"]
    search_fields = ["number", "circle__name", "circle__network__search_text", "framework__title"]
    chosen_if_only = ["framework"]
    fields = ["circle", "number", "framework", "opens_on", "closes_on", "state"]

    opens = day_column("opens_on", _("opening day"))
    closes = day_column("closes_on", _("closing day"))

    def get_queryset(self, request):
        return with_counts(super().get_queryset(request))

    def get_changeform_initial_data(self, request):
        return amnuay_circle(request) | super().get_changeform_initial_data(request)

    def get_readonly_fields(self, request, obj=None):
        if obj is None or not obj.is_begun:
            return ["circle", "state"] if obj else ["state"]
        begun = ["circle", "number", "framework", "state", "opens"]
        return [*begun, "closes"] if obj.state == Round.State.CLOSED else begun

    def get_fields(self, request, obj=None):
        shown = {"opens_on": "opens", "closes_on": "closes"}
        fixed = self.get_readonly_fields(request, obj)
        return [shown[name] if shown.get(name) in fixed else name for name in self.fields]

    @admin.display(description=_("round"), ordering="number")
    def called(self, round):
        return round.called

    @admin.display(description=_("freedom table"), ordering="framework")
    def table(self, round):
        return round.framework

    @admin.display(description=_("have sent"))
    def sent(self, round):
        if not round.is_begun:
            return None
        return _("%(sent)s of %(people)s") % {"sent": round.sent_number, "people": round.people_number}

    @admin.display(description=_("results"))
    def results(self, round):
        if round.is_begun:
            return format_html(
                '<a href="{}">{}</a>', reverse("admin:assessments_round_results", args=[round.pk]), _("See the results")
            )
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:assessments_round_open", args=[round.pk]), _("Open the round …")
        )


@admin.site.on_front_page
def current_rounds(request):
    """The open rounds with the way to their results, and the planned ones with the way to open them."""
    if not request.user.has_perm("assessments.view_round"):
        return None
    rounds = Round.objects.coordinated_by(request.user).current().select_related("circle__network").order_by("state")
    return "admin/assessments/round/_front.html", {"rounds": with_counts(rounds)}
