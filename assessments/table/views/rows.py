from django.http import Http404


def sorting(request, **kwargs):
    raise Http404


def leads(request, **kwargs):
    raise Http404


def row(request, **kwargs):
    raise Http404


def place(request, **kwargs):
    raise Http404


def take_in(request, **kwargs):
    raise Http404


def join(request, **kwargs):
    raise Http404


def reword(request, **kwargs):
    raise Http404


def set_aside(request, **kwargs):
    raise Http404


def bring_back(request, **kwargs):
    raise Http404


def undo(request, **kwargs):
    raise Http404
