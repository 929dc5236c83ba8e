"""What the form of a self-assessment repeats for each item."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

register = template.Library()

DASH = '<li><button name="go" value="{}"{}{}><span class="visually-hidden">{}</span></button></li>'
DONE = mark_safe(' class="done"')
NOW = mark_safe(' aria-current="step"')


@register.filter
def dashes(items, now):
    """The bar of all items: each is a button of the form, so that what is typed is saved on the way to it."""
    answered, unanswered = _("Item %(number)s: answered"), _("Item %(number)s: not answered yet")
    rows = (
        (
            item.number,
            DONE if item.is_answered else "",
            NOW if item is now else "",
            (answered if item.is_answered else unanswered) % {"number": item.number},
        )
        for item in items
    )
    return format_html_join("", DASH, rows)
