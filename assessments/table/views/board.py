from django.http import Http404


def board(request, **kwargs):
    raise Http404


def board_live(request, **kwargs):
    raise Http404


def competency_board(request, **kwargs):
    raise Http404


def competency_board_live(request, **kwargs):
    raise Http404


def agree(request, **kwargs):
    raise Http404


def comment(request, **kwargs):
    raise Http404
