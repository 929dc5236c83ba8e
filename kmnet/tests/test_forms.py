from datetime import date, datetime, time

import pytest
from django import forms
from django.contrib import admin
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import gettext as _

from assessments.models import Round
from facilitators.models import Circle, Facilitator, PartnerAgency, Role
from facilitators.tests.factories import NetworkFactory, TambonFactory
from kmnet.forms import (
    THAI_FORMFIELD_OVERRIDES,
    BaseForm,
    BaseModelForm,
    FilterForm,
    ThaiDateField,
    ThaiDateInput,
    ThaiTimeField,
    ThaiTimeInput,
)
from meetings.models import AgendaRow, Forum, ForumRole

SATURDAY = date(2026, 8, 8)


class DayForm(BaseForm):
    day = ThaiDateField(label="วัน")
    starts_at = ThaiTimeField(label="เริ่ม", required=False)


class LetterForm(BaseForm):
    name = forms.CharField(label="ชื่อ", max_length=6)
    note = forms.CharField(label="หมายเหตุ", required=False, widget=forms.Textarea)
    password = forms.CharField(label="รหัสผ่าน", required=False, strip=False, widget=forms.PasswordInput)


class AgencyForm(BaseModelForm):
    class Meta:
        model = PartnerAgency
        fields = ["name", "phone"]


class ForumForm(BaseModelForm):
    class Meta:
        model = Forum
        fields = ["day", "starts_at", "ends_at"]


@pytest.fixture
def forum(circle):
    return Forum.objects.create(circle=circle, number=1, day=SATURDAY, starts_at=time(9), ends_at=time(12))


def drawn(form):
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(
        Context({"form": form, "csrf_token": "token"})
    )


# Days and times


@pytest.mark.parametrize("typed", ["8/8/2569", " ๘ ส.ค. ๒๕๖๙ ", "2026-08-08", "วันเสาร์ที่ 8 สิงหาคม 2569", "8/8/69"])
def test_date_field_reads_thai_days(typed):
    assert ThaiDateField().clean(typed) == SATURDAY


@pytest.mark.time_machine("2026-08-08 12:00+07:00")
@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        ("พรุ่งนี้", "unknown", "อ่าน “พรุ่งนี้” เป็นวันที่ไม่ได้ กรุณาพิมพ์แบบ 8/8/2569"),
        ("29/2/2569", "no_such_day", "ไม่มีวัน “29/2/2569” ในปฏิทิน กรุณาตรวจดู แล้วพิมพ์แบบ 8/8/2569"),
        ("8/8/256", "year_range", "กรุณาตรวจปีของ “8/8/256” แล้วพิมพ์แบบ 8/8/2569"),
    ],
)
def test_date_field_says_in_thai_what_to_type(typed, code, message):
    with pytest.raises(forms.ValidationError) as refused:
        ThaiDateField().clean(typed)

    assert refused.value.code == code
    assert refused.value.messages == [message]


@pytest.mark.parametrize("typed", ["", "  ", None])
def test_date_field_without_a_day_is_empty(typed):
    assert ThaiDateField(required=False).clean(typed) is None


def test_date_field_shows_the_buddhist_era():
    form = DayForm(initial={"day": SATURDAY, "starts_at": time(9)})

    assert 'value="8/8/2569"' in str(form["day"])
    assert 'value="09.00"' in str(form["starts_at"])


def test_date_field_keeps_what_was_typed():
    form = DayForm({"day": "30 ก.พ. 69", "starts_at": "สาย ๆ"})

    assert 'value="30 ก.พ. 69"' in str(form["day"])
    assert 'value="สาย ๆ"' in str(form["starts_at"])
    assert 'aria-invalid="true"' in str(form["day"])


@pytest.mark.time_machine("2026-08-08 12:00+07:00")
def test_date_field_gives_an_example_unless_told_better():
    assert str(DayForm()["day"].help_text) == "เช่น 8/8/2569 หรือ 8 ส.ค. 2569"
    assert str(ThaiDateField(help_text="วันสุดท้าย").help_text) == "วันสุดท้าย"


@pytest.mark.parametrize(
    ("typed", "changed"), [("8/8/2569", []), ("๘ ส.ค. ๖๙", []), ("9/8/2569", ["day"]), ("x", ["day"]), ("", ["day"])]
)
def test_date_field_knows_whether_it_changed(typed, changed):
    form = DayForm({"day": typed, "starts_at": "9.00"}, initial={"day": SATURDAY, "starts_at": time(9)})

    assert form.changed_data == changed


