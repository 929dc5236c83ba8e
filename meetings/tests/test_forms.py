import pytest

from assessments.models import FrameworkVersion, Kind
from assessments.tests.factories import CompetencyFactory, FrameworkFactory
from facilitators.actions import make_coordinator
from facilitators.models import Role, User
from facilitators.tests.factories import CircleFactory, FacilitatorFactory, TambonFactory
from meetings.forms import AgendaRowForm, ForumForm, NewAgendaRowForm, NewForumForm, RolesForm
from meetings.models import AgendaRow, Forum
from meetings.tests.factories import AgendaRowFactory, ForumFactory, ForumRoleFactory
from meetings.tests.posting import as_opened

pytestmark = pytest.mark.django_db

HEADER = {"day": "8/8/2569", "starts_at": "9.00", "ends_at": "๑๒.๓๐"}


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(circle=kit_circle, number=1)


def errors(form):
    return {field: list(messages) for field, messages in form.errors.items()}


# The header


def header_form(forum, **values):
    opened = as_opened(ForumForm(instance=Forum.objects.get(pk=forum.pk)))
    return ForumForm(opened | values, instance=forum)


def test_header_reads_thai_days_and_times(forum):
    form = header_form(forum, day="๘ ส.ค. ๒๕๖๙", ends_at="๑๒.๓๐")

    assert form.is_valid()
    assert (forum.day.isoformat(), forum.times) == ("2026-08-08", "09.00–12.30 น.")


@pytest.mark.parametrize("ends_at", ["9.00", "8.00"])
def test_header_says_in_thai_what_is_wrong(forum, ends_at):
    assert errors(header_form(forum, ends_at=ends_at)) == {"ends_at": ["เวลาเลิกต้องอยู่หลังเวลาเริ่ม"]}


def test_header_does_not_ask_for_the_number(forum):
    assert "number" not in ForumForm(instance=forum).fields


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        ("0", "ครั้งที่ต้องเป็นเลข 1 ถึง 9999"),
        ("-1", "ครั้งที่ต้องเป็นเลข 1 ถึง 9999"),
        ("99999", "ครั้งที่ต้องเป็นเลข 1 ถึง 9999"),
        ("สอง", "พิมพ์เป็นตัวเลข เช่น 30"),
    ],
)
def test_number_of_a_first_forum_is_checked(kit_circle, facilitator, number, wrong):
    form = NewForumForm(HEADER | {"circle": kit_circle.pk, "number": number}, user=facilitator.user)

    assert errors(form) == {"number": [wrong]}


def test_header_offers_the_table_in_use_or_the_newest_draft(forum, circle):
    draft = CompetencyFactory(framework=FrameworkFactory(circle=circle, number=1))
    newer = CompetencyFactory(framework=FrameworkFactory(circle=circle, number=2))
    offered = ForumForm(instance=forum).fields["competencies"].queryset

    assert list(offered.all()) == [newer]

    draft.framework.state = FrameworkVersion.State.IN_USE
    draft.framework.save()

    assert list(offered.all()) == [draft]


def test_header_keeps_offering_what_is_linked(forum, circle):
    retired = CompetencyFactory(
        framework=FrameworkFactory(circle=circle, state=FrameworkVersion.State.RETIRED), kind=Kind.KNOWLEDGE, name="บัญชี"
    )
    forum.competencies.add(retired)

    choices = list(ForumForm(instance=forum).fields["competencies"].choices)

    assert [(choice.value, label) for choice, label in choices] == [(retired.pk, "ความรู้ · บัญชี")]


def test_header_never_offers_another_networks_competencies(forum):
    CompetencyFactory()

    assert not ForumForm(instance=forum).fields["competencies"].queryset.exists()


# A new forum


def test_new_forum_begins_with_the_circle_asked_for(forum, circle, facilitator):
    form = NewForumForm(user=facilitator.user, circle=str(forum.circle_id))

    assert (form["circle"].value(), form["number"].value()) == (forum.circle_id, None)


@pytest.mark.parametrize("circle_id", ["", "x", "0", "๑"])
def test_new_forum_without_a_known_circle_leaves_the_choice(forum, circle, facilitator, circle_id):
    form = NewForumForm(user=facilitator.user, circle=circle_id)

    assert (form["circle"].value(), form["number"].value()) == (None, None)
    assert [label for _value, label in form.fields["circle"].choices] == [
        "เลือกวง",
        "วงคุณอำนวย (ครั้งต่อไปคือครั้งที่ 1)",
        "วงคุณกิจ ตำบลบางจาก (ครั้งต่อไปคือครั้งที่ 2)",
    ]


def test_new_forum_begins_with_the_only_circle(kit_circle, facilitator):
    form = NewForumForm(user=facilitator.user)

    assert (form["circle"].value(), form["number"].value()) == (kit_circle.pk, None)


def test_new_forum_offers_only_circles_one_plans(kit_circle, neighbour, stranger):
    posted = HEADER | {"circle": str(kit_circle.pk)}

    for person in (neighbour, stranger):
        assert list(NewForumForm(posted, user=person.user).errors) == ["circle"]


def test_new_forum_links_competencies_of_its_own_network_only(circle, coordinator):
    foreign = CompetencyFactory(framework=FrameworkFactory(circle=CircleFactory()))
    make_coordinator(coordinator, foreign.framework.circle.network)

    form = NewForumForm(HEADER | {"circle": circle.pk, "competencies": [foreign.pk]}, user=coordinator)

    assert errors(form) == {"competencies": ["เลือกความสามารถของเครือข่ายเดียวกับวงนี้"]}


