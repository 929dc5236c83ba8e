import re

from django.conf import settings

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
STYLES = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))


def found(pattern, paths):
    """Where the pattern occurs: "file: match" for each."""
    texts = {path.name: re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL) for path in paths}
    return [f"{name}: {match.group()}" for name, text in texts.items() for match in re.finditer(pattern, text)]


def test_templates_hold_nothing_that_the_content_security_policy_refuses():
    assert found(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=\"|javascript:", TEMPLATES) == []


def test_templates_ask_no_other_site():
    assert found(r"(src|href)=\"(https?:)?//[^\"]*", TEMPLATES) == []


def test_thai_has_room_above_and_below():
    heights = found(r"line-height:\s*[\d.]+(?=[;\s}])", STYLES)

    # A height of exactly 1 is for a digit or "!" in a circle, where no Thai letter stands.
    assert [height for height in heights if 1 < float(height.rsplit(":", 1)[1]) < 1.6] == []


def test_thai_letters_are_neither_spaced_nor_slanted():
    assert found(r"letter-spacing:\s*[^0;\s][^;]*|font-style:\s*(italic|oblique)", STYLES) == []


def test_classes_of_the_style_page_exist():
    page = (settings.BASE_DIR / "docs" / "style.md").read_text(encoding="utf-8")
    bones = [*(settings.BASE_DIR / "static" / "vendor").glob("bootstrap-*/bootstrap.min.css")]
    known = {match.split(": .")[1] for match in found(r"\.[a-z][\w-]*", [*STYLES, *bones])}
    shown = {name for names in re.findall(r'class="([^"{%…]+)"', page) for name in names.split()}

    assert shown - known == set()
