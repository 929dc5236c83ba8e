"""Rows that run side by side: added, moved, dragged, removed and changed, no order goes wrong."""

from datetime import time

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings import actions, agenda
from meetings.models import AgendaRow
from meetings.tests.factories import AgendaRowFactory, ForumFactory
from meetings.tests.posting import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(circle=kit_circle, number=1)


@pytest.fixture
def rows(forum):
    """ก, then ข with ค beside it from 12.00, then ง."""
    values = {"ก": {}, "ข": {"pinned_at": time(12)}, "ค": {"is_parallel": True}, "ง": {}}
    return {
        name: AgendaRowFactory(forum=forum, position=place, activity=name, **more)
        for place, (name, more) in enumerate(values.items(), start=1)
    }


def order(forum):
    """The slots as people would write them: "ก ข+ค ง"."""
    return " ".join("+".join(row.activity for row in slot) for slot in agenda.together(list(forum.rows.all())))


def is_sound(forum):
    rows = list(forum.rows.all())
    return [row.position for row in rows] == list(range(1, len(rows) + 1)) and not (rows and rows[0].is_parallel)


@pytest.mark.parametrize(
    ("after", "beside", "expected"),
    [
        ("ข", False, "ก ข+ค ใหม่ ง"),
        ("ข", True, "ก ข+ใหม่+ค ง"),
        ("ค", True, "ก ข+ค+ใหม่ ง"),
        ("ก", True, "ก+ใหม่ ข+ค ง"),
        (0, True, "ใหม่ ก ข+ค ง"),
        (None, True, "ก ข+ค ง+ใหม่"),
    ],
)
def test_new_row_joins_a_slot_or_stands_behind_it(forum, rows, after, beside, expected):
    place = rows[after].pk if after in rows else after

    actions.add_row(AgendaRow(forum=forum, activity="ใหม่", is_parallel=beside), after=place)

    assert (order(forum), is_sound(forum)) == (expected, True)


@pytest.mark.parametrize(
    ("name", "steps", "expected"),
    [
        ("ข", 1, "ก ค+ข ง"),
        ("ค", -1, "ก ค+ข ง"),
        ("ข", -1, "ก ข ค ง"),
        ("ค", 1, "ก ข ค ง"),
        ("ค", -5, "ก ค ข ง"),
        ("ก", 1, "ข+ค ก ง"),
        ("ง", -1, "ก ง ข+ค"),
    ],
)
def test_row_steps_among_those_beside_it_and_out_of_them(forum, rows, name, steps, expected):
    actions.step_row(forum, rows[name].pk, steps)

    pinned = {row.activity: row.pinned_at for row in forum.rows.all() if row.pinned_at}
    in_slot = next(slot for slot in expected.split() if "+" in slot or (slot in ("ข", "ค") and slot != name))
    assert (order(forum), is_sound(forum)) == (expected, True)
    assert pinned == {in_slot[0]: time(12)}  # the slot keeps its time


def test_row_that_is_gone_does_not_step(forum, rows):
    rows["ค"].delete()

    assert actions.step_row(forum, rows["ค"].pk, 1) is None


def test_rows_step_without_a_script(forum, rows, facilitator, signed_in):
    client = signed_in(facilitator)
    page = client.get(forum.get_absolute_url()).text
    address = reverse("meetings:row_step", args=[forum.pk, rows["ค"].pk])

    answer = client.post(address, {"steps": "1"})

    assert page.count(address) == 2
    assert (answer.url, order(forum)) == (rows["ค"].get_absolute_url(), "ก ข ค ง")


@pytest.mark.parametrize(
    ("name", "steps", "expected"),
    [
        ("ข", -1, "ข+ค ก ง"),
        ("ค", -1, "ข+ค ก ง"),
        ("ค", 1, "ก ง ข+ค"),
        ("ก", 1, "ข+ค ก ง"),
        ("ง", -1, "ก ง ข+ค"),
        ("ข", -5, "ข+ค ก ง"),
    ],
)
def test_rows_side_by_side_move_together(forum, rows, name, steps, expected):
    actions.move_row(forum, rows[name].pk, steps)

    assert (order(forum), is_sound(forum)) == (expected, True)
    assert forum.rows.get(activity="ข").pinned_at == time(12)


@pytest.mark.parametrize(
    ("name", "before", "expected"),
    [
        ("ข", None, "ข+ค ก ง"),
        ("ข", "ง", "ก ง ข+ค"),
        ("ง", "ก", "ก ง ข+ค"),
        ("ง", "ข", "ก ข+ค ง"),
        ("ก", "ค", "ข+ค ก ง"),
        ("ข", "ค", "ก ข+ค ง"),
        ("ก", "ก", "ก ข+ค ง"),
    ],
)
def test_dragged_row_goes_behind_a_whole_slot(forum, rows, name, before, expected):
    moved = actions.put_row_after(forum, rows[name].pk, before and rows[before].pk)

    assert (moved, order(forum), is_sound(forum)) == (rows[name], expected, True)


