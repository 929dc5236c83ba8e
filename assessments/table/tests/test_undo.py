import pytest
from django.core.exceptions import ValidationError

from assessments.models import Competency, CompetencyGoal, Indicator, Proposer, Standing
from assessments.table import editing, sorting
from assessments.table.acts import Act, keep
from assessments.table.board import Board
from assessments.table.undo import last_step, steps, undo
from assessments.tests.factories import CompetencyFactory, FrameworkFactory, GoalFactory, IndicatorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def competency(circle):
    return CompetencyFactory(framework=FrameworkFactory(circle=circle), name="การถ่ายทอด")


def proposed(competency, text="เล่าได้", **values):
    return IndicatorFactory(competency=competency, text=text, standing=Standing.PROPOSED, **{"level": None} | values)


def undo_last(row, by):
    return undo(row, last_step(row).pk, by=by)


def values(row):
    row.refresh_from_db()
    return row.standing, row.level, row.position, row.text, row.first_wording, row.reason, row.joined_to


def acts(row):
    return [(step.act, step.is_undone) for step in steps(row)]


def refusal(*args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        undo(*args, **kwargs)
    return refused.value.messages


def test_step_is_undone_also_in_a_competency_that_is_set_aside(competency, coordinator):
    row = proposed(competency)
    sorting.place(row, 3, by=coordinator)
    sorting.reword(row, "เล่าเรื่องได้", by=coordinator)
    sorting.set_aside(competency, "พักก่อน", by=coordinator)

    undo_last(row, coordinator)
    undo_last(row, coordinator)

    row.refresh_from_db()
    assert (row.standing, row.level, row.text) == (Standing.PROPOSED, None, "เล่าได้")


def test_setting_aside_is_undone_also_in_a_competency_that_is_set_aside(competency, coordinator):
    row = proposed(competency)
    sorting.place(row, 3, by=coordinator)
    sorting.set_aside(competency, "พักก่อน", by=coordinator)
    sorting.set_aside(row, "ซ้ำ", by=coordinator)

    undo_last(row, coordinator)

    row.refresh_from_db()
    assert (row.standing, row.level, row.reason, row.competency) == (Standing.AGREED, 3, "", competency)


def test_undo_goes_back_step_by_step(competency, facilitator, coordinator):
    row = proposed(competency, position=7)
    other = proposed(competency, "ฟังเป็น")
    seen = [values(row)]
    for act in (
        lambda: sorting.place(row, 3, by=facilitator.user),
        lambda: sorting.reword(row, "เล่าเรื่องได้", by=coordinator),
        lambda: sorting.reword(row, "เล่าเรื่องจากเวทีได้", by=coordinator),
        lambda: sorting.set_aside(row, "ยาวไป", by=coordinator),
        lambda: sorting.bring_back(row, by=coordinator),
        lambda: sorting.join(row, other, by=coordinator),
    ):
        act()
        seen.append(values(row))
    seen.pop()

    while last_step(row):
        undo_last(row, coordinator)
        assert values(row) == seen.pop()

    assert seen == []
    assert row.history.first().history_change_reason.startswith("undo:")


def test_undo_of_taking_in(competency, coordinator):
    row = GoalFactory(framework=competency.framework, standing=Standing.PROPOSED, position=0)
    sorting.take_in(row, by=coordinator)

    undo_last(row, coordinator)

    row.refresh_from_db()
    assert (row.standing, row.position) == ("proposed", 0)


def test_undo_of_the_older_step_first_is_refused(competency, facilitator, coordinator):
    row = proposed(competency)
    sorting.place(row, 3, by=coordinator)
    first = last_step(row).pk
    sorting.reword(row, "เล่าเรื่องได้", by=facilitator.user)

    said = refusal(row, first, by=coordinator)

    assert said == ["หลังจากนั้น somchai ทำกับ “เล่าเรื่องได้” ไปแล้ว (ปรับถ้อยคำ) ย้อนกลับขั้นนั้นก่อน"]
    assert values(row)[:4] == ("agreed", 3, 1, "เล่าเรื่องได้")


def test_undo_after_new_steps_goes_on_with_the_newest(competency, coordinator):
    row = proposed(competency)
    sorting.place(row, 3, by=coordinator)
    sorting.reword(row, "เล่าเรื่องได้", by=coordinator)
    undo_last(row, coordinator)
    sorting.place(row, 5, by=coordinator)

    undo_last(row, coordinator)
    at_three = values(row)
    undo_last(row, coordinator)

    assert at_three[:4] == ("agreed", 3, 1, "เล่าได้")
    assert values(row)[:5] == ("proposed", None, row.position, "เล่าได้", "")
    assert acts(row) == [
        (Act.UNDO, False),
        (Act.UNDO, False),
        (Act.PLACE, True),
        (Act.UNDO, False),
        (Act.REWORD, True),
        (Act.PLACE, True),
        (None, False),
    ]


def test_undo_twice_of_the_same_step_says_so(competency, coordinator):
    row = proposed(competency)
    sorting.place(row, 3, by=coordinator)
    step = last_step(row).pk
    undo(row, step, by=coordinator)

    assert refusal(row, step, by=coordinator) == ["ขั้นนี้ย้อนกลับไปแล้ว"]


def test_undo_knows_no_step_of_proposing_nor_of_another_row(competency, coordinator):
    row, other = proposed(competency), proposed(competency, "ฟังเป็น")
    sorting.place(other, 3, by=coordinator)

    assert last_step(row) is None
    for step in (row.history.get().pk, last_step(other).pk, 0):
        assert refusal(row, step, by=coordinator) == ["ไม่มีอะไรให้ย้อนกลับ"]


def test_undo_of_rewording_gives_back_the_first_words(competency, coordinator):
    row = proposed(competency)
    sorting.reword(row, "เล่าเรื่องได้", by=coordinator)
    sorting.reword(row, "เล่าเรื่องจากเวทีได้", by=coordinator)

    undo_last(row, coordinator)
    after_one = values(row)[3:5]
    undo_last(row, coordinator)

    assert (after_one, values(row)[3:5]) == (("เล่าเรื่องได้", "เล่าได้"), ("เล่าได้", ""))


def test_undo_of_rewording_into_words_that_somebody_took_is_refused(competency, coordinator):
    row = proposed(competency)
    sorting.reword(row, "เล่าเรื่องได้", by=coordinator)
    proposed(competency, "เล่าได้")

    [said] = refusal(row, last_step(row).pk, by=coordinator)

    assert said.startswith("นำ “เล่าได้” กลับไปแบบเดิมไม่ได้")
    assert values(row)[3:5] == ("เล่าเรื่องได้", "เล่าได้")


def test_undo_leaves_a_place_that_only_moved(competency, coordinator):
    row = proposed(competency)
    sorting.place(row, 3, by=coordinator)
    sorting.reword(row, "เล่าเรื่องได้", by=coordinator)
    row.refresh_from_db()
    row.position = 5
    keep(row, Act.MOVE, by=coordinator)

    undo_last(row, coordinator)

    assert values(row)[:4] == ("agreed", 3, 5, "เล่าได้")


def test_undo_of_joining_gives_back_the_place_that_the_other_took(competency, facilitator, teammate, coordinator):
    placed = IndicatorFactory(competency=competency, level=4, position=6, text="เล่าได้")
    waits = proposed(competency, "เล่าเรื่องได้ดี", level=2, position=3)
    for row, person in ((placed, facilitator), (waits, teammate)):
        Proposer.of(row, facilitator=person, entered_by=person.user).save()
    sorting.join(placed, waits, by=coordinator)

    undone = undo_last(placed, coordinator)

    assert set(undone) == {placed, waits}
    assert values(placed)[:3] == ("agreed", 4, 6)
    assert values(waits)[:3] == ("proposed", 2, 3)
    credited = {card.row: card.proposers for card in Board(competency.framework).indicators}
    assert credited == {placed: [facilitator], waits: [teammate]}


def test_undo_of_joining_a_joined_row_leaves_what_was_joined_to_it(competency, coordinator):
    first, second, third = (proposed(competency, text) for text in ("ก", "ข", "ค"))
    sorting.join(first, second, by=coordinator)
    sorting.join(second, third, by=coordinator)

    undo_last(second, coordinator)

    assert values(first)[6] == second
    assert values(second)[0] == "proposed"
    assert last_step(first).act == Act.JOIN


def test_undo_of_joining_older_first(competency, coordinator):
    first, second, third = (proposed(competency, text) for text in ("ก", "ข", "ค"))
    sorting.join(first, second, by=coordinator)
    sorting.join(second, third, by=coordinator)

    undo_last(first, coordinator)

    assert values(first)[0] == "proposed"
    assert values(second)[6] == third


@pytest.fixture
def joined(competency, coordinator):
    """A competency that has been joined to another, with its sentences: (competency, other, {name: sentence})."""
    other = CompetencyFactory(framework=competency.framework, name="การเล่าเรื่อง")
    rows = {
        "moved": IndicatorFactory(competency=competency, level=3, position=2, text="เล่าได้"),
        "waiting": proposed(competency, "เล่าสนุก"),
        "double": proposed(competency, "ฟังเป็น"),
        "same": IndicatorFactory(competency=other, text="ฟังเป็น", standing=Standing.SET_ASIDE, reason="ซ้ำ", level=1),
    }
    goal = GoalFactory(framework=competency.framework)
    keep(CompetencyGoal(competency=competency, goal=goal), Act.LINK, by=coordinator)
    sorting.join(competency, other, by=coordinator)
    return competency, other, rows


def test_undo_of_joining_competencies_puts_all_their_sentences_back(joined, coordinator):
    competency, other, rows = joined

    undone = undo_last(competency, coordinator)

    assert len(undone) == 5
    assert {name: values(row)[:2] for name, row in rows.items()} == {
        "moved": ("agreed", 3),
        "waiting": ("proposed", None),
        "double": ("proposed", None),
        "same": ("set_aside", 1),
    }
    homes = dict(Indicator.objects.values_list("text", "competency").filter(competency=competency))
    assert homes.keys() == {"เล่าได้", "เล่าสนุก", "ฟังเป็น"}
    competency.refresh_from_db()
    assert (competency.standing, competency.joined_to, other.goal_links.count()) == ("agreed", None, 0)
    assert [last_step(row) for row in (competency, *rows.values())] == [None] * 5


def test_undo_from_any_row_of_an_act_undoes_all_of_it(joined, coordinator):
    competency, _other, rows = joined

    undo_last(rows["moved"], coordinator)

    competency.refresh_from_db()
    assert competency.standing == "agreed"


def test_undo_of_joining_competencies_overwrites_no_later_step(joined, facilitator, coordinator):
    competency, other, rows = joined
    sorting.place(rows["waiting"], 5, by=facilitator.user)

    said = refusal(competency, last_step(competency).pk, by=coordinator)

    assert said == ["หลังจากนั้น somchai ทำกับ “เล่าสนุก” ไปแล้ว (จัดระดับ) ย้อนกลับขั้นนั้นก่อน"]
    competency.refresh_from_db()
    assert competency.joined_to == other
    undo_last(rows["waiting"], coordinator)
    undo_last(competency, coordinator)
    competency.refresh_from_db()
    assert competency.standing == "agreed"


def test_undo_brings_a_sentence_to_where_its_competency_was_joined_meanwhile(competency, coordinator):
    row = proposed(competency)
    sorting.set_aside(row, "ยาวไป", by=coordinator)
    other = CompetencyFactory(framework=competency.framework)
    sorting.join(competency, other, by=coordinator)

    undo_last(row, coordinator)

    row.refresh_from_db()
    assert (row.standing, row.competency) == ("proposed", other)


def test_undo_of_bringing_back_what_was_joined_wants_the_other_row(competency, coordinator):
    row, other = proposed(competency), proposed(competency, "ฟังเป็น")
    sorting.join(row, other, by=coordinator)
    sorting.bring_back(row, by=coordinator)
    sorting.set_aside(other, "ยาวไป", by=coordinator)

    assert refusal(row, last_step(row).pk, by=coordinator) == ["ข้อที่เคยรวมด้วยไม่อยู่บนกระดานแล้ว"]


def test_undo_of_what_the_office_changed(competency, coordinator):
    row = IndicatorFactory(competency=competency, level=3)
    row.level = 5
    keep(row, Act.EDIT, by=coordinator)

    undo_last(row, coordinator)

    assert values(row)[1] == 3


def split(row, first, second, by, along=()):
    step = editing.new_step()
    setattr(row, row.wording, first)
    keep(row, Act.SPLIT, by=by, step=step)
    if isinstance(row, Indicator):
        twin = Indicator(competency=row.competency, level=row.level, text=second, standing=row.standing)
    else:
        twin = Competency(framework=row.framework, kind=row.kind, name=second, standing=row.standing)
    return editing.split_off(row, twin, along=along, by=by, step=step)


def test_undo_of_splitting_puts_the_two_together_again(competency, facilitator, coordinator):
    row = IndicatorFactory(competency=competency, level=3, position=2, text="เล่าได้ และฟังเป็น")
    Proposer.of(row, facilitator=facilitator, entered_by=facilitator.user).save()
    twin = split(row, "เล่าได้", "ฟังเป็น", coordinator)

    undo_last(twin, coordinator)

    assert values(row)[:5] == ("agreed", 3, 2, "เล่าได้ และฟังเป็น", "")
    assert (values(twin)[0], values(twin)[5]) == ("set_aside", "ย้อนกลับการแยก")
    assert last_step(row) is None


def test_undo_of_splitting_whose_second_half_had_taken_the_words(competency, coordinator):
    row = IndicatorFactory(competency=competency, text="ฟังเป็น")
    twin = split(row, "เล่าได้", "ฟังเป็น", coordinator)

    undo_last(row, coordinator)
    again = split(Indicator.objects.get(pk=row.pk), "เล่าได้", "ฟังเป็น", coordinator)
    undo_last(again, coordinator)

    rows = [Indicator.objects.get(pk=each.pk) for each in (row, twin, again)]
    assert [(each.text, each.standing) for each in rows] == [
        ("ฟังเป็น", "agreed"),
        ("ฟังเป็น (2)", "set_aside"),
        ("ฟังเป็น (3)", "set_aside"),
    ]


def test_undo_of_splitting_a_competency_gives_its_sentences_back(competency, coordinator):
    goes = IndicatorFactory(competency=competency, text="ฟังเป็น")
    keep(CompetencyGoal(competency=competency, goal=GoalFactory(framework=competency.framework)), Act.LINK, by=None)
    twin = split(competency, "การเล่า", "การฟัง", coordinator, along=[goes])

    undo_last(competency, coordinator)

    goes.refresh_from_db()
    competency.refresh_from_db()
    twin.refresh_from_db()
    assert (goes.competency, competency.name, competency.goal_links.count()) == (competency, "การถ่ายทอด", 1)
    assert (twin.standing, twin.goal_links.count()) == ("set_aside", 0)
