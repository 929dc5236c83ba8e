import pytest

from assessments.models import Competency, Standing
from assessments.table.acts import Act
from assessments.table.tests.tree_pages import acts, posted, row_url, said, url
from assessments.table.undo import last_step, undo
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    LevelNameFactory,
)

# Title, purpose, names of levels


def test_about_saves_title_and_purpose(lead, table):
    page = lead.get(url("tree_about", table.pk))

    saved = lead.post(url("tree_about", table.pk), posted(page) | {"purpose": "เพื่อกลุ่มที่เข้มเเข็ง"}, follow=True)

    table.refresh_from_db()
    assert table.purpose == "เพื่อกลุ่มที่เข้มแข็ง"
    assert said(saved) == ["บันทึกแล้ว"]
    assert acts(table)[-1] == (Act.EDIT, "somchai")


def test_about_keeps_the_input_that_is_wrong(lead, table):
    page = lead.get(url("tree_about", table.pk))

    refused = lead.post(url("tree_about", table.pk), posted(page) | {"title": "", "purpose": "ใหม่"})

    assert list(refused.context["form"].errors) == ["title"]
    assert "ใหม่</textarea>" in refused.text


def test_second_writer_of_the_purpose_sees_both(lead, table):
    data = posted(lead.get(url("tree_about", table.pk))) | {"purpose": "ของคนที่สอง"}
    table.purpose = "ของคนแรก"
    table.save()

    told = lead.post(url("tree_about", table.pk), data)
    table.refresh_from_db()
    stood = table.purpose
    again = lead.post(url("tree_about", table.pk), data | {"seen": told.context["form"]["seen"].value()})

    table.refresh_from_db()
    assert ("“ของคนแรก”" in told.text, "“ของคนที่สอง”" in told.text, stood) == (True, True, "ของคนแรก")
    assert (again.status_code, table.purpose) == (302, "ของคนที่สอง")


def level_names(page):
    return {
        field.html_name: field.value() or ""
        for _kind, forms in page.context["halves"]
        for form in forms
        for field in form
    }


def test_names_of_levels_are_given_changed_and_taken_away(lead, table):
    kept, changed, emptied = (LevelNameFactory(framework=table, level=n, name=f"ระดับ {n}") for n in (1, 2, 3))
    page = lead.get(url("tree_levels", table.pk))
    data = level_names(page) | {"skill-2-name": "พอทำได้", "skill-3-name": "", "knowledge-5-name": "สอนได้"}

    lead.post(url("tree_levels", table.pk), data)

    assert list(table.level_names.values_list("kind", "level", "name")) == [
        ("knowledge", 5, "สอนได้"),
        ("skill", 1, "ระดับ 1"),
        ("skill", 2, "พอทำได้"),
    ]
    assert kept.history.count() == 1
    assert acts(changed)[-1] == (Act.EDIT, "somchai")
    assert type(emptied).history.filter(id=emptied.pk).latest().history_type == "-"


def test_name_that_another_gave_meanwhile_is_shown(lead, table):
    data = level_names(lead.get(url("tree_levels", table.pk))) | {"skill-1-name": "ของคนที่สอง"}
    LevelNameFactory(framework=table, level=1, name="ของคนแรก")

    told = lead.post(url("tree_levels", table.pk), data)

    assert "“ของคนแรก”" in told.text
    assert table.level_names.get().name == "ของคนแรก"


# Adding


def test_goal_is_added_as_the_last(lead, table):
    GoalFactory(framework=table, position=7)

    saved = lead.post(url("tree_add", table.pk, "goal"), {"text": "พึ่งตนเอง"})

    goal = table.goals.get(text="พึ่งตนเอง")
    assert (goal.position, goal.standing, acts(goal)) == (8, Standing.AGREED, [(Act.TAKE_IN, "somchai")])
    assert saved.url == f"{url('tree', table.pk)}#goal-{goal.pk}"


