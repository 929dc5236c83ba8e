"""The day for which the site was first built, played on the real network of three tambons."""

import pytest
from playwright.sync_api import expect

from facilitators.models import Facilitator, Network

from .answering import Thumb
from .paper import pages_with, print_to_pages

ITEMS = range(12)
MOST_TAPS = 26
WITH_EVIDENCE = 4  # the item of which all but the first person tell what they have done


@pytest.fixture
def real_network(shipped):
    return Network.objects.get(is_sample=False)


@pytest.fixture
def nine(real_network):
    return list(Facilitator.objects.filter(tambon__network=real_network).by_tambon())


def sign_in_by_tap(page, network, name):
    page.goto("/")
    page.get_by_role("region", name=network.name).get_by_role("button", name=name).click()
    expect(page.get_by_role("heading", name=f"สวัสดี {name}")).to_be_visible()


# From signing in to the printed results


def test_nine_answer_and_their_coordinator_reads_and_prints(nine, real_network, one_tap, phone, laptop):
    phones = [phone() for _person in nine]
    for page, person in zip(phones, nine, strict=True):
        sign_in_by_tap(page, real_network, person.called)
        expect(page.get_by_text("ตอนนี้ไม่มีรอบที่เปิดอยู่")).to_be_visible()

    office = laptop()
    sign_in_by_tap(office, real_network, "ผู้ประสานงาน")
    open_the_round(office)
    taps = [answer_and_send(page, number) for number, page in enumerate(phones)]

    assert taps[0] <= MOST_TAPS
    read_the_results(office, nine)
    print_the_results(office, nine)


def level_of(person, item):
    """Bands of every width: some competencies have one level, others all five."""
    lowest = 1 + item % 3
    return lowest + (2 * person + item) % (1 + item % (6 - lowest))


def wish_of(person, item):
    """The first person tells no wish, to answer with the fewest taps; the others tell one for every third item."""
    return min(5, level_of(person, item) + 2) if person and (person + item) % 3 == 0 else None


def open_the_round(office):
    office.get_by_role("link", name="ไปเปิดรอบ").click()
    office.get_by_role("button", name="เปิดรอบ").click()
    expect(office.get_by_text("เปิดรอบแล้ว")).to_be_visible()
    expect(office.get_by_role("heading", name="ส่งแล้ว 0 จาก 9 คน")).to_be_visible()


def answer_and_send(page, person):
    """Answer all twelve items, from the first page on, and send; returns the number of taps."""
    page.goto("/")
    thumb = Thumb(page)
    thumb.tap(page.get_by_role("link", name="เริ่มทำ"))
    for item in ITEMS:
        expect(page.get_by_text(f"ข้อ {item + 1} จาก 12", exact=True)).to_be_visible()
        told = {"evidence": f"เล่าเรื่องน้ำ {person}", "matters_most": True} if person and item == WITH_EVIDENCE else {}
        thumb.answer(level_of(person, item), wish_of(person, item), **told)
        thumb.go_on()
    expect(page.get_by_role("heading", name="ตรวจคำตอบ")).to_be_visible()
    thumb.tap_button("ส่งคำตอบ")
    expect(page.get_by_text("ส่งคำตอบแล้ว")).to_be_visible()
    expect(page.get_by_role("heading", name="ธารปัญญาของฉัน")).to_be_visible()
    return thumb.taps


def read_the_results(office, people):
    office.reload()
    expect(office.get_by_text("ส่งครบทุกคนแล้ว")).to_be_visible()
    grid = office.get_by_role("table", name="ใครอยู่ระดับใด")
    shown = {
        row.get_by_role("link").first.inner_text(): row.locator("svg.dots").evaluate_all(
            "all => all.map(dots => dots.getAttribute('aria-label'))"
        )
        for row in grid.get_by_role("row").all()[1:]
    }
    assert shown == {person.called: [words(number, item) for item in ITEMS] for number, person in enumerate(people)}

    office.get_by_text("ดูเป็นตาราง").first.click()
    river = office.get_by_role("table", name="ธารปัญญาเป็นตัวเลข").get_by_role("row").all()[1:]
    levels = [[level_of(person, item) for person in range(len(people))] for item in ITEMS]
    assert [row.get_by_role("cell").all_inner_texts()[2:5] for row in river] == [
        ["9", str(min(column)), str(max(column))] for column in levels
    ]


