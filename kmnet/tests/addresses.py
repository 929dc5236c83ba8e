"""Every address of the site by its name, read from the URL resolver: what lists of pages must be complete against."""

from django.contrib import admin
from django.urls import URLResolver, get_resolver


def url_names():
    """The names as `reverse` takes them; a pattern without a name is told by its route."""
    return set(_names(get_resolver().url_patterns))


def _names(patterns, route="", namespace=""):
    for pattern in patterns:
        whole = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _names(pattern.url_patterns, whole, namespace + inner)
        else:
            yield f"{namespace}{pattern.name}" if pattern.name else whole


def admin_models():
    """The models of the office, as the names of their addresses begin: {"meetings_forum": Forum}."""
    return {f"{model._meta.app_label}_{model._meta.model_name}": model for model in admin.site._registry}