def test_line_breaks_in_a_row_are_spaces(lead, table):
    lead.post(url("tree_add", table.pk, "goal"), {"text": " พึ่งตนเองได้\r\n\r\nทุกครัวเรือน "})

    assert table.goals.get().text == "พึ่งตนเองได้ ทุกครัวเรือน"


def test_competency_is_added_with_kind_and_goals(lead, table):
    goal = GoalFactory(framework=table)

    page = lead.get(url("tree_add", table.pk, "competency"), {"kind": "knowledge"})
    lead.post(url("tree_add", table.pk, "competency"), posted(page) | {"name": "บัญชี", "goals": [goal.pk]})

    row = table.competencies.get()
    assert (row.name, row.kind, list(row.goals.all())) == ("บัญชี", "knowledge", [goal])


def test_indicator_is_added_at_the_level_of_its_place(lead, table, competency):
    place = f"{url('tree_add', table.pk, 'indicator')}?competency={competency.pk}&level=3"

    page = lead.get(place)
    saved = lead.post(place, posted(page) | {"text": "จดทัน"})
    another = lead.post(place, posted(page) | {"text": "จดครบ", "another": "yes"})

    assert list(competency.indicators.values_list("text", "level", "position")) == [("จดทัน", 3, 0), ("จดครบ", 3, 1)]
    assert saved.url.startswith(f"{url('tree', table.pk)}?open={competency.pk}#indicator-")
    assert another.url == place


@pytest.mark.parametrize("query", ["", "?competency=x", "?competency=99999", "?level=3"])
def test_indicator_needs_a_competency_of_the_table(lead, table, query):
    assert lead.get(url("tree_add", table.pk, "indicator") + query).status_code == 404


def test_indicator_of_another_table_is_not_added_to(lead, table, circle):
    other = CompetencyFactory(framework=FrameworkFactory(circle=circle, number=2))

    assert lead.get(f"{url('tree_add', table.pk, 'indicator')}?competency={other.pk}").status_code == 404


def test_double_is_told_and_the_words_are_kept(lead, table):
    GoalFactory(framework=table, text="พึ่งตนเอง")

    told = lead.post(url("tree_add", table.pk, "goal"), {"text": "พึ่งตนเอง"})

    assert told.context["form"].errors == {"text": ["ตารางนี้มีเป้าหมายนี้แล้ว"]}
    assert "พึ่งตนเอง</textarea>" in told.text
    assert table.goals.count() == 1


# Editing


def test_goal_is_reworded_and_its_first_wording_stays(lead, table):
    goal = GoalFactory(framework=table, text="พึ่งตนเอง")
    page = lead.get(row_url("row_edit", goal))

    lead.post(row_url("row_edit", goal), posted(page) | {"text": "พึ่งตนเองได้"})

    goal.refresh_from_db()
    assert (goal.text, goal.first_wording) == ("พึ่งตนเองได้", "พึ่งตนเอง")
    assert acts(goal)[-1] == (Act.EDIT, "somchai")


def test_competency_that_changes_its_kind_is_the_last_there(lead, table, competency):
    goal = GoalFactory(framework=table)
    CompetencyFactory(framework=table, kind="knowledge", position=6)
    page = lead.get(row_url("row_edit", competency))

    lead.post(row_url("row_edit", competency), posted(page) | {"kind": "knowledge", "goals": [goal.pk]})

    competency.refresh_from_db()
    assert (competency.kind, competency.position, list(competency.goals.all())) == ("knowledge", 7, [goal])


def test_competency_keeps_its_place_when_reworded(lead, table, competency):
    CompetencyFactory(framework=table, kind="skill", position=competency.position + 1)
    before = competency.position
    page = lead.get(row_url("row_edit", competency))

    lead.post(row_url("row_edit", competency), posted(page) | {"name": "จับและสรุปประเด็น"})

    competency.refresh_from_db()
    assert (competency.name, competency.position) == ("จับและสรุปประเด็น", before)


