"""Beginning a forum: with a template, with a copy of an earlier forum, and a template put into an agenda."""

from datetime import time

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from assessments.tests.factories import CompetencyFactory, FrameworkFactory
from facilitators.models import Circle, Role, UsualRole
from facilitators.tests.factories import CircleFactory
from meetings.actions import set_roles
from meetings.models import AgendaRow, Forum, ForumTemplate
from meetings.tests.factories import (
    AgendaRowFactory,
    ForumFactory,
    ForumRoleFactory,
    ForumTemplateFactory,
    RecordFactory,
    TemplateRowFactory,
)
from meetings.tests.posting import opened

pytestmark = pytest.mark.django_db

CREATE = reverse("meetings:forum_create")


@pytest.fixture
def template(db):
    """A shipped template: a start, two groups side by side, and lunch at noon."""
    template = ForumTemplateFactory(circle=None, key="talk", name="วงคุย")
    for position, values in enumerate(
        [
            {"activity": "เปิดวง", "role": Role.LEAD, "notes": "เตรียมเก้าอี้"},
            {"activity": "กลุ่ม ก", "minutes": 60},
            {"activity": "กลุ่ม ข", "is_parallel": True, "role": Role.RECORD},
            {"activity": "ข้าวเที่ยง", "pinned_at": time(12), "is_break": True, "minutes": 60},
        ]
    ):
        TemplateRowFactory(template=template, position=position, **values)
    return template


@pytest.fixture
def header(kit_circle):
    return {"circle": kit_circle.pk, "day": "๘ ส.ค. ๒๕๖๙", "starts_at": "9.00", "ends_at": "12.30"}


@pytest.fixture
def elsewhere(neighbour):
    """The kit circle of the neighbour's tambon."""
    return CircleFactory(network=neighbour.tambon.network, kind=Circle.Kind.KIT, tambon=neighbour.tambon)


@pytest.fixture
def earlier(elsewhere, neighbour, teammate):
    """A forum of the neighbour's circle: they led it, somebody else helped."""
    forum = ForumFactory(
        circle=elsewhere, number=1, title="เรียนบัญชี", place="วัด", objective="แลกเปลี่ยน", starts_at=time(8, 30)
    )
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=neighbour)
    ForumRoleFactory(forum=forum, role=Role.RECORD, facilitator=neighbour)
    AgendaRowFactory(forum=forum, position=1, activity="เปิดวง", lead=neighbour, notes="เฉพาะทีม")
    AgendaRowFactory(forum=forum, position=2, activity="เล่าเรื่อง", lead=teammate, other_lead="ลุงดำ")
    return forum


def rows(forum):
    return [(row.activity, row.lead, row.other_lead) for row in forum.rows.all()]


def planned():
    return Forum.objects.order_by("pk").last()


# With a template


def test_forum_begins_with_a_template_led_by_who_holds_the_roles(template, header, facilitator, teammate, signed_in):
    UsualRole.objects.create(tambon=facilitator.tambon, role=Role.LEAD, facilitator=facilitator)
    client = signed_in(facilitator)

    client.post(f"{CREATE}?template={template.pk}", header)

    made = planned()
    assert rows(made) == [("เปิดวง", facilitator, ""), ("กลุ่ม ก", None, ""), ("กลุ่ม ข", None, ""), ("ข้าวเที่ยง", None, "")]
    assert [(row.pinned_at, row.is_parallel, row.is_break, row.position) for row in made.rows.all()] == [
        (None, False, False, 1),
        (None, False, False, 2),
        (None, True, False, 3),
        (time(12), False, True, 4),
    ]
    assert made.rows.first().notes == "เตรียมเก้าอี้"


def test_activities_of_a_template_are_led_by_who_gets_the_role_later_once_asked(
    template, header, facilitator, teammate, signed_in
):
    client = signed_in(facilitator)
    client.post(f"{CREATE}?template={template.pk}", header)
    made = planned()
    before = client.get(made.get_absolute_url()).context["rows_to_lead"]
    AgendaRow.objects.filter(activity="กลุ่ม ข").update(other_lead="ลุงดำ")

    set_roles(made, {Role.LEAD: teammate.pk, Role.RECORD: teammate.pk})
    offered = client.get(made.get_absolute_url()).context["rows_to_lead"]
    untouched = rows(made)
    client.post(reverse("meetings:forum_fill_leads", args=[made.pk]))

    assert before == []
    assert [(row.activity, holder) for row, holder in offered] == [("เปิดวง", teammate)]
    assert [lead for _activity, lead, _other in untouched] == [None] * 4
    assert rows(made)[0] == ("เปิดวง", teammate, "")
    assert [lead for _activity, lead, _other in rows(made)[1:]] == [None] * 3
    assert client.get(made.get_absolute_url()).context["rows_to_lead"] == []


def test_role_of_an_activity_that_nobody_leads_is_copied_on(template, header, facilitator, signed_in):
    client = signed_in(facilitator)
    client.post(f"{CREATE}?template={template.pk}", header)

    client.post(f"{CREATE}?copy={planned().pk}", header | {"day": "๙ ส.ค. ๒๕๖๙"})

    assert [row.role for row in planned().rows.all()] == ["lead", "", "record", ""]