@pytest.mark.parametrize("typed", ["9.30", "09:30", "๙.๓๐ น.", "0930"])
def test_time_field_reads_thai_times(typed):
    assert ThaiTimeField().clean(typed) == time(9, 30)


@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        ("เช้า", "unknown", "อ่าน “เช้า” เป็นเวลาไม่ได้ กรุณาพิมพ์แบบ 09.00"),
        ("25.00", "no_such_time", "ไม่มีเวลา “25.00” กรุณาพิมพ์แบบ 09.00"),
    ],
)
def test_time_field_says_in_thai_what_to_type(typed, code, message):
    with pytest.raises(forms.ValidationError) as refused:
        ThaiTimeField().clean(typed)

    assert refused.value.code == code
    assert refused.value.messages == [message]


def test_fields_take_python_values_too():
    assert ThaiDateField().clean(datetime(2026, 8, 8, 9, 0)) == SATURDAY
    assert ThaiTimeField().clean(time(9)) == time(9)


def test_model_form_has_thai_days_and_times_without_being_told():
    fields = ForumForm.base_fields

    assert {name: type(field) for name, field in fields.items()} == {
        "day": ThaiDateField,
        "starts_at": ThaiTimeField,
        "ends_at": ThaiTimeField,
    }


def test_model_form_leaves_moments_alone():
    class SlipForm(BaseModelForm):
        class Meta:
            model = Round
            fields = ["number", "opens_on"]

    assert type(SlipForm.base_fields["number"]) is forms.IntegerField
    assert type(SlipForm.base_fields["opens_on"]) is ThaiDateField


def test_admin_overrides_give_plain_text_boxes():
    class ForumAdmin(admin.ModelAdmin):
        formfield_overrides = THAI_FORMFIELD_OVERRIDES
        fields = ["day", "starts_at"]

    request = RequestFactory().get("/")
    fields = ForumAdmin(Forum, admin.AdminSite()).get_form(request)(initial={"day": SATURDAY}).fields

    assert [type(field) for field in fields.values()] == [ThaiDateField, ThaiTimeField]
    assert [type(field.widget) for field in fields.values()] == [ThaiDateInput, ThaiTimeInput]
    assert [field.widget.media._js for field in fields.values()] == [[], []]


# Forms


def test_form_saves_one_spelling_of_thai():
    form = LetterForm({"name": " เเก้ว\u200b ", "note": "นํ้า\r\nใจ", "password": "เเ\u200b "})

    assert form.is_valid()
    assert form.cleaned_data == {"name": "แก้ว", "note": "น้ำ\nใจ", "password": "เเ\u200b "}


def test_form_counts_letters_after_normalising():
    assert LetterForm({"name": "เเก้วใจ"}).is_valid()


def test_form_takes_invisible_text_for_nothing():
    form = LetterForm({"name": "\u200b\u00a0"})

    assert form.errors.as_data()["name"][0].code == "required"


def test_form_does_not_call_another_spelling_a_change():
    form = LetterForm({"name": "เเก้ว", "note": "ก\r\nข"}, initial={"name": "แก้ว", "note": "ก\nข"})

    assert form.changed_data == []


def test_form_drawn_by_crispy_ties_help_and_error_to_the_field():
    html = drawn(DayForm({"day": "30/2/2569"}))

    assert "<form" not in html
    assert 'name="csrfmiddlewaretoken" value="token"' in html
    assert '<label for="id_day">' in html
    assert 'id="id_day_helptext"' in html
    assert 'id="id_day_error"' in html
    assert 'aria-describedby="id_day_helptext id_day_error"' in html
    assert "style=" not in html


def test_form_drawn_by_crispy_marks_what_may_stay_empty():
    html = drawn(LetterForm())

    assert html.count(f"<small>{_('optional')}</small>") == 2
    assert "*" not in html


def test_filter_form_needs_neither_token_nor_marks():
    class SearchForm(FilterForm):
        q = forms.CharField(label="ค้นหา", required=False)

    html = drawn(SearchForm())

    assert "csrfmiddlewaretoken" not in html
    assert "<small>" not in html


# Constraints


def test_constraint_is_checked_with_the_field_that_the_view_sets(network):
    PartnerAgency.objects.create(network=network, name="พัฒนาชุมชน")

    form = AgencyForm({"name": "พัฒนาชุมชน"}, instance=PartnerAgency(network=network))

    assert form.errors == {"name": [_("This network has an agency of this name already.")]}


