"""Reading freedom tables: all versions of one's circles, one version, and who changed what of it."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_GET

from facilitators.models import Circle, Facilitator, Network

from ...models import FrameworkVersion, Round
from ..acts import Act
from ..board import Board
from ..changes import Changes
from ..forms.versions import ChangesForm
from ..permissions import may_manage, may_propose, may_sort, people_typed_for, table_to_read
from ..versions import is_put_away, put_away_among

CHANGES_A_PAGE = 30
# (format, what its button says, the version asked for)
FORMATS = (
    ("xlsx", "XLSX (Excel)", ""),
    ("yaml", "YAML", ""),
    ("case", "CASE 1.1 JSON", ""),
    ("case", "CASE 1.0 JSON", "1.0"),
    ("moodle", "Moodle CSV", ""),
)


@require_GET
def table_list(request):
    networks = set(Network.objects.coordinated_by(request.user).values_list("pk", flat=True))
    versions = FrameworkVersion.objects.prefetch_related(
        Prefetch("leads", Facilitator.objects.by_tambon()), Prefetch("rounds", Round.objects.order_by("number"))
    )
    circles = (
        Circle.objects.planned_by(request.user)
        .select_related("tambon", "network")
        .prefetch_related(Prefetch("frameworks", versions.order_by("-number")))
        .order_by("network__is_sample", "network__sort_key", "network", "kind", "tambon__sort_key", "pk")
    )
    circles = list(circles)
    me = request.user.as_facilitator
    versions = [version for circle in circles for version in circle.frameworks.all()]
    used, put_away = _used_since(version.pk for version in versions), put_away_among(versions)
    for circle in circles:
        circle.is_managed = circle.network_id in networks
        circle.versions = list(circle.frameworks.all())
        goes_on = [version for version in circle.versions if version.pk not in put_away]
        circle.source, circle.has_table = _source(goes_on), bool(goes_on)
        for number, version in enumerate(circle.versions):
            version.used_since = used.get(version.pk)
            version.before = circle.versions[number + 1] if number + 1 < len(circle.versions) else None
            version.may_propose = version.is_draft  # whoever sees the circle here belongs to it
            version.may_sort = version.is_draft and (circle.is_managed or me in version.leads.all())
    context = {"circles": circles, "several_networks": len({circle.network_id for circle in circles}) > 1}
    return render(request, "assessments/table/table_list.html", context | {"section": "tables"})


@require_GET
def table(request, pk):
    table = table_to_read(request.user, pk, FrameworkVersion.objects.select_related("based_on"))
    board = Board(table)
    rows = [(card, board.columns(card.row)) for card in board.competencies if card.row.is_in_table]
    waiting = [card for card in (*board.goals, *board.competencies, *board.indicators) if card.row.is_proposed]
    versions = list(FrameworkVersion.objects.filter(circle=table.circle_id).order_by("-number"))
    context = {
        "table": table,
        "goals": [card for card in board.goals if card.row.is_in_table],
        "rows": rows,
        "waiting": len(waiting),
        "leads": table.leads.by_tambon(),
        "rounds": list(table.rounds.order_by("number")),
        "used_since": _used_since([table.pk]).get(table.pk),
        "others": [version for version in versions if version.pk != table.pk],
        "other": _other(table, versions),
        "proposes": may_propose(request.user, table),
        "sorts": may_sort(request.user, table),
        "manages": may_manage(request.user, table),
        "put_away": is_put_away(table),
        "types": table.is_draft and people_typed_for(request.user, table).exists(),
        "formats": FORMATS,
        "sample": table.circle.network.is_sample,
        "section": "tables",
    }
    return render(request, "assessments/table/table.html", context)


@require_GET
def history(request, pk):
    table = table_to_read(request.user, pk)
    form = ChangesForm(request.GET, people=Changes(table).people())
    chosen = form.cleaned_data if form.is_valid() else {}
    changes = Changes(table, by=chosen.get("by"), act=chosen.get("act"))
    page = Paginator(changes, CHANGES_A_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {"table": table, "form": form, "page": page, "asked": asked.urlencode(), "chosen": any(chosen.values())}
    return render(request, "assessments/table/history.html", context | {"section": "tables"})


def _source(versions):
    """The version that the next draft is made from, of those that go on: the one in use, else the newest no draft."""
    done = [version for version in versions if not version.is_draft]
    return next(
        (version for version in done if version.state == FrameworkVersion.State.IN_USE), done[0] if done else None
    )


def _other(table, versions):
    """The version to compare this one with: what it was made from, else the next older, else the next newer one."""
    if table.based_on_id:
        return table.based_on
    older = [version for version in versions if version.number < table.number]
    newer = [version for version in versions if version.number > table.number]
    return older[0] if older else newer[-1] if newer else None


def _used_since(pks):
    """{key: when the version was last taken into use}, in one query."""
    used = FrameworkVersion.history.filter(id__in=list(pks), history_change_reason__in=[Act.USE, Act.BRING_BACK])
    return dict(used.order_by("history_id").values_list("id", "history_date"))
