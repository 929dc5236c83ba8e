"""Forms that notice what somebody else changed in their row meanwhile."""

import pytest
from django import forms
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext as _

from assessments.models import Competency
from assessments.tests.factories import CompetencyFactory, FrameworkFactory, GoalFactory
from facilitators.models import PartnerAgency
from kmnet.forms import BaseModelForm, SeenMixin
from kmnet.tests.test_forms import drawn


class SeenAgencyForm(SeenMixin, BaseModelForm):
    class Meta:
        model = PartnerAgency
        fields = ["name", "contact"]


class ServesForm(SeenMixin, BaseModelForm):
    class Meta:
        model = Competency
        fields = ["name", "kind", "goals"]


@pytest.fixture
def agency(network):
    return PartnerAgency.objects.create(network=network, name="พัฒนาชุมชน", contact="คุณวันดี")


def opened(form_class, row):
    """What a browser would post of a form that was opened now and left as it is."""
    form = form_class(instance=type(row).objects.get(pk=row.pk))
    return {bound.name: bound.value() for bound in form}


def sent(form_class, row, data):
    return form_class(data, instance=type(row).objects.get(pk=row.pk))


def overtaken(now, typed):
    return _(
        "Somebody has changed this before you. It is now “%(now)s”; you typed “%(typed)s”. "
        "If you want yours, save again."
    ) % {"now": now, "typed": typed}


def test_seen_form_saves_what_nobody_else_has_changed(agency):
    data = opened(SeenAgencyForm, agency)

    form = sent(SeenAgencyForm, agency, data | {"name": "ธ.ก.ส."})

    assert form.errors == {}
    assert form.changed_data == ["name"]
    assert form.save().name == "ธ.ก.ส."


def test_seen_form_shows_both_wordings_to_the_second(agency):
    data = opened(SeenAgencyForm, agency)
    PartnerAgency.objects.filter(pk=agency.pk).update(name="พช.")

    form = sent(SeenAgencyForm, agency, data | {"name": "กรมพัฒนาชุมชน"})

    assert form.errors == {"name": [overtaken("พช.", "กรมพัฒนาชุมชน")]}
    assert form["name"].value() == "กรมพัฒนาชุมชน"
    assert agency.contact == form["contact"].value()


def test_seen_form_saved_again_is_a_choice(agency):
    data = opened(SeenAgencyForm, agency) | {"name": "กรมพัฒนาชุมชน"}
    PartnerAgency.objects.filter(pk=agency.pk).update(name="พช.")
    refused = sent(SeenAgencyForm, agency, data)

    assert not refused.is_valid()
    again = sent(SeenAgencyForm, agency, data | {"seen": refused["seen"].value()})

    assert again.errors == {}
    assert again.save().name == "กรมพัฒนาชุมชน"


def test_seen_form_saved_again_tells_of_a_third(agency):
    data = opened(SeenAgencyForm, agency) | {"name": "กรมพัฒนาชุมชน"}
    PartnerAgency.objects.filter(pk=agency.pk).update(name="พช.")
    refused = sent(SeenAgencyForm, agency, data)
    assert not refused.is_valid()
    PartnerAgency.objects.filter(pk=agency.pk).update(name="สำนักงาน พช.")

    again = sent(SeenAgencyForm, agency, data | {"seen": refused["seen"].value()})

    assert again.errors == {"name": [overtaken("สำนักงาน พช.", "กรมพัฒนาชุมชน")]}


def test_seen_form_of_two_who_typed_the_same_is_no_conflict(agency):
    data = opened(SeenAgencyForm, agency)
    PartnerAgency.objects.filter(pk=agency.pk).update(name="พช.")

    assert sent(SeenAgencyForm, agency, data | {"name": "พช."}).errors == {}


def test_seen_form_shows_what_another_changed_beside_ones_own(agency):
    data = opened(SeenAgencyForm, agency)
    PartnerAgency.objects.filter(pk=agency.pk).update(contact="คุณมานี")

    form = sent(SeenAgencyForm, agency, data | {"name": "พช."})

    said = _("Somebody has changed this meanwhile: it is now “%(now)s”. Look at it, then save again.")
    assert form.errors == {"contact": [said % {"now": "คุณมานี"}]}
    assert (form["name"].value(), form["contact"].value()) == ("พช.", "คุณมานี")


def test_seen_form_in_which_nothing_was_changed_leaves_the_row(agency):
    data = opened(SeenAgencyForm, agency)
    PartnerAgency.objects.filter(pk=agency.pk).update(name="พช.", contact="")

    form = sent(SeenAgencyForm, agency, data)

    assert form.errors == {}
    assert not form.has_changed()
    form.save()
    agency.refresh_from_db()
    assert (agency.name, agency.contact) == ("พช.", "")


