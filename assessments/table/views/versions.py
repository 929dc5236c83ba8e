from django.http import Http404


def check(request, **kwargs):
    raise Http404


def use(request, **kwargs):
    raise Http404


def to_draft(request, **kwargs):
    raise Http404


def new_draft(request, **kwargs):
    raise Http404


def compare(request, **kwargs):
    raise Http404
