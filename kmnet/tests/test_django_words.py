import json
import re
from pathlib import Path

import django
import polib
from django import forms
from django.conf import settings

DJANGO = Path(django.__file__).parent


def test_djangos_own_errors_speak_thai():
    class Form(forms.Form):
        name = forms.CharField(max_length=3)
        number = forms.IntegerField()
        other = forms.CharField()

    assert Form({"name": "ยาวไป", "number": "x"}).errors == {
        "name": ["ยาวเกินไป ใส่ได้ไม่เกิน 3 ตัวอักษร (ตอนนี้มี 5)"],
        "number": ["กรุณาพิมพ์เป็นตัวเลขจำนวนเต็ม"],
        "other": ["ช่องนี้ยังว่างอยู่ กรุณากรอกหรือเลือก"],
    }


def test_words_are_those_of_this_django():
    ours = polib.pofile(settings.LOCALE_PATHS[0] / "th/LC_MESSAGES/django.po")
    named = {entry.msgid for entry in ours if ("kmnet/django_words.py", "") in entry.occurrences}
    known = {
        entry.msgid
        for catalogue in DJANGO.glob("**/locale/en/LC_MESSAGES/django.po")
        for entry in polib.pofile(catalogue)
    }

    assert len(named) > 100
    assert named - known == set()


def test_scripts_of_the_admin_speak_thai():
    scripts = "contrib/admin/locale/{}/LC_MESSAGES/djangojs.po"
    english, theirs, ours = (
        {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path))}
        for path in (
            DJANGO / scripts.format("en"),
            DJANGO / scripts.format("th"),
            settings.LOCALE_PATHS[0] / "th/LC_MESSAGES/djangojs.po",
        )
    )

    def is_thai(key):
        entry = ours.get(key) or theirs[key]
        thai = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
        return bool(thai) and not re.search(r"[A-Za-z]{3}", re.sub(r"%\(\w+\)", "", thai))

    assert [key for key in english if key[1] and not is_thai(key)] == []


def test_scripts_of_the_admin_are_compiled(signed_in, coordinator):
    words = signed_in(coordinator).get("/admin/jsi18n/").content.decode()

    assert json.dumps("เลือก %(sel)s จาก %(cnt)s") in words
