import pytest
from django.core.exceptions import PermissionDenied

from assessments.actions import send_assessment
from assessments.permissions import may_record_in, may_see_everyone, people_recorded_by, typing_refusal, with_typists
from facilitators.actions import make_coordinator
from facilitators.models import Facilitator, Role, UsualRole
from facilitators.tests.factories import FacilitatorFactory, TambonFactory, UserFactory

CAST = ("facilitator", "teammate", "neighbour", "stranger", "coordinator", "other_coordinator")


@pytest.fixture
def user(request):
    """The account of one of the cast by its name."""
    return lambda name: getattr(request.getfixturevalue(name), "user", request.getfixturevalue(name))


def answered_themselves(round, facilitator):
    people = Facilitator.objects.filter(pk=facilitator.pk)
    return with_typists(people, round, UserFactory()).get().has_answered


@pytest.mark.parametrize(("who", "may"), [(name, name == "coordinator") for name in CAST])
def test_only_the_networks_coordinator_may_see_everyone(user, round, who, may):
    assert may_see_everyone(user(who), round) == may


@pytest.mark.parametrize(("who", "may"), [(name, name == "coordinator") for name in CAST])
def test_without_a_usual_recorder_only_the_coordinator_types(user, round, who, may):
    assert may_record_in(user(who), round) == may
    assert people_recorded_by(user(who), round).exists() == (may and round.participants().exists())


def test_recorder_types_for_the_others_of_the_tambon(round, facilitator, recorder, neighbour, stranger):
    assert may_record_in(recorder.user, round)
    assert list(people_recorded_by(recorder.user, round)) == [facilitator]


def test_leader_of_meetings_does_not_type(round, facilitator, teammate):
    UsualRole.objects.create(tambon=teammate.tambon, role=Role.LEAD, facilitator=teammate)

    assert not may_record_in(teammate.user, round)
    assert list(people_recorded_by(teammate.user, round)) == []


def test_coordinator_types_for_everyone_active(round, facilitator, neighbour, stranger, coordinator):
    FacilitatorFactory(tambon=facilitator.tambon, is_active=False)

    assert set(people_recorded_by(coordinator, round)) == {facilitator, neighbour}


def test_coordinator_who_is_a_facilitator_does_not_type_for_themselves(round, facilitator, neighbour):
    make_coordinator(facilitator.user, round.circle.network)

    assert list(people_recorded_by(facilitator.user, round)) == [neighbour]


def test_recorder_of_another_network_types_for_nobody(round, facilitator, stranger):
    UsualRole.objects.create(tambon=stranger.tambon, role=Role.RECORD, facilitator=stranger)

    assert not may_record_in(stranger.user, round)
    assert list(people_recorded_by(stranger.user, round)) == []


def test_typed_answers_are_not_the_persons_own(round, facilitator, recorder, items, answers):
    answers(facilitator, items[0], by=recorder.user)

    assert not answered_themselves(round, facilitator)
    assert [person.has_answered for person in people_recorded_by(recorder.user, round)] == [False]


def test_one_answer_of_ones_own_is_enough(round, facilitator, recorder, items, answers):
    answers(facilitator, items[0], by=recorder.user)
    answers(facilitator, items[1])

    assert answered_themselves(round, facilitator)
    assert [person.has_answered for person in people_recorded_by(recorder.user, round)] == [True]


def test_sending_what_another_typed_is_ones_own(round, facilitator, recorder, items, answers):
    answers(facilitator, items[0], by=recorder.user)
    send_assessment(round, facilitator, by=facilitator.user)

    assert answered_themselves(round, facilitator)


def test_answers_of_another_round_do_not_count(round, facilitator, items, answers):
    answers(facilitator, items[0])

    assert not answered_themselves(type(round)(pk=round.pk + 1), facilitator)


def test_someone_without_an_account_never_answered_themselves(round, facilitator, recorder, items, answers):
    guest = FacilitatorFactory(tambon=facilitator.tambon, user=None)
    answers(guest, items[0], by=recorder.user)
    send_assessment(round, guest, by=recorder.user)

    assert not answered_themselves(round, guest)


def test_recorder_reads_nothing_that_another_typed(round, facilitator, recorder, coordinator, items, answers):
    answers(facilitator, items[0], by=coordinator)

    person = people_recorded_by(recorder.user, round).get()
    assert "กำลังกรอกแทน" in typing_refusal(person)
    with pytest.raises(PermissionDenied):
        answers(facilitator, items[1], by=recorder.user)


def test_coordinator_may_finish_what_a_recorder_typed(round, facilitator, recorder, coordinator, items, answers):
    answers(facilitator, items[0], by=recorder.user)

    assert typing_refusal(people_recorded_by(coordinator, round).get(pk=facilitator.pk)) is None
    assert typing_refusal(people_recorded_by(recorder.user, round).get()) is None


def test_recorder_who_moves_leaves_the_role_behind(round, facilitator, recorder):
    elsewhere = TambonFactory(network=round.circle.network)
    FacilitatorFactory(tambon=elsewhere)
    recorder.tambon = elsewhere
    recorder.save()
    recorder.user.__dict__.pop("as_facilitator", None)

    assert not may_record_in(recorder.user, round)
    assert list(people_recorded_by(recorder.user, round)) == []
