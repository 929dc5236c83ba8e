"""Thai days, times, lengths of time and cut texts in templates; nothing stands for None. A template builtin."""

from datetime import datetime

from django import template
from django.utils import timezone

from kmnet import thai

register = template.Library()

NOTHING = (None, "")  # "" is what a template makes of a name it does not know


def _local(moment):
    """A moment in the network's time zone; days, times and naive moments as they are."""
    return timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment


@register.filter
def thai_date(day, style="full"):
    """วันเสาร์ที่ 8 สิงหาคม 2569; with "long", "short" or "numeric" less."""
    return "" if day in NOTHING else thai.format_date(_local(day), style)


@register.filter
def thai_time(moment):
    """09.00 น."""
    return "" if moment in NOTHING else thai.format_time(_local(moment))


@register.filter
def thai_moment(moment):
    """8 ส.ค. 2569 14.32 น."""
    return "" if moment in NOTHING else thai.format_moment(_local(moment))


@register.filter
def thai_cut(text, length):
    """The text in at most so many letters as a reader counts them, a cut one with … at its end."""
    return thai.cut(str(text), length)


@register.filter
def minutes(number):
    """1 ชั่วโมง 30 นาที"""
    return "" if number in NOTHING else thai.format_minutes(number)
