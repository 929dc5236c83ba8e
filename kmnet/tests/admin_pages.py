"""Opening the office's pages for a model, for the admin tests of each app."""

import pytest
from django.forms import CheckboxInput
from django.urls import reverse

PAGES = ("changelist", "add", "change", "history", "delete")


def address(model, page, row=None):
    """The address of an admin page of a model; change, history and delete need a row."""
    needs_row = page in ("change", "history", "delete")
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=[row.pk] if needs_row else [])


def open_page(client, page, row, **query):
    """The response of an admin page for a stored row, or for its model."""
    return client.get(address(type(row), page, row), query)


def posted(form):
    """What a browser posts for an admin form as it stands, inlines included: change it and post it."""
    forms = [form.context_data["adminform"].form]
    for inline in form.context_data["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    return {field.html_name: _value(field) for each in forms for field in each if _is_posted(field)}


def _is_posted(field):
    return not field.field.disabled and not (isinstance(field.field.widget, CheckboxInput) and not field.value())


def _value(field):
    if isinstance(field.field.widget, CheckboxInput):
        return "on"
    widget = getattr(field.field.widget, "widget", field.field.widget)  # inside the admin's links to add and change
    value = widget.format_value(field.value())
    return "" if value is None else value


def each_page(queries):
    """The test at one row and at three, for each page that has a number in `queries`: [(maker, one number a page)]."""
    pages = [(maker, page, number) for maker, row in queries for page, number in zip(PAGES, row, strict=True) if number]
    cases = [(*case, count) for case in pages for count in (1, 3)]
    names = [f"{maker.__name__}-{page}-{number}-{count}" for maker, page, number, count in cases]
    return pytest.mark.parametrize(("maker", "page", "queries", "count"), cases, ids=names)


def each_refusal(queries):
    """The test once for each page for which `queries` has None: a page that is refused."""
    cases = [(maker, page) for maker, row in queries for page, number in zip(PAGES, row, strict=True) if number is None]
    return pytest.mark.parametrize(("maker", "page"), cases, ids=[f"{maker.__name__}-{page}" for maker, page in cases])
