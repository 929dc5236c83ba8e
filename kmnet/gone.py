"""What somebody has removed while another was still at it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, resolve_url

from .keeping import is_sent_by_script
from .views import kept


class Gone(Http404):
    """Says what has been removed; the page gives back what was typed, and leads to (address, words)."""

    def __init__(self, said, leads_to=None):
        super().__init__(said)
        self.said, self.leads_to = said, leads_to


def gone(request, said, to, words):
    """The answer where what is asked for has been removed: on to `to` (called `words`), which says so.

    Where text was typed nothing is passed over: raises Gone.
    """
    if is_sent_by_script(request) or kept(request):
        raise Gone(said, leads_to=(resolve_url(to), words))
    messages.warning(request, said)
    return redirect(to)
