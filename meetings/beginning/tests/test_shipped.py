"""The templates that come with the site."""

import io

import pytest
import yaml
from django.core.management import call_command

from meetings.beginning.shipped import FILE, load_templates
from meetings.models import ForumTemplate, TemplateRow
from meetings.tests.factories import ForumTemplateFactory, TemplateRowFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.fixture
def changed_file(tmp_path, told):
    """Load the shipped file after a change to what it tells."""

    def load(change):
        change(told)
        path = tmp_path / "templates.yaml"
        path.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
        return load_templates(path)

    return load


def stored():
    return [(template.key, template.rows.count()) for template in ForumTemplate.objects.shipped().offered()]


def test_templates_are_loaded_in_the_order_of_the_file(told):
    assert load_templates() == len(told["templates"]) == 8
    assert stored() == [(each["key"], len(each["rows"])) for each in told["templates"]]


def test_every_activity_says_how_and_who(db):
    load_templates()

    for row in TemplateRow.objects.filter(is_break=False):
        assert (row.method != "", row.aim != "" or row.guide_questions != "", row.role != "") == (True, True, True), row


def test_no_template_overlaps_a_fixed_time_or_begins_side_by_side(db):
    load_templates()

    for template in ForumTemplate.objects.with_rows():
        assert [slot.overlap for slot in template.slots()] == [0] * len(template.slots())
        assert template.rows.first().is_parallel is False


def test_loading_again_changes_nothing(db):
    load_templates()
    rows = list(TemplateRow.objects.order_by("pk").values_list("pk", flat=True))

    assert load_templates() == 0
    assert list(TemplateRow.objects.order_by("pk").values_list("pk", flat=True)) == rows


def test_stored_template_follows_its_file(changed_file):
    load_templates()

    def reword(told):
        told["templates"][0]["name"] = "BAR"
        told["templates"][1]["rows"] = told["templates"][1]["rows"][:1]

    assert changed_file(reword) == 2
    assert ForumTemplate.objects.get(key="bar").name == "BAR"
    assert stored()[1] == ("story", 1)


def test_template_taken_out_of_the_file_is_set_aside_and_comes_back(changed_file, told):
    load_templates()

    assert changed_file(lambda told: told["templates"].pop(0)) == 8  # one goes, seven move up a place
    assert [key for key, _rows in stored()] == [each["key"] for each in told["templates"]]
    assert load_templates() == 8
    assert stored()[0] == ("bar", 3)


def test_circles_own_templates_are_left_alone(kit_circle):
    own = ForumTemplateFactory(circle=kit_circle, name="ทบทวนก่อนเริ่ม (BAR)")
    TemplateRowFactory(template=own)

    load_templates()

    assert (own.rows.count(), ForumTemplate.objects.kept().offered().get()) == (1, own)


def test_command_says_what_it_did_once():
    said = [io.StringIO(), io.StringIO()]

    for output in said:
        call_command("load_templates", stdout=output)

    assert [output.getvalue() for output in said] == ["ปรับแม่แบบเวทีแล้ว: 8\n", ""]
