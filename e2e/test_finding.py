"""Finding what others have learnt: a word typed on the phone as it comes, narrowed down, read, and whom to ask."""

from playwright.sync_api import expect

from facilitators.models import User
from meetings.models import Story


def test_from_a_word_to_a_story_to_its_competency(shipped, phone):
    story = Story.objects.get(title="เริ่มด้วยเรื่องที่ภูมิใจ วงก็ไม่เงียบ")
    competency = story.competencies.order_by("position").last()
    page = phone(User.objects.get(username="saiyut"))
    page.goto("/stories/")
    page.get_by_role("searchbox", name="ค้นคำ").fill("ล้อมวงเเบบ")
    page.get_by_role("button", name="ค้นหา").tap()

    expect(page.get_by_text("พบ 1 เรื่อง เรียงจากใหม่สุด")).to_be_visible()
    expect(page.locator("mark")).to_have_text(["ล้อมวงแบบ"])
    page.get_by_text("กรองให้แคบลง", exact=True).tap()
    page.get_by_label("ความสามารถ", exact=True).select_option(str(competency.pk))
    page.get_by_role("button", name="แสดง").tap()
    expect(page.get_by_text(f"กรองแล้ว: {competency.name}")).to_be_visible()
    expect(page.get_by_role("link", name=story.title)).to_be_in_viewport()
    page.get_by_role("link", name=story.title).tap()

    expect(page.get_by_role("heading", level=1, name=story.title)).to_be_visible()
    page.get_by_role("link", name=competency.name).tap()
    expect(page.get_by_role("heading", level=1, name=competency.name)).to_be_visible()
    for heading in ("ตัวชี้วัดแต่ละระดับ", "เรื่องเล่า", "ถามใครได้บ้าง", "ธารปัญญาเคลื่อนไปอย่างไร", "เวทีที่ทำเรื่องนี้"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(page.get_by_role("link", name=story.title)).to_be_visible()


def test_nothing_found_leads_on(shipped, phone):
    page = phone(User.objects.get(username="saiyut"))
    page.goto("/knowledge/?q=ฮฮฮ&kind=skill")

    expect(page.get_by_role("heading", name="ไม่พบเรื่องที่คุณอ่านได้")).to_be_visible()
    page.get_by_role("link", name="เริ่มค้นใหม่").tap()
    expect(page.get_by_role("heading", name="ดูตามความสามารถ")).to_be_visible()
