import pytest

from assessments.forms import AnswerForm
from assessments.models import Kind, Standing
from assessments.sheet import BlankSheet, Said
from assessments.tests.factories import CompetencyFactory, IndicatorFactory, LevelNameFactory, RoundFactory


@pytest.fixture
def item(db):
    competency = CompetencyFactory(name="การสร้างบรรยากาศ")
    return BlankSheet(RoundFactory(framework=competency.framework)).items[0]


def filled_in(item, **posted):
    form = AnswerForm(posted, item=item)
    form.is_valid()
    return form


def test_an_empty_form_is_valid_and_changes_nothing(item):
    form = filled_in(item)

    assert form.errors == {}
    assert not form.is_answer_changed


def test_a_filled_in_form_gives_the_answer(item):
    form = filled_in(item, current="3", target="4", evidence=" ชวนคุย ", matters_most="on", go="2")

    assert form.errors == {}
    assert form.answer == {"current": 3, "target": 4, "evidence": "ชวนคุย", "matters_most": True}
    assert form.cleaned_data["go"] == 2


def test_the_same_answer_again_changes_nothing(item):
    item.said = Said(current=3, target=None, evidence="ชวนคุย", matters_most=True)

    form = filled_in(item, current="3", target="", evidence="ชวนคุย", matters_most="on", go="2")

    assert not form.is_answer_changed


@pytest.mark.parametrize(
    ("field", "value"), [("current", "2"), ("target", "5"), ("evidence", "อื่น"), ("matters_most", "")]
)
def test_each_part_of_the_answer_counts_as_a_change(item, field, value):
    item.said = Said(current=3, target=3, evidence="ชวนคุย", matters_most=True)
    same = {"current": "3", "target": "3", "evidence": "ชวนคุย", "matters_most": "on"}

    assert filled_in(item, **same | {field: value}).is_answer_changed


def test_a_wish_below_the_level_is_refused_at_the_wish(item):
    form = filled_in(item, current="4", target="2")

    assert list(form.errors) == ["target"]
    assert "ตอนนี้คุณอยู่ระดับ 4 แล้ว" in form.errors["target"][0]


def test_a_wish_at_the_level_is_taken(item):
    assert filled_in(item, current="4", target="4").errors == {}


def test_a_wish_needs_a_level(item):
    form = filled_in(item, target="2")

    assert form.errors == {"target": ["เลือกระดับที่คุณอยู่ตอนนี้ก่อน แล้วจึงเลือกระดับที่อยากไปถึง"]}


@pytest.mark.parametrize("forged", ["0", "6", "-1", "1.5", "สาม", "3 OR 1=1"])
def test_only_the_five_levels_are_taken(item, forged):
    assert list(filled_in(item, current=forged).errors) == ["current"]
    assert list(filled_in(item, current="1", target=forged).errors) == ["target"]


def test_a_story_is_stored_in_the_one_spelling_of_thai(item):
    assert filled_in(item, evidence="ทํางาน เเละ").answer["evidence"] == "ทำงาน และ"


def test_line_breaks_as_browsers_post_them_change_nothing(item):
    item.said = Said(evidence="บรรทัดแรก\nบรรทัดที่สอง")

    form = filled_in(item, evidence="บรรทัดแรก\r\nบรรทัดที่สอง")

    assert not form.is_answer_changed
    assert form.answer["evidence"] == "บรรทัดแรก\nบรรทัดที่สอง"


def test_a_story_of_2000_letters_fits_and_no_more(item):
    assert filled_in(item, evidence="ก\r\n" * 999 + "ก").errors == {}
    assert filled_in(item, evidence="ก" * 2000).errors == {}
    assert list(filled_in(item, evidence="ก" * 2001).errors) == ["evidence"]


@pytest.mark.django_db
def test_the_levels_show_name_and_all_sentences():
    competency = CompetencyFactory(kind=Kind.SKILL)
    LevelNameFactory(framework=competency.framework, kind=Kind.SKILL, level=2, name="ทำได้เมื่อมีคนช่วย")
    LevelNameFactory(framework=competency.framework, kind=Kind.KNOWLEDGE, level=3, name="เข้าใจ")
    IndicatorFactory(competency=competency, level=2, text="จดประเด็นได้", position=2)
    IndicatorFactory(competency=competency, level=2, text="ชวนคุยได้", position=1)
    IndicatorFactory(competency=competency, level=None, standing=Standing.PROPOSED, text="ยังไม่จัดระดับ")
    (item,) = BlankSheet(RoundFactory(framework=competency.framework)).items

    levels = [level for _value, level in AnswerForm(item=item).fields["current"].choices]

    assert [level.name for level in levels] == ["ระดับ 1", "ทำได้เมื่อมีคนช่วย", "ระดับ 3", "ระดับ 4", "ระดับ 5"]
    assert [level.sentences for level in levels] == [(), ("ชวนคุยได้", "จดประเด็นได้"), (), (), ()]
