import io
from datetime import timedelta

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.db.models import ProtectedError
from PIL import Image

from facilitators.models import (
    Circle,
    CommunityGroup,
    Coordinator,
    Facilitator,
    Network,
    PartnerAgency,
    Role,
    SignInSlip,
    Tambon,
    UsualRole,
)
from facilitators.tests.factories import CircleFactory, FacilitatorFactory, NetworkFactory, TambonFactory


def test_network_name_is_unique(network):
    with pytest.raises(IntegrityError):
        Network.objects.create(name=network.name)


def test_network_key_is_unique_where_given(network):
    Network.objects.create(name="ก", key="a")
    Network.objects.create(name="ข")

    with pytest.raises(IntegrityError):
        Network.objects.create(name="ค", key="a")


def test_tambon_is_unique_in_its_network(tambon):
    Tambon.objects.create(network=NetworkFactory(), name=tambon.name)

    with pytest.raises(IntegrityError):
        Tambon.objects.create(network=tambon.network, name=tambon.name)


@pytest.mark.parametrize("field", ["key", "official_code"])
def test_tambon_key_and_code_are_unique_in_the_network(network, field):
    Tambon.objects.create(network=network, name="ก", **{field: "800101"})

    with pytest.raises(IntegrityError):
        Tambon.objects.create(network=network, name="ข", **{field: "800101"})


def test_facilitator_key_is_unique_in_the_tambon(tambon):
    Facilitator.objects.create(tambon=tambon, given_name="ก", key="k")

    with pytest.raises(IntegrityError):
        Facilitator.objects.create(tambon=tambon, given_name="ข", key="k")


def test_facilitator_needs_a_given_name(tambon):
    with pytest.raises(IntegrityError):
        Facilitator.objects.create(tambon=tambon, given_name="")


def test_account_belongs_to_one_facilitator(facilitator):
    with pytest.raises(IntegrityError):
        Facilitator.objects.create(tambon=facilitator.tambon, given_name="ข", user=facilitator.user)


def test_agency_and_group_are_unique_by_name(tambon):
    PartnerAgency.objects.create(network=tambon.network, name="พัฒนาชุมชน")
    with pytest.raises(IntegrityError):
        PartnerAgency.objects.create(network=tambon.network, name="พัฒนาชุมชน")


def test_group_is_unique_in_its_tambon(tambon):
    CommunityGroup.objects.create(tambon=tambon, name="กลุ่มสัจจะ")

    with pytest.raises(IntegrityError):
        CommunityGroup.objects.create(tambon=tambon, name="กลุ่มสัจจะ")


def test_network_has_one_amnuay_circle(circle):
    with pytest.raises(IntegrityError):
        CircleFactory(network=circle.network)


def test_tambon_has_one_kit_circle(kit_circle):
    with pytest.raises(IntegrityError):
        CircleFactory(network=kit_circle.network, kind=Circle.Kind.KIT, tambon=kit_circle.tambon)


@pytest.mark.parametrize(("kind", "has_tambon"), [("kit", False), ("amnuay", True), ("other", False)])
def test_circle_has_a_tambon_only_if_it_is_a_kit_circle(tambon, kind, has_tambon):
    with pytest.raises(IntegrityError):
        CircleFactory(network=tambon.network, kind=kind, tambon=tambon if has_tambon else None)


def test_circle_of_a_tambon_elsewhere_is_refused(network):
    circle = Circle(network=network, kind=Circle.Kind.KIT, tambon=TambonFactory(), name="วงคุณกิจ")

    with pytest.raises(ValidationError) as refused:
        circle.full_clean()

    assert list(refused.value.message_dict) == ["tambon"]


def test_role_has_one_usual_holder(facilitator, teammate):
    UsualRole.objects.create(tambon=facilitator.tambon, role=Role.LEAD, facilitator=facilitator)

    with pytest.raises(IntegrityError):
        UsualRole.objects.create(tambon=facilitator.tambon, role=Role.LEAD, facilitator=teammate)


def test_role_is_one_of_three(facilitator):
    with pytest.raises(IntegrityError):
        UsualRole.objects.create(tambon=facilitator.tambon, role="boss", facilitator=facilitator)


def test_usual_role_of_another_team_is_refused(tambon, neighbour):
    with pytest.raises(ValidationError):
        UsualRole(tambon=tambon, role=Role.LEAD, facilitator=neighbour).full_clean()


def test_coordinator_is_named_once_a_network(network, coordinator):
    with pytest.raises(IntegrityError):
        Coordinator.objects.create(network=network, user=coordinator)


def test_people_and_places_in_use_cannot_be_deleted(facilitator, circle):
    with pytest.raises(ProtectedError):
        facilitator.tambon.delete()
    with pytest.raises(ProtectedError):
        facilitator.user.delete()
    with pytest.raises(ProtectedError):
        circle.network.delete()


def test_names_are_as_people_say_them(tambon):
    with_surname = FacilitatorFactory(tambon=tambon, given_name="สมใจ", surname="ใจดี")
    without = FacilitatorFactory(tambon=tambon, given_name="มานี")

    assert (with_surname.called, with_surname.full_name) == ("คุณสมใจ", "คุณสมใจ ใจดี")
    assert (without.called, without.full_name) == ("คุณมานี", "คุณมานี")
    assert tambon.called == "ตำบลบางจาก"


