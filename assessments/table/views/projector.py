from django.http import Http404


def projector(request, **kwargs):
    raise Http404


def projector_live(request, **kwargs):
    raise Http404