def test_form_says_what_it_begins_with_and_suggests_the_time(template, kit_circle, facilitator, signed_in):
    page = signed_in(facilitator).get(CREATE, {"template": template.pk})

    form = page.context["form"]
    assertContains(page, "กิจกรรมจาก <b>วงคุย</b>")
    assert (form["starts_at"].value(), form["ends_at"].value()) == (time(9), time(13))


@pytest.mark.parametrize("asked", [{"template": "99999"}, {"template": "x"}, {"copy": "0"}, {"copy": "9" * 30}])
def test_what_is_not_there_is_said_and_an_empty_agenda_offered(kit_circle, facilitator, signed_in, asked):
    page = signed_in(facilitator).get(CREATE, asked)

    assert page.status_code == 200
    assertContains(page, "สิ่งที่จะใช้เริ่มต้นไม่อยู่แล้ว")


@pytest.mark.parametrize("archived", [False, True])
def test_template_of_another_network_or_archived_is_not_there(header, stranger, facilitator, signed_in, archived):
    circle = header["circle"] if archived else CircleFactory(network=stranger.tambon.network).pk
    other = ForumTemplateFactory(circle_id=circle, name="ของเขา")
    TemplateRowFactory(template=other)
    if archived:
        ForumTemplate.objects.update(archived_at="2026-01-01T00:00Z")

    signed_in(facilitator).post(f"{CREATE}?template={other.pk}", header)

    assert rows(planned()) == []


# With a copy


def test_copy_of_another_tambons_forum_maps_leads_by_role(earlier, header, facilitator, teammate, signed_in):
    UsualRole.objects.create(tambon=facilitator.tambon, role=Role.LEAD, facilitator=teammate)

    signed_in(facilitator).post(f"{CREATE}?copy={earlier.pk}", header)

    made = planned()
    assert rows(made) == [("เปิดวง", teammate, ""), ("เล่าเรื่อง", None, "")]
    assert [row.notes for row in made.rows.all()] == ["", ""]  # notes are for the team that wrote them


def test_copy_of_ones_own_forum_keeps_guests_and_notes(kit_circle, header, facilitator, signed_in):
    own = ForumFactory(circle=kit_circle, number=1)
    AgendaRowFactory(forum=own, activity="บรรยาย", other_lead="พัฒนาชุมชน", notes="โทรนัดก่อน")

    signed_in(facilitator).post(f"{CREATE}?copy={own.pk}", header)

    assert rows(planned()) == [("บรรยาย", None, "พัฒนาชุมชน")]
    assert planned().rows.get().notes == "โทรนัดก่อน"


def test_copy_fills_in_the_header_but_neither_day_nor_place(earlier, circle, kit_circle, facilitator, signed_in):
    skill = CompetencyFactory(framework=FrameworkFactory(circle=circle))
    earlier.competencies.set([skill])

    form = signed_in(facilitator).get(CREATE, {"copy": earlier.pk, "circle": kit_circle.pk}).context["form"]

    assert {
        name: form[name].value() for name in ("title", "objective", "starts_at", "competencies", "place", "day")
    } == {
        "title": "เรียนบัญชี",
        "objective": "แลกเปลี่ยน",
        "starts_at": time(8, 30),
        "competencies": [skill.pk],
        "place": None,
        "day": None,
    }


def test_forums_to_copy_are_those_of_ones_network_with_an_agenda(earlier, kit_circle, stranger, facilitator, signed_in):
    ForumFactory(circle=kit_circle, number=1, title="ว่าง")
    AgendaRowFactory(forum=ForumFactory(circle=CircleFactory(network=stranger.tambon.network)))

    page = signed_in(facilitator).get(reverse("meetings:copy_choose"), {"into": kit_circle.pk})

    assert list(page.context["forums"]) == [earlier]
    assertContains(page, f'href="{CREATE}?copy={earlier.pk}&amp;circle={kit_circle.pk}"')


# The circle's own templates


def test_forum_is_kept_as_a_template_by_roles(kit_circle, facilitator, teammate, signed_in):
    forum = ForumFactory(circle=kit_circle, number=1)
    ForumRoleFactory(forum=forum, role=Role.RECORD, facilitator=teammate)
    AgendaRowFactory(forum=forum, position=1, activity="เปิดวง", lead=teammate)
    AgendaRowFactory(forum=forum, position=2, activity="เล่าเรื่อง", lead=facilitator)
    RecordFactory(forum=forum)
    client, address = signed_in(facilitator), reverse("meetings:template_keep", args=[forum.pk])

    answer = client.post(address, opened(client, address) | {"name": "วงบัญชี"})

    kept = ForumTemplate.objects.get()
    assert (answer.url, kept.circle, kept.name) == (kept.get_absolute_url(), kit_circle, "วงบัญชี")
    assert [(row.activity, row.role) for row in kept.rows.all()] == [("เปิดวง", "record"), ("เล่าเรื่อง", "")]


