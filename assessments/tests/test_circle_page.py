import pytest
from django.urls import reverse

from assessments.actions import close_round, send_assessment
from assessments.tests.addresses import page
from facilitators.tests.factories import FacilitatorFactory, TambonFactory

pytestmark = pytest.mark.django_db


def read(client, round):
    return page(client.get(reverse("assessments:circle", args=[round.pk])))


@pytest.fixture
def sends(round, items, answers):
    """Answer the first competency and send: `sends(person, 4, target=5)`."""

    def send(person, current, **values):
        answers(person, items[0], current=current, **values)
        send_assessment(round, person, by=person.user)

    return send


def test_nobody_has_answered(signed_in, facilitator, round):
    assert "ยังไม่มีใครส่งคำตอบในรอบนี้" in read(signed_in(facilitator), round)


def test_closed_round_shows_band_reading_and_who_agreed(signed_in, facilitator, teammate, neighbour, round, sends):
    sends(facilitator, 1, target=4)
    sends(teammate, 2)
    sends(neighbour, 5, target=5)
    teammate.set_named(True)
    neighbour.set_named(True)
    close_round(round)

    text = read(signed_in(facilitator), round)

    assert "<title>ฉัน ระดับ 1 · ทั้งวง ระดับ 1 ถึง 5 · ตอบ 3 คน</title>" in text
    assert "แถบกว้าง" in text
    assert "คุณปิติ อยู่ระดับ 5 ถึงที่คุณอยากไป และอยู่ตำบลอื่น" in text
    assert '<span class="tag give">พร้อมให้</span> <span class="name">คุณปิติ</span>' in text
    assert '<span class="tag want">ใฝ่รู้</span> <span class="name">ฉัน</span>' in text
    assert '<tr><td>2</td><td>–</td><td><span class="name">คุณมานี</span></td></tr>' in text
    assert "กว้าง (ห่างกันตั้งแต่ 3 ระดับขึ้นไป): แลกเปลี่ยนกันเองได้มาก<br><small>1. " in text
    assert "<title>บันไดแห่งการแลกเปลี่ยน ข้อ 1</title>" in text


def test_who_has_left_stays_in_the_results_and_is_not_offered_to_be_asked(
    signed_in, facilitator, teammate, neighbour, round, sends
):
    sends(facilitator, 1, target=4)
    sends(teammate, 4)
    sends(neighbour, 5)
    for person in (teammate, neighbour):
        person.set_named(True)
    close_round(round)
    neighbour.is_active = False
    neighbour.save()

    text = read(signed_in(facilitator), round)

    assert "<title>ฉัน ระดับ 1 · ทั้งวง ระดับ 1 ถึง 5 · ตอบ 3 คน</title>" in text
    assert "คุณปิติ อยู่ระดับ 5" not in text
    assert "คุณมานี อยู่ระดับ 4 ถึงที่คุณอยากไป และอยู่ตำบลเดียวกับคุณ" in text


def test_who_has_not_agreed_is_counted_and_not_named(signed_in, facilitator, teammate, neighbour, round, sends):
    sends(facilitator, 1, target=4)
    sends(teammate, 2)
    sends(neighbour, 5)
    close_round(round)

    text = read(signed_in(facilitator), round)

    assert "ไม่แสดงชื่อ 2 คน" in text
    assert "คุณปิติ" not in text
    assert "ในคนที่คุณเห็นชื่อ ยังไม่มีใครอยู่สูงกว่าคุณ ลองถามในวง หรือหาคนนอกมาช่วย" in text
    assert "ต้องหาจากภายนอก" not in text


@pytest.mark.parametrize("levels", [(3, 2), (3, 3)])
def test_wish_is_to_be_met_outside_only_where_the_reader_sees_that_nobody_stands_above(
    signed_in, facilitator, teammate, neighbour, round, sends, levels
):
    sends(facilitator, 3, target=5)
    for person, level in zip((teammate, neighbour), levels, strict=True):
        sends(person, level)
    client = signed_in(facilitator)
    before = read(client, round)
    close_round(round)

    after = read(client, round)

    assert "ต้องหาจากภายนอก" not in before  # the two others may stand anywhere
    assert "ต้องหาจากภายนอก" in after  # nobody is above the band


def test_table_has_the_figures_of_the_river_with_ones_own_line(
    signed_in, coordinator, facilitator, teammate, neighbour, round, sends
):
    sends(facilitator, 4)
    sends(teammate, 2)
    sends(neighbour, 5)
    close_round(round)

    mine = read(signed_in(facilitator), round)
    told = read(signed_in(coordinator), round)

    figures = '<td class="number"><span class="whole">2–5</span></td><td class="number">3</td>'
    assert f'</th><td class="number">4</td>{figures}' in mine
    assert f"</th>{figures}" in told
    assert ("เส้น = ตัวฉัน" in mine, "เส้น = ตัวฉัน" in told) == (True, False)


def test_consent_taken_back_holds_at_once(signed_in, facilitator, teammate, round, sends):
    sends(teammate, 2)
    teammate.set_named(True)
    client = signed_in(facilitator)
    assert "คุณมานี" in read(client, round)

    teammate.set_named(False)

    assert "คุณมานี" not in read(client, round)


def test_coordinator_reads_it_without_names_beyond_consent(signed_in, coordinator, facilitator, teammate, round, sends):
    sends(facilitator, 1)
    sends(teammate, 2)
    teammate.set_named(True)

    text = read(signed_in(coordinator), round)

    assert "คุณมานี" in text
    assert "คุณสมใจ" not in text
    assert "ใครช่วยฉันได้" not in text


def test_one_sees_whom_one_could_help(signed_in, facilitator, teammate, round, sends):
    sends(facilitator, 5)
    sends(teammate, 2, target=4)
    teammate.set_named(True)

    assert "คุณมานี อยากขยับจากระดับ 2 ไปถึง 4 คุณอยู่ระดับ 5" in read(signed_in(facilitator), round)


@pytest.mark.parametrize("number", [3, 30])
def test_circle_queries(django_assert_num_queries, signed_in, facilitator, network, round, sends, number):
    for person in (facilitator, *FacilitatorFactory.create_batch(number - 1, tambon=TambonFactory(network=network))):
        sends(person, 3, target=5)
        person.set_named(True)
    client = signed_in(facilitator)

    with django_assert_num_queries(10):
        client.get(reverse("assessments:circle", args=[round.pk]))
