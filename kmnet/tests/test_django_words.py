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
