"""How the words of a book are broken up."""

from django import template

register = template.Library()


@register.filter
def lines(text):
    """The lines of a text that are not empty; each becomes a paragraph."""
    return [line.strip() for line in str(text).splitlines() if line.strip()]


@register.filter
def phrases(title):
    """The phrases of a title: between them is where its lines break best."""
    return str(title).split()
