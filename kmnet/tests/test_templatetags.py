from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template

SATURDAY = date(2026, 8, 8)
LATE = datetime(2026, 8, 7, 17, 30, tzinfo=UTC)  # 00.30 on the 8th in Thailand


def drawn(source, **values):
    # The filters are builtins of the template engine: nothing to load.
    return Template(source).render(Context(values))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ day|thai_date }}", "วันเสาร์ที่ 8 สิงหาคม 2569"),
        ('{{ day|thai_date:"long" }}', "8 สิงหาคม 2569"),
        ('{{ day|thai_date:"short" }}', "8 ส.ค. 2569"),
        ('{{ day|thai_date:"numeric" }}', "8/8/2569"),
        ('{{ late|thai_date:"short" }}', "8 ส.ค. 2569"),
        ("{{ late|thai_time }}", "00.30 น."),
        ("{{ late|thai_moment }}", "8 ส.ค. 2569 00.30 น."),
        ("{{ midnight|thai_time }}", "00.00 น."),
        ("{{ nine|thai_time }}", "09.00 น."),
        ("{{ long|thai_cut:6 }}", "เล่าเรื่…"),
        ("{{ long|thai_cut:20 }}", "เล่าเรื่องจากเวที"),
        ("{{ ninety|minutes }}", "1 ชั่วโมง 30 นาที"),
        ("{{ zero|minutes }}", "0 นาที"),
    ],
)
def test_filters_speak_thai_in_local_time(source, shown):
    values = {"midnight": time(0), "nine": time(9), "ninety": 90, "zero": 0, "long": "เล่าเรื่องจากเวที"}

    assert drawn(source, day=SATURDAY, late=LATE, **values) == shown


@pytest.mark.parametrize("name", ["thai_date", "thai_time", "thai_moment", "minutes"])
def test_filters_show_nothing_for_none(name):
    assert drawn(f"{{{{ nothing|{name} }}}}", nothing=None) == ""
    assert drawn(f"{{{{ unknown|{name} }}}}") == ""
