from django.http import Http404


def tree(request, **kwargs):
    raise Http404


def about(request, **kwargs):
    raise Http404


def level_names(request, **kwargs):
    raise Http404


def add(request, **kwargs):
    raise Http404


def order(request, **kwargs):
    raise Http404


def edit(request, **kwargs):
    raise Http404


def move(request, **kwargs):
    raise Http404


def split(request, **kwargs):
    raise Http404