def words(person, item):
    """What the grid reads out of an answer."""
    wish = wish_of(person, item)
    said = [f"ระดับ {level_of(person, item)}", f"อยากไปให้ถึงระดับ {wish}" if wish else ""]
    if person and item == WITH_EVIDENCE:
        said += ["สำคัญที่สุด", "เล่าหลักฐานไว้"]
    return " · ".join(part for part in said if part)


def print_the_results(office, people):
    office.get_by_role("link", name="พิมพ์ผล").click()
    expect(office.get_by_role("heading", name="ผลของรอบที่ 1")).to_be_visible()
    pages = print_to_pages(office)
    told = [*(person.called for person in people), "ความสามารถของคุณอำนวย", "บันไดแห่งการแลกเปลี่ยน", "ส่งแล้ว 9 จาก 9 คน"]
    assert [text for text in told if not pages_with(pages, text)] == []
    assert page_numbers(pages) == [[number] for number in range(1, len(pages) + 1)]


def page_numbers(pages):
    """On which page each of "หน้า 1/3", "หน้า 2/3", … stands."""
    return [pages_with(pages, f"หน้า {number}/{len(pages)}") for number in range(1, len(pages) + 1)]


# From the plan of a kit forum to its printed agenda

ROWS = 9


def test_team_plans_its_kit_forum_and_prints_the_agenda(nine, real_network, one_tap, phone, laptop):
    planner, leader, recorder = [person for person in nine if person.tambon.name == "บางจาก"]
    office = laptop()
    sign_in_by_tap(office, real_network, "ผู้ประสานงาน")
    agree_on_usual_roles(office, planner.tambon, {"ประสานงาน": planner, "บันทึก": recorder})
    page = phone()
    sign_in_by_tap(page, real_network, planner.called)

    plan_the_forum(page)
    expect(page.get_by_label("ประสานงาน")).to_have_value(str(planner.pk))
    expect(page.get_by_label("บันทึก")).to_have_value(str(recorder.pk))
    expect(page.get_by_text("ยังไม่มีผู้รับบทบาท: นำกระบวนการประชุม")).to_be_visible()
    page.get_by_label("นำกระบวนการประชุม").select_option(label=leader.called)
    page.get_by_role("button", name="บันทึกบทบาท").tap()
    expect(page.get_by_text("ยังไม่มีผู้รับบทบาท")).to_have_count(0)
    write_the_agenda(page)
    print_the_agenda(page, [planner, leader, recorder])


def agree_on_usual_roles(office, tambon, roles):
    """The coordinator writes down in the office who of the team usually does what."""
    office.get_by_role("link", name="ไปที่งานผู้ประสานงาน").click()
    office.get_by_role("link", name="ตำบล", exact=True).click()
    office.get_by_role("link", name=tambon.name).click()
    for number, (role, person) in enumerate(roles.items()):
        office.get_by_role("button", name="เพิ่ม บทบาทประจำ").click()
        row = office.locator(f"#usual_roles-{number}")
        row.get_by_role("combobox").first.select_option(label=role)
        row.get_by_role("combobox").last.select_option(label=person.full_name)
    office.get_by_role("button", name="บันทึก", exact=True).click()
    expect(office.get_by_role("listitem").filter(has_text="บันทึก").filter(has_text=tambon.called)).to_be_visible()