def test_new_forum_names_the_networks_where_there_are_several(circle, coordinator):
    foreign = CircleFactory(network__name="เครือข่ายอื่น")
    competency = CompetencyFactory(framework=FrameworkFactory(circle=foreign), name="คุย")
    make_coordinator(coordinator, foreign.network)

    form = NewForumForm(user=coordinator)

    assert [name for name, _circles in form.fields["circle"].choices] == ["", "เครือข่ายทดสอบ", "เครือข่ายอื่น"]
    assert [label for _value, label in form.fields["competencies"].choices] == ["ทักษะ · คุย (เครือข่ายอื่น)"]
    assert competency in form.fields["competencies"].queryset


# The roles


def test_roles_offer_the_team_and_who_holds_one_already(forum, facilitator, teammate, neighbour, stranger):
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=neighbour)

    form = RolesForm(forum=forum, user=facilitator.user)

    assert form["lead"].value() == neighbour.pk
    assert form.fields["lead"].choices == [
        ("", "ยังไม่มี"),
        ("ตำบลบางจาก", [(teammate.pk, "คุณมานี"), (facilitator.pk, "คุณสมใจ")]),
        ("ตำบลท่าไร่", [(neighbour.pk, "คุณปิติ")]),
    ]


def test_roles_refuse_who_is_not_of_the_team(forum, facilitator, neighbour):
    form = RolesForm({"lead": neighbour.pk}, forum=forum, user=facilitator.user)

    assert errors(form) == {"lead": ["คนนี้ไม่อยู่ในรายชื่อแล้ว เลือกใหม่อีกครั้ง"]}


# Rows


def row_form(forum, **values):
    return AgendaRowForm({"activity": "พัก", "minutes": "15"} | values, instance=AgendaRow(forum=forum), user=User())


@pytest.mark.parametrize(
    ("typed", "minutes"), [("90", 90), ("๙๐", 90), (" 90 ", 90), ("๙๐ นาที", 90), ("1", 1), ("720", 720)]
)
def test_minutes_are_read(forum, typed, minutes):
    form = row_form(forum, minutes=typed)

    assert form.is_valid()
    assert form.cleaned_data["minutes"] == minutes


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0", "กิจกรรมหนึ่งใช้เวลา 1 ถึง 720 นาที"),
        ("-15", "กิจกรรมหนึ่งใช้เวลา 1 ถึง 720 นาที"),
        ("721", "กิจกรรมหนึ่งใช้เวลา 1 ถึง 720 นาที"),
        ("9999", "กิจกรรมหนึ่งใช้เวลา 1 ถึง 720 นาที"),
        ("9" * 30, "กิจกรรมหนึ่งใช้เวลา 1 ถึง 720 นาที"),
        ("ครึ่งชั่วโมง", "พิมพ์เป็นตัวเลข เช่น 30"),
        ("1.5", "พิมพ์เป็นตัวเลข เช่น 30"),
    ],
)
def test_minutes_out_of_reason_are_refused_in_thai(forum, typed, message):
    assert errors(row_form(forum, minutes=typed)) == {"minutes": [message]}


def test_row_keeps_one_spelling_of_thai(forum):
    form = row_form(forum, activity="น้ํา เเละข้าว")

    assert form.is_valid()
    assert form.instance.activity == "น้ำ และข้าว"


def test_lead_is_anyone_of_the_network_the_own_team_first(forum, facilitator, neighbour, stranger):
    FacilitatorFactory(tambon=facilitator.tambon, is_active=False)

    form = row_form(forum, lead=stranger.pk)

    assert form.fields["lead"].choices == [
        ("", "ยังไม่มี"),
        ("ตำบลบางจาก", [(facilitator.pk, "คุณสมใจ")]),
        ("ตำบลท่าไร่", [(neighbour.pk, "คุณปิติ")]),
    ]
    assert list(form.errors) == ["lead"]


def test_lead_stays_offered_after_leaving(forum, facilitator):
    row = AgendaRowFactory(forum=forum, lead=facilitator)
    facilitator.is_active = False
    facilitator.save()

    assert AgendaRowForm(instance=row, user=facilitator.user).fields["lead"].choices == [
        ("", "ยังไม่มี"),
        (facilitator.pk, "คุณสมใจ"),
    ]


def test_lead_of_an_amnuay_forum_is_listed_by_tambon(circle, facilitator, neighbour):
    TambonFactory(network=circle.network)

    form = row_form(ForumFactory(circle=circle))

    assert [name for name, _people in form.fields["lead"].choices] == ["", "ตำบลท่าไร่", "ตำบลบางจาก"]


def test_new_row_says_where_it_goes(forum):
    row = AgendaRowFactory(forum=forum, activity="พัก")

    form = NewAgendaRowForm(
        {"activity": "คุย", "minutes": "5", "after": str(row.pk)}, instance=AgendaRow(forum=forum), user=User()
    )

    assert form.fields["after"].choices == [("", "ไว้ท้ายสุด"), (0, "ไว้แรกสุด"), (row.pk, "ต่อจาก “พัก”")]
    assert form.is_valid()
    assert form.cleaned_data["after"] == row.pk


def test_new_row_after_a_row_that_is_gone_asks_again(forum):
    AgendaRowFactory(forum=forum)

    form = NewAgendaRowForm(
        {"activity": "คุย", "minutes": "5", "after": "99999"}, instance=AgendaRow(forum=forum), user=User()
    )

    assert errors(form) == {"after": ["กิจกรรมที่จะวางต่อถูกลบไปแล้ว เลือกที่วางอีกครั้ง"]}


def test_first_row_does_not_ask_where(forum):
    assert "after" not in NewAgendaRowForm(instance=AgendaRow(forum=forum), user=User()).fields
