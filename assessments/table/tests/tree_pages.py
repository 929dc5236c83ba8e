"""Addresses of the tree's pages, and what a browser posts of them."""

from django.urls import reverse


def url(name, *args):
    return reverse(f"assessments:{name}", args=args)


def row_url(name, row):
    return url(name, row._meta.model_name, row.pk)


def posted(page):
    """What a browser posts of the page's form as it stands."""
    form = page.context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: "" if value is None else value for name, value in values.items()}


def said(response):
    return [str(message) for message in response.context["messages"]]


def acts(row):
    return list(row.history.order_by("history_id").values_list("history_change_reason", "history_user__username"))
