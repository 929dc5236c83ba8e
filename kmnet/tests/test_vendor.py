import hashlib
import re

from django.conf import settings

VENDOR = settings.BASE_DIR / "static" / "vendor"


def test_vendored_files_have_the_documented_hashes():
    documented = dict(re.findall(r"`([0-9a-f]{64})` \| `([^`]+)`", (VENDOR / "README.md").read_text(encoding="utf-8")))

    found = {hashlib.sha256((VENDOR / path).read_bytes()).hexdigest(): path for path in documented.values()}

    assert found == documented


def test_vendored_fonts_and_scripts_are_all_documented():
    text = (VENDOR / "README.md").read_text(encoding="utf-8")
    shipped = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.suffix in {".woff2", ".js"}}

    assert {path for path in shipped if path not in text} == set()


def test_own_styles_ask_no_other_site():
    styles = {path: path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "static").rglob("*.css")}

    assert {path.name for path, text in styles.items() if re.search(r"url\(\s*[\"']?(https?:)?//", text)} == set()