def test_name_is_kept_once_a_circle(kit_circle, facilitator, signed_in):
    ForumTemplateFactory(circle=kit_circle, name="วงบัญชี")
    forum = AgendaRowFactory(forum__circle=kit_circle).forum
    client = signed_in(facilitator)

    page = client.post(reverse("meetings:template_keep", args=[forum.pk]), {"name": "วงบัญชี", "purpose": "ใช้ดี"})

    assert page.context["form"].errors == {"name": ["วงนี้มีแม่แบบชื่อนี้แล้ว"]}
    assertContains(page, "ใช้ดี")
    assert ForumTemplate.objects.count() == 1


def test_agenda_without_activities_is_not_kept(kit_circle, facilitator, signed_in):
    forum = ForumFactory(circle=kit_circle)

    answer = signed_in(facilitator).post(reverse("meetings:template_keep", args=[forum.pk]), {"name": "ว่าง"})

    assert (answer.url, ForumTemplate.objects.count()) == (forum.get_absolute_url(), 0)


def test_template_is_renamed_set_aside_and_brought_back(kit_circle, facilitator, signed_in):
    own = ForumTemplateFactory(circle=kit_circle, name="วงบัญชี")
    client = signed_in(facilitator)
    edit, archive, back = (
        reverse(f"meetings:template_{act}", args=[own.pk]) for act in ("edit", "archive", "bring_back")
    )
    client.post(edit, opened(client, edit) | {"name": "วงออม"})
    client.post(archive)
    listed = client.get(reverse("meetings:template_list"))
    assert (list(listed.context["kept"]), list(listed.context["archived"])) == ([], [own])

    ForumTemplateFactory(circle=kit_circle, name="วงออม")
    client.post(back)
    own.refresh_from_db()
    assert (own.name, own.archived_at is None) == ("วงออม", False)

    ForumTemplate.objects.exclude(pk=own.pk).delete()
    client.post(back)
    own.refresh_from_db()
    assert own.archived_at is None


def test_shipped_template_is_nobodys_to_change(template, coordinator, signed_in):
    client = signed_in(coordinator)

    page = client.get(reverse("meetings:template_edit", args=[template.pk]))

    assert page.status_code == 403
    assertContains(page, "แม่แบบนี้มากับระบบ แก้ไขไม่ได้", status_code=403)
    assert client.post(reverse("meetings:template_archive", args=[template.pk])).status_code == 403


def test_notes_of_a_circles_template_are_for_its_team(kit_circle, facilitator, neighbour, signed_in):
    own = ForumTemplateFactory(circle=kit_circle)
    TemplateRowFactory(template=own, notes="เฉพาะทีม")

    assertContains(signed_in(facilitator).get(own.get_absolute_url()), "เฉพาะทีม")
    assertNotContains(signed_in(neighbour).get(own.get_absolute_url()), "เฉพาะทีม")


@pytest.mark.parametrize("count", [1, 3, 60])
def test_lists_ask_the_same_whatever_their_length(kit_circle, facilitator, signed_in, count, django_assert_num_queries):
    for number in range(count):
        AgendaRowFactory(forum=ForumFactory(circle=kit_circle, number=number + 1))
        TemplateRowFactory(template=ForumTemplateFactory(circle=kit_circle))
    template = ForumTemplateFactory(circle=None, key="long")
    TemplateRowFactory.create_batch(count, template=template)
    client = signed_in(facilitator)

    with django_assert_num_queries(8):
        client.get(reverse("meetings:template_list"))
    with django_assert_num_queries(6):
        client.get(template.get_absolute_url())
    with django_assert_num_queries(6):
        client.get(reverse("meetings:copy_choose"))


# Into an agenda


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("", "ก ข เปิดวง กลุ่ม ก กลุ่ม ข ข้าวเที่ยง"),
        ("0", "เปิดวง กลุ่ม ก กลุ่ม ข ข้าวเที่ยง ก ข"),
        ("first", "ก เปิดวง กลุ่ม ก กลุ่ม ข ข้าวเที่ยง ข"),
    ],
)
def test_template_is_put_in_at_a_place(template, kit_circle, facilitator, signed_in, after, expected):
    forum = ForumFactory(circle=kit_circle)
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=facilitator)
    first, _second = (AgendaRowFactory(forum=forum, position=number, activity=name) for number, name in enumerate("กข"))
    address = f"{reverse('meetings:rows_insert', args=[forum.pk])}?template={template.pk}"

    signed_in(facilitator).post(address, {"after": first.pk if after == "first" else after})

    assert " ".join(row.activity for row in forum.rows.all()) == expected
    assert forum.rows.get(activity="เปิดวง").lead == facilitator


def test_template_is_not_put_into_a_recorded_forum(template, kit_circle, facilitator, signed_in):
    forum = ForumFactory(circle=kit_circle)
    RecordFactory(forum=forum)
    address = f"{reverse('meetings:rows_insert', args=[forum.pk])}?template={template.pk}"

    assert signed_in(facilitator).post(address, {}).status_code == 403
    assert not forum.rows.exists()
