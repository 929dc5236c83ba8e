"""What the page of a competency tells of people: what circle_view.py lets the reader see, version after version."""

import pytest
from django.urls import reverse

from assessments.actions import close_round, open_round, save_answer, send_assessment
from assessments.models import Competency
from assessments.river import Band
from assessments.table.descent import kin
from assessments.tests.factories import CompetencyFactory, FrameworkFactory, IndicatorFactory, RoundFactory
from facilitators.tests.factories import FacilitatorFactory
from meetings.finding.competency_page import CompetencyPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def competency(circle):
    framework = FrameworkFactory(circle=circle, number=1)
    row = CompetencyFactory(framework=framework, name="การชวนคุย")
    for level in range(1, 6):
        IndicatorFactory(competency=row, level=level)
    return row


@pytest.fixture
def others(tambon, facilitator):
    return FacilitatorFactory.create_batch(3, tambon=tambon)


def held(competency, number, answers):
    """A closed round in which these people gave (level, wish)."""
    round = open_round(RoundFactory(framework=competency.framework, number=number))
    for person, (current, target) in answers.items():
        values = {"current": current, "target": target, "evidence": "", "matters_most": False}
        save_answer(round, person, competency, values, by=person.user)
        send_assessment(round, person, by=person.user)
    return close_round(round)


def page(competency, who):
    return CompetencyPage(Competency.objects.get(pk=competency.pk), getattr(who, "user", who))


def test_whom_to_ask_are_those_named_and_ready_to_give(competency, facilitator, others, coordinator):
    giver, silent, learner = others
    giver.set_named(True)
    learner.set_named(True)
    held(competency, 1, {facilitator: (2, 4), giver: (5, 5), silent: (5, 5), learner: (4, None)})

    asked = page(competency, facilitator).asked

    assert [(row.person, row.level) for row in asked] == [(giver, 5)]
    assert [row.person for row in page(competency, coordinator).asked] == [giver]


def test_who_takes_consent_back_is_not_named_any_more(competency, facilitator, others):
    others[0].set_named(True)
    held(competency, 1, {facilitator: (2, 4), others[0]: (5, 5), others[1]: (5, 5), others[2]: (1, 2)})
    others[0].set_named(False)

    assert page(competency, facilitator).asked == []


def test_a_band_that_would_give_somebody_away_is_not_shown(competency, facilitator, others):
    held(competency, 1, {facilitator: (2, 4), others[0]: (5, 5)})

    (row,) = page(competency, facilitator).rounds

    assert (row.band, row.shown.own.current) == (Band(2), 2)
    assert row.reading == "ตอบยังไม่ถึงสามคน"


def test_the_river_is_followed_through_versions(competency, facilitator, others, circle):
    held(competency, 1, {facilitator: (2, 4), others[0]: (1, 2), others[1]: (3, 3), others[2]: (4, 4)})
    later = CompetencyFactory(
        framework=FrameworkFactory(circle=circle, number=2), descends_from=competency, name="การชวนคุยให้ลึก"
    )
    for level in range(1, 6):
        IndicatorFactory(competency=later, level=level)
    held(later, 2, {facilitator: (3, 4), others[0]: (2, 2), others[1]: (3, 3), others[2]: (5, 5)})

    for row in (competency, later):
        rounds = page(row, facilitator).rounds
        assert [(seen.round.number, seen.name, seen.band.low, seen.band.high) for seen in rounds] == [
            (1, "การชวนคุย", 1, 4),
            (2, "การชวนคุยให้ลึก", 2, 5),
        ]
        assert [seen.shown.own.current for seen in rounds] == [2, 3]


def test_only_the_latest_rounds_are_told(competency, facilitator, others):
    for number in range(1, 7):
        held(competency, number, {facilitator: (2, 4), others[0]: (1, 2), others[1]: (3, 3), others[2]: (4, 4)})

    assert [row.round.number for row in page(competency, facilitator).rounds] == [3, 4, 5, 6]


def test_page_reads(signed_in, competency, facilitator, others, coordinator, keeper):
    others[0].set_named(True)
    held(competency, 1, {facilitator: (2, 4), others[0]: (5, 5), others[1]: (3, 3), others[2]: (4, 4)})
    address = reverse("meetings:competency", args=[competency.pk])

    own = signed_in(facilitator).get(address).content.decode()
    assert "<title>รอบที่ 1 · ฉัน ระดับ 2 · ทั้งวง ระดับ 2 ถึง 5</title>" in own
    assert f"person={others[0].pk}" in own
    for who in (coordinator, keeper):
        seen = signed_in(who).get(address).content.decode()
        assert others[0].called in seen
        assert "person=" not in seen


def test_kin_of_joined_and_split_rows(circle):
    first, second = (FrameworkFactory(circle=circle, number=number) for number in (1, 2))
    a, b = (CompetencyFactory(framework=first, name=name) for name in "กข")
    joined = CompetencyFactory(framework=second, name="กข", descends_from=a)
    CompetencyFactory(framework=second, name="ข", descends_from=b, standing="joined", joined_to=joined)
    split = CompetencyFactory(framework=second, name="ก2", descends_from=a)

    assert kin(joined) == {1: [a.pk, b.pk], 2: [joined.pk]}
    assert kin(split) == {1: [a.pk], 2: [split.pk]}
    assert kin(a) == {1: [a.pk], 2: [joined.pk, split.pk]}
    assert kin(b) == {1: [b.pk], 2: [joined.pk]}
