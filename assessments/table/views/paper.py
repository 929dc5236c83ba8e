from django.http import Http404


def cards(request, **kwargs):
    raise Http404


def table_print(request, **kwargs):
    raise Http404


def typing(request, **kwargs):
    raise Http404