def test_indicator_moves_to_another_competency_and_what_was_joined_follows(lead, table, competency):
    other = CompetencyFactory(framework=table)
    IndicatorFactory(competency=other, level=4, position=2)
    row = IndicatorFactory(competency=competency, level=2)
    joined = IndicatorFactory(competency=competency, standing=Standing.JOINED, joined_to=row)
    page = lead.get(row_url("row_edit", row))

    saved = lead.post(row_url("row_edit", row), posted(page) | {"competency": other.pk, "level": "4"})

    row.refresh_from_db()
    joined.refresh_from_db()
    assert (row.competency, row.level, row.position, joined.competency) == (other, 4, 3, other)
    assert f"?open={other.pk}#indicator-{row.pk}" in saved.url


def test_indicator_of_the_table_needs_a_level_and_a_waiting_one_does_not(lead, competency):
    placed = IndicatorFactory(competency=competency)
    waiting = IndicatorFactory(competency=competency, level=3, standing=Standing.PROPOSED)

    answers = [
        lead.post(row_url("row_edit", row), posted(lead.get(row_url("row_edit", row))) | {"level": ""})
        for row in (placed, waiting)
    ]

    waiting.refresh_from_db()
    assert [answer.status_code for answer in answers] == [200, 302]
    assert list(answers[0].context["form"].errors) == ["level"]
    assert waiting.level is None


@pytest.mark.parametrize(
    ("field", "value"), [("level", "6"), ("level", "x"), ("competency", "99999"), ("text", ""), ("text", "ก" * 501)]
)
def test_indicator_with_wrong_input_is_told(lead, competency, field, value):
    row = IndicatorFactory(competency=competency, text="จดทัน", level=2)
    data = posted(lead.get(row_url("row_edit", row)))

    told = lead.post(row_url("row_edit", row), data | {field: value})

    row.refresh_from_db()
    assert list(told.context["form"].errors) == [field]
    assert (row.text, row.level) == ("จดทัน", 2)


def test_second_writer_of_an_indicator_sees_words_and_level(lead, competency):
    row = IndicatorFactory(competency=competency, text="จดทัน", level=2)
    data = posted(lead.get(row_url("row_edit", row))) | {"text": "จดได้ครบ"}
    row.text, row.level = "จดทันและครบ", 4
    row.save()

    told = lead.post(row_url("row_edit", row), data)

    row.refresh_from_db()
    assert (row.text, row.level) == ("จดทันและครบ", 4)
    assert list(told.context["form"].errors) == ["level", "text"]
    assert all(words in told.text for words in ("“จดทันและครบ”", "“จดได้ครบ”", "จดได้ครบ</textarea>"))


def test_edit_page_leads_to_setting_aside_and_splitting(lead, competency):
    page = lead.get(row_url("row_edit", competency))

    assert f'href="{row_url("row_set_aside", competency)}?back=tree"' in page.text
    assert f'href="{row_url("row_split", competency)}"' in page.text


# Splitting


def halves(page, first, second, **more):
    form, *_others = page.context["forms"]
    words = next(name for name in form.fields if name != "seen")
    return {words: first, "seen": form["seen"].value(), f"second-{words}": second} | more


def test_competency_is_split_and_indicators_go_along(lead, table, competency):
    stays, goes = IndicatorFactory.create_batch(2, competency=competency)
    page = lead.get(row_url("row_split", competency))

    saved = lead.post(
        row_url("row_split", competency), halves(page, "จับประเด็น", "สรุปประเด็น", along=[goes.pk]), follow=True
    )

    assert [row.name for row in table.competencies.all()] == ["จับประเด็น", "สรุปประเด็น"]
    assert [list(row.indicators.all()) for row in table.competencies.all()] == [[stays], [goes]]
    assert said(saved) == ["แยกเป็นสองข้อแล้ว"]


def test_second_half_may_say_what_the_first_has_said(lead, competency):
    row = IndicatorFactory(competency=competency, text="จดทัน", level=2)
    page = lead.get(row_url("row_split", row))

    lead.post(row_url("row_split", row), halves(page, "จดเร็ว", "จดทัน"))

    assert list(competency.indicators.values_list("text", "level")) == [("จดเร็ว", 2), ("จดทัน", 2)]


