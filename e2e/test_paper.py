"""Thai on paper: what a browser prints is copied from the PDF as it was written."""

import pytest

from assessments.models import FrameworkVersion
from assessments.tests.factories import IndicatorFactory
from facilitators.models import User
from meetings.sets.whole_page import fonts_css
from static.vendor.join_syllables import LETTERS, MARKS

from .paper import copied_by_poppler, copied_pages, copied_whole, pages_with, print_to_pages

WORDS = [f"เ{letter}{marks}น" for letter in LETTERS for marks in MARKS]


@pytest.fixture(scope="module")
def all_marks(browser, tmp_path_factory):
    """A PDF with each letter under each mark, a line for a letter, in the fonts of our printed pages."""
    lines = [" ".join(WORDS[start : start + len(MARKS)]) for start in range(0, len(WORDS), len(MARKS))]
    context = browser.new_context()
    page = context.new_page()
    page.set_content(
        f"<html lang=th><style>{fonts_css()} body {{ font: 400 12pt/1.8 Sarabun }} b {{ font-weight: 600 }}</style>"
        + "".join(f"<p>{line}</p><p><b>{line}</b></p>" for line in lines)
    )
    page.evaluate("document.fonts.ready")
    path = tmp_path_factory.mktemp("paper") / "marks.pdf"
    page.pdf(path=path)
    browser.close(context)
    return path


@pytest.mark.parametrize("reader", [copied_pages, copied_by_poppler])
def test_a_letter_is_copied_with_its_marks(all_marks, reader):
    copied = "\n".join(reader(all_marks)).split()

    assert {word: copied.count(word) for word in WORDS} == dict.fromkeys(WORDS, 2)


@pytest.mark.parametrize("reader", [copied_pages, copied_by_poppler])
def test_the_comparison_of_two_versions_is_copied_as_right_thai(shipped, laptop, reader, tmp_path):
    old, new = FrameworkVersion.objects.filter(circle__network__is_sample=True).order_by("number")
    page = laptop(User.objects.get(username="sample-coordinator"))
    page.goto(f"/tables/{new.pk}/compare/{old.pk}/")
    page.evaluate("document.fonts.ready")
    path = tmp_path / "compared.pdf"
    page.pdf(path=path)

    copied = "\n".join(reader(path))
    goals = list(new.goals.in_table().values_list("text", flat=True))
    assert len(goals) == 5
    assert [text for text in ["เทียบสองฉบับ", new.purpose, *goals] if not copied_whole(text, copied)] == []


def test_cards_seen_on_a_phone_lose_no_end(shipped, phone):
    table = FrameworkVersion.objects.get(circle__network__is_sample=True, state="draft")
    page = phone(User.objects.get(username="sample-coordinator"))

    page.goto(f"/tables/{table.pk}/cards/?competency={table.competencies.first().pk}&sheets=1")

    overflow = (
        "cards => cards.map(card => [card.scrollWidth - card.clientWidth, card.scrollHeight - card.clientHeight])"
    )
    assert page.locator(".cut-card").evaluate_all(overflow) == [[0, 0]] * 8


def test_more_cards_than_a_page_holds_begin_right_below_their_competency(shipped, laptop):
    table = FrameworkVersion.objects.get(circle__network__is_sample=True, state="draft")
    competency = table.competencies.in_table().first()
    for number in range(90):
        text = f"เล่าเรื่องจริงให้คนในวงฟังจนเห็นภาพ ใบที่{number};"
        IndicatorFactory(competency=competency, text=text, standing="proposed", level=None)
    page = laptop(User.objects.get(username="sample-coordinator"))
    page.goto(f"/tables/{table.pk}/print/a4/")

    pages = print_to_pages(page)

    begun = pages_with(pages, f"1. {competency.name[:12]}")
    assert len(begun) == 1
    assert pages_with(pages, "ใบที่0;") == begun
    assert pages_with(pages, "ใบที่89;") > begun
