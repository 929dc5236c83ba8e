from django.http import Http404


def table_list(request, **kwargs):
    raise Http404


def table(request, **kwargs):
    raise Http404


def history(request, **kwargs):
    raise Http404
