"""AAR, promises and notes to approved records: looked at by their coordinator, whose actions do what the pages do."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kmnet.admin import OwnModelAdmin, OwnRelatedFilter, ViewOnlyMixin, day_column, name_column

from ..after import approval, promises, questions
from ..models import AarAnswer, Addition, CircleQuestion, Promise, PromiseReopening, Record, RecordChange

RECORDS_ON_FRONT = 10
RECORD_SEARCH = ["forum__title", "forum__circle__tambon__search_text"]


def act_on_each(model_admin, request, rows, act, done):
    """Do the act for each row; what is refused is said in its own words, once each."""
    count, refusals = 0, {}
    for row in rows:
        try:
            act(row)
        except ValidationError as refusal:
            refusals |= dict.fromkeys(refusal.messages)
        else:
            count += 1
            model_admin.log_change(request, row, str(done))
    if count:
        messages.success(request, f"{done}: {count}")
    for refusal in refusals:
        messages.warning(request, refusal)


@admin.action(description=_("Approve the chosen records"), permissions=["view"])
def approve_records(model_admin, request, records):
    """For the records' list: the coordinator's approval, as on the record's own page."""
    act_on_each(
        model_admin,
        request,
        records,
        lambda record: approval.approve(record, by=request.user),
        _("The record is approved."),
    )


@admin.site.on_front_page
def records_to_approve(request):
    """The records that are proposed, with the way to read and approve them."""
    if not request.user.has_perm("meetings.view_record"):
        return None
    records = Record.objects.coordinated_by(request.user).proposed().named().select_related("forum__circle__network")
    return "admin/meetings/record/_front.html", {"records": records[:RECORDS_ON_FRONT], "all": records.count()}


@admin.register(Promise)
class PromiseAdmin(ViewOnlyMixin, OwnModelAdmin):
    list_display = ["what", "who_does", "due", "state", "settled_on", "forum"]
    list_filter = [
        "state",
        ("record__forum__circle__network", OwnRelatedFilter),
        ("record__forum__circle", OwnRelatedFilter),
    ]
    list_select_related = ["who", "record__forum__circle__tambon"]
    search_fields = ["what", "who_else", "remark", "who__search_text", *(f"record__{path}" for path in RECORD_SEARCH)]
    fields = ["what", "who", "who_else", "due", "record", "state", "settled_on", "settler", "remark"]
    readonly_fields = ["due", "settled_on", "settler"]
    actions = ["note_as_done"]

    due = day_column("by_when", _("by when"))
    settled_on = day_column("settled_at", _("settled"))
    settler = name_column("settled_by", _("settled by"))

    def view_on_site(self, promise):
        return promise.get_absolute_url()

    @admin.display(description=_("who"))
    def who_does(self, promise):
        return promise.who_called

    @admin.display(description=_("forum"), ordering="record")
    def forum(self, promise):
        return promise.record.forum.called

    @admin.action(description=_("Note the chosen promises as done"), permissions=["view"])
    def note_as_done(self, request, rows):
        act_on_each(self, request, rows, lambda promise: promises.finish(promise, by=request.user), _("Noted as done"))


@admin.register(AarAnswer)
class AarAnswerAdmin(ViewOnlyMixin, OwnModelAdmin):
    view_on_site = False
    list_display = ["who_answered", "text", "question", "is_quoted", "typist", "forum"]
    list_filter = ["is_quoted", ("question__record__forum__circle__network", OwnRelatedFilter)]
    list_select_related = ["facilitator", "entered_by", "question__record__forum__circle__tambon"]
    search_fields = [
        "text",
        "name",
        "facilitator__search_text",
        *(f"question__record__{path}" for path in RECORD_SEARCH),
    ]
    fields = ["question", "facilitator", "name", "text", "is_quoted", "typist"]
    readonly_fields = ["typist"]

    typist = name_column("entered_by", _("typed by"))

    @admin.display(description=_("who"))
    def who_answered(self, answer):
        return answer.who_called

    @admin.display(description=_("forum"), ordering="question__record")
    def forum(self, answer):
        return answer.question.record.forum.called


@admin.register(CircleQuestion)
class CircleQuestionAdmin(ViewOnlyMixin, OwnModelAdmin):
    view_on_site = False
    list_display = ["text", "circle", "position", "put_away"]
    list_filter = [("circle__network", OwnRelatedFilter), ("circle", OwnRelatedFilter)]
    list_select_related = ["circle__tambon"]
    search_fields = ["text", "circle__name", "circle__tambon__search_text"]
    fields = ["circle", "position", "text", "put_away"]
    readonly_fields = ["put_away"]
    actions = ["ask_no_more"]

    put_away = day_column("archived_at", _("archived"))

    @admin.action(description=_("Ask the chosen questions no more"), permissions=["view"])
    def ask_no_more(self, request, rows):
        act_on_each(
            self,
            request,
            rows,
            lambda question: questions.archive_question(question.circle, question.pk),
            _("It is asked no more."),
        )


@admin.register(Addition)
class AdditionAdmin(ViewOnlyMixin, OwnModelAdmin):
    view_on_site = False
    list_display = ["text", "record", "adder", "on_day"]
    list_filter = [("record__forum__circle__network", OwnRelatedFilter)]
    list_select_related = ["record__forum__circle__tambon", "by"]
    search_fields = ["text", *(f"record__{path}" for path in RECORD_SEARCH)]
    fields = ["record", "text", "adder", "on_day"]
    readonly_fields = ["adder", "on_day"]

    adder = name_column("by", _("by"))
    on_day = day_column("at", _("when"))


@admin.register(RecordChange)
class RecordChangeAdmin(ViewOnlyMixin, OwnModelAdmin):
    view_on_site = False
    list_display = ["record", "act", "doer", "on_day", "reason"]
    list_filter = ["act", ("record__forum__circle__network", OwnRelatedFilter)]
    list_select_related = ["record__forum__circle__tambon", "by"]
    search_fields = ["reason", *(f"record__{path}" for path in RECORD_SEARCH)]
    fields = ["record", "act", "doer", "on_day", "reason"]
    readonly_fields = ["doer", "on_day"]

    doer = name_column("by", _("by"))
    on_day = day_column("at", _("when"))


@admin.register(PromiseReopening)
class PromiseReopeningAdmin(ViewOnlyMixin, OwnModelAdmin):
    view_on_site = False
    list_display = ["promise", "state", "remark", "doer", "on_day"]
    list_filter = ["state", ("promise__record__forum__circle__network", OwnRelatedFilter)]
    list_select_related = ["promise", "by"]
    search_fields = ["promise__what", "remark", *(f"promise__record__{path}" for path in RECORD_SEARCH)]
    fields = ["promise", "state", "remark", "doer", "on_day"]
    readonly_fields = ["doer", "on_day"]

    doer = name_column("by", _("by"))
    on_day = day_column("at", _("when"))
