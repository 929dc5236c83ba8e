"""Every page of forums as each of the cast: who reads, who plans, who does not even learn that it is there."""

import pytest
from django.urls import reverse

from facilitators.tests.factories import UserFactory
from meetings.models import AgendaRow, Forum, ForumRole
from meetings.tests.factories import AgendaRowFactory, ForumFactory

pytestmark = pytest.mark.django_db

PLANNERS = ["facilitator", "teammate", "coordinator"]
READERS = ["neighbour"]
OUTSIDERS = ["stranger", "other_coordinator"]
HEADER = {"day": "28/11/2569", "starts_at": "9.00", "ends_at": "12.30"}
ROW = {"activity": "พัก", "minutes": "15"}

READING = ["forum_detail", "forum_print"]
PLANNING = ["forum_edit", "row_create", "row_edit", "row_remove"]
WRITES = {
    "forum_edit": HEADER,
    "forum_roles": {"lead": ""},
    "row_create": ROW,
    "row_edit": ROW,
    "row_move": {"steps": "1"},
    "row_step": {"steps": "1"},
    "row_remove": {},
}


@pytest.fixture
def row(kit_circle):
    return AgendaRowFactory(forum=ForumFactory(circle=kit_circle, number=1), activity="พัก", minutes=15)


@pytest.fixture
def sign_in(request, signed_in):
    return lambda name: signed_in(request.getfixturevalue(name))


def url(page, row):
    return reverse(
        f"meetings:{page}",
        args=[row.forum_id, row.pk] if page in ("row_edit", "row_move", "row_step", "row_remove") else [row.forum_id],
    )


def stored():
    """Everything that planning writes, to see that nothing changed."""
    return [list(model.objects.order_by("pk").values_list()) for model in (Forum, AgendaRow, ForumRole)]


@pytest.mark.parametrize("who", PLANNERS + READERS)
@pytest.mark.parametrize("page", READING)
def test_the_network_reads(row, sign_in, who, page):
    page_shown = sign_in(who).get(url(page, row))

    assert page_shown.status_code == 200
    assert "เวทีคุณกิจ ตำบลบางจาก ครั้งที่ 1" in page_shown.text


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("page", READING + PLANNING)
def test_outsiders_find_nothing(row, sign_in, who, page):
    assert sign_in(who).get(url(page, row)).status_code == 404


@pytest.mark.parametrize("who", PLANNERS)
@pytest.mark.parametrize("page", PLANNING)
def test_planners_open_the_forms(row, sign_in, who, page):
    assert sign_in(who).get(url(page, row)).status_code == 200


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("page", PLANNING)
def test_readers_are_refused_the_forms(row, sign_in, who, page):
    refused = sign_in(who).get(url(page, row))

    assert refused.status_code == 403
    assert "ไม่ได้เปิดให้คุณ" in refused.text


@pytest.mark.parametrize("who", PLANNERS)
@pytest.mark.parametrize("page", WRITES)
def test_planners_write(row, sign_in, who, page):
    written = sign_in(who).post(url(page, row), WRITES[page])

    assert (written.status_code, written.url.split("#")[0]) == (302, row.forum.get_absolute_url())


@pytest.mark.parametrize(("who", "status"), [*((who, 403) for who in READERS), *((who, 404) for who in OUTSIDERS)])
@pytest.mark.parametrize("page", WRITES)
def test_others_write_nothing(row, sign_in, who, status, page):
    client, before = sign_in(who), stored()

    assert client.post(url(page, row), WRITES[page]).status_code == status
    assert stored() == before


@pytest.mark.parametrize("page", READING + PLANNING)
def test_who_has_not_signed_in_is_asked_to(row, client, page):
    asked = client.get(url(page, row))

    assert (asked.status_code, asked.url) == (302, f"{reverse('facilitators:sign_in')}?next={url(page, row)}")


@pytest.mark.parametrize("page", WRITES)
def test_who_has_not_signed_in_writes_nothing(row, client, page):
    before = stored()
    typed = page in ("forum_edit", "row_create", "row_edit")  # typed text is given back instead of being lost

    assert client.post(url(page, row), WRITES[page]).status_code == (403 if typed else 302)
    assert stored() == before


@pytest.mark.parametrize("who", [*PLANNERS, *READERS])
def test_an_amnuay_forum_is_planned_by_everyone_of_the_network(circle, sign_in, who):
    row = AgendaRowFactory(forum=ForumFactory(circle=circle))

    assert sign_in(who).get(url("forum_edit", row)).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("facilitator", 403), ("coordinator", 200), ("other_coordinator", 404)])
def test_an_eua_forum_is_planned_by_the_coordinator(network, sign_in, who, status, facilitator):
    forum = ForumFactory(circle=network.circles.create(kind="eua", name="วงคุณเอื้อ"))

    assert sign_in(who).get(reverse("meetings:forum_edit", args=[forum.pk])).status_code == status


@pytest.mark.parametrize("page", ["forum_roles", "row_move"])
def test_what_only_writes_is_not_a_page(row, sign_in, page):
    assert sign_in("facilitator").get(url(page, row)).status_code == 405


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("facilitator", ["ของเรา"]),
        ("neighbour", ["ของเรา"]),
        ("coordinator", ["ของเรา"]),
        ("stranger", ["ของเขา"]),
        ("other_coordinator", ["ของเขา"]),
    ],
)
def test_the_list_holds_ones_own_network(kit_circle, stranger, sign_in, who, names):
    ForumFactory(circle=kit_circle, title="ของเรา")
    ForumFactory(circle__network=stranger.tambon.network, title="ของเขา")

    page = sign_in(who).get(reverse("meetings:forum_list"))

    assert [name for name in ("ของเรา", "ของเขา") if name in page.text] == names


@pytest.mark.parametrize(
    ("who", "planned"),
    [
        ("facilitator", 1),
        ("teammate", 1),
        ("coordinator", 1),
        ("neighbour", 0),
        ("stranger", 0),
        ("other_coordinator", 0),
    ],
)
def test_a_forum_is_planned_only_for_ones_own_circles(kit_circle, stranger, sign_in, who, planned):
    ForumFactory(circle__network=stranger.tambon.network, circle__tambon=stranger.tambon)
    client = sign_in(who)
    Forum.objects.all().delete()

    client.post(reverse("meetings:forum_create"), HEADER | {"circle": kit_circle.pk})

    assert Forum.objects.count() == planned


@pytest.mark.parametrize("page", ["forum_list", "forum_create"])
def test_the_pages_of_no_forum_ask_to_sign_in(client, db, page):
    asked = client.get(reverse(f"meetings:{page}"))

    assert asked.url == f"{reverse('facilitators:sign_in')}?next={reverse(f'meetings:{page}')}"


def test_an_account_of_nobody_sees_an_empty_list_and_plans_nothing(row, signed_in):
    client = signed_in(UserFactory())

    assert "ยังไม่มีเวที" in client.get(reverse("meetings:forum_list")).text
    assert client.get(reverse("meetings:forum_create")).status_code == 403


def test_readers_see_neither_tools_nor_notes_nor_answers(row, sign_in):
    AgendaRow.objects.update(notes="เตรียมบัตรคำ")

    page = sign_in("neighbour").get(url("forum_detail", row)).text

    for hidden in ('<button class="btn btn-sm"', "เตรียมบัตรคำ", "ผลประเมินของทีม", "ยังไม่มีผู้รับบทบาท"):
        assert hidden not in page