def test_seen_form_saves_nothing_old_of_what_it_does_not_hold(agency):
    data = opened(SeenAgencyForm, agency)
    loaded = PartnerAgency.objects.get(pk=agency.pk)
    form = SeenAgencyForm(data | {"name": "พช."}, instance=loaded)
    PartnerAgency.objects.filter(pk=agency.pk).update(phone="075 000 000")

    assert form.is_valid()
    form.save()

    agency.refresh_from_db()
    assert (agency.name, agency.phone) == ("พช.", "075 000 000")


@pytest.mark.parametrize("seen", ["", "name", "name:0123456789abcdef contact:0", ":::", "x" * 3000])
def test_seen_form_takes_a_missing_or_forged_mark_for_a_change(agency, seen):
    form = sent(SeenAgencyForm, agency, {"name": "พช.", "contact": "คุณวันดี", "seen": seen})

    assert form.errors == {"name": [overtaken("พัฒนาชุมชน", "พช.")]}


def test_seen_form_takes_the_mark_of_another_row_for_a_change(agency, network):
    other = PartnerAgency.objects.create(network=network, name="ธ.ก.ส.")
    seen = opened(SeenAgencyForm, agency)["seen"]

    form = sent(SeenAgencyForm, other, {"name": "พช.", "contact": "", "seen": seen})

    assert form.errors == {"name": [overtaken("ธ.ก.ส.", "พช.")]}


def test_seen_form_without_a_mark_is_right_where_nothing_differs(agency):
    assert sent(SeenAgencyForm, agency, {"name": agency.name, "contact": agency.contact}).errors == {}


def test_seen_form_of_a_new_row_has_seen_nothing(network):
    form = SeenAgencyForm({"name": "พช.", "seen": "x"}, instance=PartnerAgency(network=network))

    assert SeenAgencyForm(instance=PartnerAgency(network=network))["seen"].value() == ""
    assert form.errors == {}
    assert form.changed_data == ["name"]


def test_seen_form_says_that_its_row_is_gone(agency):
    data = opened(SeenAgencyForm, agency)
    loaded = PartnerAgency.objects.get(pk=agency.pk)
    agency.delete()

    assert SeenAgencyForm(data, instance=loaded).errors == {"__all__": [_("Somebody has removed this meanwhile.")]}


def test_seen_form_keeps_the_message_of_a_wrong_value(agency):
    data = opened(SeenAgencyForm, agency)

    form = sent(SeenAgencyForm, agency, data | {"name": ""})

    assert [error.code for error in form.errors.as_data()["name"]] == ["required"]
    assert form["seen"].value() == data["seen"]


def test_seen_form_tells_of_changed_links_and_choices(db):
    framework = FrameworkFactory()
    first, second = GoalFactory(framework=framework, text="พึ่งตนเอง"), GoalFactory(framework=framework, text="เรียนรู้")
    row = CompetencyFactory(framework=framework, kind="skill")
    row.goals.set([first])
    data = opened(ServesForm, row) | {"goals": [first.pk]}
    row.goals.set([second])
    row.kind = "knowledge"
    row.save()

    form = sent(ServesForm, row, data | {"goals": [first.pk, second.pk]})

    said = _("Somebody has changed this meanwhile: it is now “%(now)s”. Look at it, then save again.")
    assert form.errors == {
        "kind": [said % {"now": "ความรู้"}],
        "goals": [overtaken("เรียนรู้", "พึ่งตนเอง, เรียนรู้")],
    }
    assert form["kind"].value() == "knowledge"


def test_seen_form_keeps_links_that_another_changed(db):
    framework = FrameworkFactory()
    first, second = GoalFactory(framework=framework), GoalFactory(framework=framework)
    row = CompetencyFactory(framework=framework)
    row.goals.set([first])
    data = opened(ServesForm, row) | {"goals": [first.pk]}
    row.goals.set([second])

    form = sent(ServesForm, row, data)
    form.save()

    assert list(row.goals.all()) == [second]


def test_seen_form_draws_its_mark(agency):
    assert 'type="hidden" name="seen"' in drawn(SeenAgencyForm(instance=agency))


def test_seen_form_holds_in_an_inline_formset(network, agency):
    rows = forms.inlineformset_factory(type(network), PartnerAgency, form=SeenAgencyForm, extra=0)
    shown = rows(instance=network)
    data = {"agencies-TOTAL_FORMS": 1, "agencies-INITIAL_FORMS": 1}
    data |= {bound.html_name: bound.value() for bound in shown.forms[0] if bound.value() is not None}
    PartnerAgency.objects.filter(pk=agency.pk).update(name="พช.")

    touched = rows(data | {"agencies-0-name": "ธ.ก.ส."}, instance=network)
    untouched = rows(data, instance=network)

    assert touched.errors == [{"name": [overtaken("พช.", "ธ.ก.ส.")]}]
    assert untouched.is_valid()
    untouched.save()
    assert PartnerAgency.objects.get().name == "พช."


@pytest.mark.django_db(transaction=True)
def test_seen_form_wants_a_transaction(agency):
    assert not connection.in_atomic_block

    with pytest.raises(TransactionManagementError):
        sent(SeenAgencyForm, agency, opened(SeenAgencyForm, agency)).is_valid()