def test_constraint_leaves_other_owners_alone(network):
    PartnerAgency.objects.create(network=network, name="พัฒนาชุมชน")

    form = AgencyForm({"name": "พัฒนาชุมชน"}, instance=PartnerAgency(network=NetworkFactory()))

    assert form.errors == {}


def test_constraint_does_not_count_the_row_itself(network):
    agency = PartnerAgency.objects.create(network=network, name="พัฒนาชุมชน")

    assert AgencyForm({"name": "พัฒนาชุมชน", "phone": "075 000 000"}, instance=agency).errors == {}


def test_constraint_asks_the_database_once(network, django_assert_num_queries):
    form = AgencyForm({"name": "พัฒนาชุมชน"}, instance=PartnerAgency(network=network))

    with django_assert_num_queries(1):
        assert form.is_valid()


def test_constraint_waits_until_its_own_fields_are_right(network):
    PartnerAgency.objects.create(network=network, name="")

    form = AgencyForm({"name": ""}, instance=PartnerAgency(network=network))

    assert [error.code for error in form.errors.as_data()["name"]] == ["required"]


def test_constraint_of_two_fields_of_the_form_is_said_of_the_form(forum):
    form = ForumForm({"day": "8/8/2569", "starts_at": "12.00", "ends_at": "9.00"}, instance=forum)

    assert form.errors == {"__all__": [_("The forum must end after it starts.")]}


def test_constraint_with_one_field_in_the_form_is_said_there(forum):
    class EndForm(BaseModelForm):
        class Meta:
            model = Forum
            fields = ["ends_at"]

    form = EndForm({"ends_at": "8.00"}, instance=forum)

    assert form.errors == {"ends_at": [_("The forum must end after it starts.")]}


def test_constraint_with_no_field_in_the_form_is_said_of_the_form(circle):
    class NameForm(BaseModelForm):
        class Meta:
            model = Circle
            fields = ["name"]

    form = NameForm({"name": "วงใหม่"}, instance=Circle(network=circle.network, kind=Circle.Kind.AMNUAY))

    assert form.errors == {"__all__": [_("This network has a circle of this kind already.")]}


def test_constraint_holds_for_an_inline_row_against_a_stored_one(forum, facilitator):
    class RoleForm(BaseModelForm):
        class Meta:
            model = ForumRole
            fields = ["role", "facilitator"]

    ForumRole.objects.create(forum=forum, role=Role.LEAD, facilitator=facilitator)
    roles = forms.inlineformset_factory(Forum, ForumRole, form=RoleForm, extra=1)

    formset = roles(
        {
            "roles-TOTAL_FORMS": 1,
            "roles-INITIAL_FORMS": 0,
            "roles-0-role": Role.LEAD,
            "roles-0-facilitator": facilitator.pk,
        },
        instance=forum,
    )

    assert formset.errors == [{"role": [_("Someone holds this role at this forum already.")]}]


def test_inline_rows_of_a_new_parent_are_valid(circle):
    class RowForm(BaseModelForm):
        class Meta:
            model = AgendaRow
            fields = ["activity", "minutes"]

    rows = forms.inlineformset_factory(Forum, AgendaRow, form=RowForm, extra=1)

    formset = rows(
        {
            "rows-TOTAL_FORMS": 1,
            "rows-INITIAL_FORMS": 0,
            "rows-0-activity": "เปิดวง",
            "rows-0-minutes": 30,
        },
        instance=Forum(circle=circle),
    )

    assert formset.errors == [{}]


def test_complaint_about_a_field_outside_the_form_is_said_of_the_form(network):
    class NameForm(BaseModelForm):
        class Meta:
            model = Circle
            fields = ["name"]

    elsewhere = TambonFactory()

    form = NameForm({"name": "วงคุณกิจ"}, instance=Circle(network=network, kind=Circle.Kind.KIT, tambon=elsewhere))

    assert form.errors == {"__all__": [_("This tambon belongs to another network.")]}


def test_rows_saved_through_forms_sort_in_thai_order(tambon):
    class PersonForm(BaseModelForm):
        class Meta:
            model = Facilitator
            fields = ["given_name", "surname"]

    for name in ["แก้ว", "ก้าน", "เก่ง", "กาน"]:
        PersonForm({"given_name": name}, instance=Facilitator(tambon=tambon)).save()

    assert list(Facilitator.objects.order_by("sort_key").values_list("given_name", flat=True)) == [
        "กาน",
        "ก้าน",
        "เก่ง",
        "แก้ว",
    ]