@pytest.mark.parametrize("gone", ["row", "before"])
def test_drag_of_or_behind_what_is_gone_is_none(forum, rows, gone):
    ids = {"row": rows["ก"].pk, "before": rows["ง"].pk, gone: 10**9}

    assert actions.put_row_after(forum, ids["row"], ids["before"]) is None
    assert order(forum) == "ก ข+ค ง"


def test_heir_of_a_removed_row_keeps_its_fixed_time(forum, rows):
    actions.remove_row(forum, rows["ข"].pk)

    assert (order(forum), is_sound(forum)) == ("ก ค ง", True)
    assert forum.rows.get(activity="ค").pinned_at == time(12)


def test_removed_first_row_leaves_a_first_row_that_stands_alone(forum):
    first = AgendaRowFactory(forum=forum, position=1, activity="ก")
    AgendaRowFactory(forum=forum, position=2, activity="ข", is_parallel=True)

    actions.remove_row(forum, first.pk)

    assert (order(forum), is_sound(forum)) == ("ข", True)


ACTS = st.tuples(
    st.sampled_from(["add", "move", "put", "remove"]), st.integers(0, 7), st.integers(-3, 7), st.booleans()
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, max_size=12))
def test_no_acts_lose_a_row_or_leave_an_unsound_order(kit_circle, acts):
    forum = ForumFactory(circle=kit_circle, number=AgendaRow.objects.count() + 1)
    made = []
    for number, (act, which, where, beside) in enumerate(acts):
        ids = [row.pk for row in forum.rows.all()]
        row_id = ids[which % len(ids)] if ids else 0
        slots = {frozenset(row.pk for row in slot) for slot in agenda.together(list(forum.rows.all()))}
        if act == "add":
            row = AgendaRow(forum=forum, activity=str(number), is_parallel=beside)
            actions.add_row(row, after=ids[where % len(ids)] if ids else None)
            made.append(row.pk)
        elif act == "remove" and ids:
            actions.remove_row(forum, row_id)
            made.remove(row_id)
        elif act == "move":
            actions.move_row(forum, row_id, where)
        elif ids:
            actions.put_row_after(forum, row_id, ids[where % len(ids)])
        if act in ("move", "put"):
            assert {frozenset(row.pk for row in slot) for slot in agenda.together(list(forum.rows.all()))} == slots
        assert sorted(row.pk for row in forum.rows.all()) == sorted(made)
        assert is_sound(forum)
    forum.delete()


# On the page


def url(page, *args):
    return reverse(f"meetings:{page}", args=args)


def test_page_tells_that_activities_run_side_by_side(forum, rows, facilitator, signed_in):
    page = signed_in(facilitator).get(forum.get_absolute_url()).text

    assert "2 กิจกรรมพร้อมกัน" in page
    assert "ว่าง 2 ชั่วโมง 30 นาที ก่อนถึงเวลาที่กำหนดไว้" in page


@pytest.mark.parametrize(
    ("name", "typed", "errors"),
    [
        ("ก", {"is_parallel": "on"}, {"is_parallel": ["กิจกรรมแรกไม่มีกิจกรรมก่อนหน้าให้จัดพร้อมกัน"]}),
        (
            "ง",
            {"is_parallel": "on", "pinned_at": "13.00"},
            {"pinned_at": ["กิจกรรมที่ทำพร้อมกับกิจกรรมก่อนหน้าเริ่มพร้อมกัน จึงกำหนดเวลาเองไม่ได้"]},
        ),
        ("ง", {"pinned_at": "25.00"}, {"pinned_at": ["ไม่มีเวลา “25.00” กรุณาพิมพ์แบบ 09.00"]}),
    ],
)
def test_row_that_cannot_stand_so_is_handed_back(forum, rows, facilitator, signed_in, name, typed, errors):
    client, address = signed_in(facilitator), url("row_edit", forum.pk, rows[name].pk)

    page = client.post(address, opened(client, address) | typed)

    assert page.context["form"].errors == errors
    assert order(forum) == "ก ข+ค ง"


def test_row_is_put_beside_the_one_before_it(forum, rows, facilitator, signed_in):
    client, address = signed_in(facilitator), url("row_edit", forum.pk, rows["ง"].pk)

    client.post(address, opened(client, address) | {"is_parallel": "on"})

    assert order(forum) == "ก ข+ค+ง"


def test_dragged_row_is_stored(forum, rows, facilitator, signed_in):
    client = signed_in(facilitator)

    answer = client.post(url("row_order", forum.pk), {"row": rows["ง"].pk, "after": "", "kind": "row"})

    assert (answer.status_code, order(forum)) == (204, "ง ก ข+ค")


@pytest.mark.parametrize("data", [{}, {"row": "x"}, {"row": "1" * 30}, {"row": "0"}, {"row": "99999", "after": ""}])
def test_drag_that_cannot_be_says_so(forum, rows, facilitator, signed_in, data):
    answer = signed_in(facilitator).post(url("row_order", forum.pk), data)

    assert answer.status_code == 409
    assert answer.json() == {"message": "มีคนลบหรือแก้ไปก่อนแล้ว เปิดหน้านี้ใหม่ แล้วเลื่อนอีกครั้ง"}
    assert order(forum) == "ก ข+ค ง"
