"""The Thai catalogue is complete, and its compiled form is the one in use."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

CATALOGUE = Path("th") / "LC_MESSAGES"


@pytest.fixture(scope="module")
def stored():
    return polib.pofile(str(settings.LOCALE_PATHS[0] / CATALOGUE / "django.po"))


def identity(entry):
    return entry.msgctxt, entry.msgid


def in_thai(entry):
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def test_catalogue_says_everything_in_thai(stored):
    assert [entry.msgid for entry in stored if not entry.translated() or entry.fuzzy] == []


def test_catalogue_keeps_every_placeholder(stored):
    def fields(text):
        return sorted(piece.split(")")[0] for piece in text.split("%(")[1:])

    for entry in stored:
        assert fields(in_thai(entry)) == fields(entry.msgid), entry.msgid


def test_catalogue_holds_every_message_of_the_source(stored, tmp_path):
    root = settings.BASE_DIR
    for name in ("kmnet", "facilitators", "assessments", "meetings", "templates"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    (tmp_path / "locale").mkdir()

    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "th", "--no-location"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path)},
        check=True,
        capture_output=True,
    )

    found = {identity(entry) for entry in polib.pofile(str(tmp_path / "locale" / CATALOGUE / "django.po"))}
    assert sorted(found - {identity(entry) for entry in stored}, key=str) == []
    assert sorted({identity(entry) for entry in stored} - found, key=str) == []


def test_compiled_catalogue_is_that_of_the_source(stored):
    compiled = polib.mofile(str(settings.LOCALE_PATHS[0] / CATALOGUE / "django.mo"))

    def words(catalogue):
        return {identity(entry): in_thai(entry) for entry in catalogue if entry.msgid}

    assert words(compiled) == words(stored)