def test_people_stand_in_thai_dictionary_order(tambon):
    for name in ["แก้ว", "ขวัญ", "กมล", "เก่ง"]:
        FacilitatorFactory(tambon=tambon, given_name=name)

    assert [person.given_name for person in Facilitator.objects.all()] == ["กมล", "เก่ง", "แก้ว", "ขวัญ"]


def test_search_text_follows_a_partial_save(facilitator):
    facilitator.given_name = "น้ําใส"
    facilitator.save(update_fields=["given_name"])

    facilitator.refresh_from_db()
    assert "น้ำใส" in facilitator.search_text


def test_consent_keeps_its_first_moment_and_can_be_taken_back(facilitator):
    with time_machine.travel("2026-11-01 09:00+07:00", tick=False):
        facilitator.set_named(True)
        since = facilitator.named_since
    facilitator.set_named(True)

    assert facilitator.named_since == since
    facilitator.set_named(False)
    facilitator.refresh_from_db()
    assert facilitator.agrees_to_be_named is False


def test_networks_are_seen_by_their_people_only(network, facilitator, coordinator, stranger, other_coordinator):
    theirs = stranger.tambon.network

    def seen_by(user):
        return list(Network.objects.visible_to(user))

    assert seen_by(facilitator.user) == [network]
    assert seen_by(coordinator) == [network]
    assert seen_by(stranger.user) == [theirs]
    assert seen_by(other_coordinator) == [theirs]


def test_who_left_sees_nothing_any_more(facilitator):
    facilitator.is_active = False
    facilitator.save()

    assert list(Network.objects.visible_to(facilitator.user)) == []
    assert facilitator.user.as_facilitator is None


def test_circles_are_planned_by_team_and_coordinator(circle, kit_circle, facilitator, neighbour, stranger, coordinator):
    def planned_by(user):
        return set(Circle.objects.planned_by(user))

    assert planned_by(facilitator.user) == {circle, kit_circle}
    assert planned_by(neighbour.user) == {circle}
    assert planned_by(stranger.user) == set()
    assert planned_by(coordinator) == {circle, kit_circle}


def test_slip_signs_in_once(facilitator, coordinator):
    _slip, code = SignInSlip.make(facilitator.user, by=coordinator)

    assert SignInSlip.use(code) == facilitator.user
    assert SignInSlip.use(code) is None


def test_slip_code_may_be_typed_loosely(facilitator, coordinator):
    _slip, code = SignInSlip.make(facilitator.user, by=coordinator)

    assert SignInSlip.use(f" {code[:4].lower()}-{code[4:]} ") == facilitator.user


def test_slip_expires(facilitator, coordinator):
    with time_machine.travel("2026-11-01 09:00+07:00", tick=False) as clock:
        _slip, code = SignInSlip.make(facilitator.user, by=coordinator)
        clock.shift(SignInSlip.LIFETIME + timedelta(seconds=1))

        assert SignInSlip.use(code) is None


def test_new_slip_ends_the_older_one(facilitator, coordinator):
    _slip, first = SignInSlip.make(facilitator.user, by=coordinator)
    _slip, second = SignInSlip.make(facilitator.user, by=coordinator)

    assert SignInSlip.use(first) is None
    assert SignInSlip.use(second) == facilitator.user


def test_slip_keeps_no_code(facilitator, coordinator):
    slip, code = SignInSlip.make(facilitator.user, by=coordinator)

    assert code not in slip.code_hash
    assert len(slip.code_hash) == 64


def test_slip_is_spent_by_its_own_columns_alone(facilitator, coordinator, django_assert_num_queries):
    # With a join the UPDATE holds a subselect, which PostgreSQL does not ask again after waiting for another's UPDATE.
    _slip, code = SignInSlip.make(facilitator.user, by=coordinator)

    with django_assert_num_queries(3) as queries:
        SignInSlip.use(code)

    update = queries.captured_queries[-1]["sql"]
    assert update.startswith("UPDATE")
    assert "SELECT" not in update


def test_slip_of_someone_who_coordinates_since_does_not_work(facilitator, coordinator):
    _slip, code = SignInSlip.make(facilitator.user, by=coordinator)
    Coordinator.objects.create(network=NetworkFactory(), user=facilitator.user)

    assert SignInSlip.use(code) is None


def test_usual_role_ends_when_its_holder_moves(facilitator, neighbour):
    UsualRole.objects.create(tambon=facilitator.tambon, role=Role.LEAD, facilitator=facilitator)
    assert UsualRole.objects.in_team().count() == 1

    facilitator.tambon = neighbour.tambon
    facilitator.save()

    assert UsualRole.objects.in_team().count() == 0


def test_nobody_moves_to_another_network(facilitator, neighbour, stranger):
    facilitator.tambon = neighbour.tambon
    facilitator.full_clean()
    facilitator.tambon = stranger.tambon

    with pytest.raises(ValidationError) as refused:
        facilitator.full_clean()

    assert list(refused.value.message_dict) == ["tambon"]


@pytest.mark.parametrize(("name", "kind"), [("a.pdf", "GIF"), ("a.png", "GIF"), ("a.gif", "GIF")])
def test_photo_is_of_a_known_kind(facilitator, name, kind):
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, kind)
    upload = forms.modelform_factory(Facilitator, fields=["photo"])(
        {}, {"photo": SimpleUploadedFile(name, picture.getvalue())}, instance=facilitator
    )

    assert list(upload.errors) == ["photo"]