def plan_the_forum(page):
    page.get_by_role("link", name="เวที", exact=True).tap()
    page.get_by_role("link", name="วางแผนเวทีของวงคุณกิจ ตำบลบางจาก").tap()
    page.get_by_label("วันที่").fill("๒๘ ส.ค. ๒๕๗๐")
    page.get_by_label("เริ่มเวลา").fill("09.00")
    page.get_by_label("เลิกเวลา").fill("12.30")
    page.get_by_label("สถานที่").fill("ศาลาริมน้ำ หมู่ 4")
    page.get_by_label("วัตถุประสงค์").fill("ให้คุณอำนวยกับคุณกิจได้แลกเปลี่ยนวิธีดูแลกลุ่มที่ทำแล้วได้ผล")
    page.get_by_role("button", name="สร้างเวที").tap()
    expect(page.get_by_role("heading", name="เวทีคุณกิจ ตำบลบางจาก ครั้งที่ 1")).to_be_visible()
    expect(page.get_by_text("วันเสาร์ที่ 28 สิงหาคม 2570")).to_be_visible()


def write_the_agenda(page):
    """Nine activities that take longer than there is time; then the last is shortened, and moved up a place."""
    for number in range(1, ROWS + 1):
        add_activity(page, number)
    expect(page.get_by_text("รวม 3 ชั่วโมง 45 นาที · เกินเวลาเลิก 15 นาที")).to_be_visible()
    assert times(page) == ["09.00", "09.25", "09.50", "10.15", "10.40", "11.05", "11.30", "11.55", "12.20"]

    page.get_by_role("link", name=f"แก้ {activity(ROWS)}").tap()
    page.get_by_label("นาที").fill("10")
    page.get_by_role("button", name="บันทึก").tap()
    expect(page.get_by_text("รวม 3 ชั่วโมง 30 นาที · พอดีเวลาเลิก")).to_be_visible()

    page.get_by_role("button", name=f"เลื่อนขึ้น: {activity(ROWS)}").tap()
    expect(page.locator(".slot h3").nth(ROWS - 2)).to_have_text(activity(ROWS))
    expect(page.locator(".slot-time b").last).to_have_text("12.05 น.")
    assert times(page)[-2:] == ["11.55", "12.05"]


def activity(number):
    return f"กิจกรรมน้ำใจที่ {number}"


def add_activity(page, number):
    page.get_by_role("link", name="เพิ่มกิจกรรม").tap()
    page.get_by_label("กิจกรรม", exact=True).fill(activity(number))
    page.get_by_label("นาที").fill("25")
    page.get_by_label("วิธีการ").fill(f"{'คุณอำนวยชวนคุณกิจเล่าเรื่องที่ทำแล้วได้ผล ' * 8}จบวิธีที่ {number}")
    page.get_by_label("อุปกรณ์").fill(f"บัตรคำชุดที่ {number}")
    page.get_by_role("button", name="เพิ่ม", exact=True).tap()
    expect(page.get_by_role("heading", name=activity(number), exact=True)).to_be_visible()


def times(page):
    return [text.removesuffix(" น.") for text in page.locator(".slot-time b").all_inner_texts()]


def print_the_agenda(page, team):
    page.get_by_role("link", name="พิมพ์กำหนดการ").tap()
    expect(page.get_by_role("heading", name="กำหนดการ")).to_be_visible()
    pages = print_to_pages(page)
    told = ["กำหนดการ", "ศาลาริมน้ำ หมู่ 4", "คุณอำนวยกับคุณกิจ", "11.55 น.", *(person.called for person in team)]
    assert [text for text in told if not pages_with(pages, text)] == []
    numbers = list(range(1, len(pages) + 1))
    assert len(pages) > 1
    assert page_numbers(pages) == [[number] for number in numbers]
    assert [pages_with(pages, head) for head in ("เวลากิจกรรม", "ผู้รับผิดชอบอุปกรณ์")] == [numbers, numbers]
    whole = [
        pages_with(pages, activity(number))
        == pages_with(pages, f"จบวิธีที่ {number}")
        == pages_with(pages, f"บัตรคำชุดที่ {number}")
        for number in range(1, ROWS + 1)
    ]
    assert whole == [True] * ROWS