def test_split_is_undone_as_a_whole(lead, table, competency, coordinator):
    first, second = IndicatorFactory.create_batch(2, competency=competency)
    page = lead.get(row_url("row_split", competency))
    lead.post(row_url("row_split", competency), halves(page, "จดประเด็น", "สรุปประเด็น", along=[second.pk]))

    competency.refresh_from_db()
    undo(competency, last_step(competency).pk, by=coordinator)

    assert [(row.name, row.standing) for row in table.competencies.all()] == [
        ("จับประเด็น", Standing.AGREED),
        ("สรุปประเด็น", Standing.SET_ASIDE),
    ]
    assert list(competency.indicators.all()) == [first, second]


@pytest.mark.parametrize(("first", "second"), [("", "ข"), ("ก", ""), ("ก", "ก"), ("ก", "มีแล้ว"), ("มีแล้ว", "ข")])
def test_split_that_cannot_be_is_told_and_saves_nothing(lead, table, competency, first, second):
    CompetencyFactory(framework=table, name="มีแล้ว")
    page = lead.get(row_url("row_split", competency))

    told = lead.post(row_url("row_split", competency), halves(page, first, second))

    assert told.status_code == 200
    assert sum(bool(form.errors) for form in told.context["forms"]) >= 1
    assert set(table.competencies.values_list("name", flat=True)) == {"จับประเด็น", "มีแล้ว"}
    assert all(words in told.text for words in (first, second))


def test_indicator_of_another_competency_does_not_go_along(lead, table, competency):
    other = IndicatorFactory(competency=CompetencyFactory(framework=table))
    page = lead.get(row_url("row_split", competency))

    told = lead.post(row_url("row_split", competency), halves(page, "ก", "ข", along=[other.pk]))

    assert list(told.context["forms"][2].errors) == ["along"]
    assert Competency.objects.count() == 2


def test_history_tells_of_no_row_that_was_saved_as_it_was(lead, table, competency):
    goal = GoalFactory(framework=table)
    kept = [table.history.count(), competency.history.count()]

    for address, more in ((url("tree_about", table.pk), {}), (row_url("row_edit", competency), {"goals": [goal.pk]})):
        assert lead.post(address, posted(lead.get(address)) | more).status_code == 302

    assert [table.history.count(), competency.history.count()] == kept
    assert list(competency.goals.all()) == [goal]


def test_split_of_what_another_reworded_meanwhile_is_told(lead, competency):
    data = halves(lead.get(row_url("row_split", competency)), "ก", "ข")
    competency.name = "ของคนแรก"
    competency.save()

    told = lead.post(row_url("row_split", competency), data)

    assert "“ของคนแรก”" in told.text
    assert Competency.objects.get().name == "ของคนแรก"


@pytest.mark.parametrize("name", ["row_edit", "row_split"])
@pytest.mark.parametrize("standing", [Standing.SET_ASIDE, Standing.JOINED])
def test_row_that_another_took_off_the_table_meanwhile_is_told_and_what_was_typed_stays(
    lead, table, competency, name, standing
):
    page = lead.get(row_url(name, competency))
    data = halves(page, "ที่พิมพ์", "สอง") if name == "row_split" else posted(page) | {"name": "ที่พิมพ์"}
    competency.standing = standing
    competency.reason = "ซ้ำ" if standing == Standing.SET_ASIDE else ""
    competency.joined_to = CompetencyFactory(framework=table) if standing == Standing.JOINED else None
    competency.save()

    told = lead.post(row_url(name, competency), data)

    assert told.status_code == 200
    assert "“จับประเด็น”" in told.text
    assert "หยิบกลับมาก่อน" in told.text
    assert "ที่พิมพ์" in told.text
    competency.refresh_from_db()
    assert (competency.name, Competency.objects.filter(name="สอง").count()) == ("จับประเด็น", 0)
