"""Addresses of this site as squares for the cameras of phones."""

import segno
from django.http.request import split_domain_port
from django.utils.safestring import mark_safe


def qr_svg(address):
    """The square as an SVG without a size of its own: the style sheet gives it one."""
    drawn = segno.make(address, error="m").svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None)
    return mark_safe(drawn)  # noqa: S308 (drawn by segno from an address of our own; holds paths alone)


def is_only_here(request):
    """Whether this page was opened at an address that no other machine can reach; a square would carry it too."""
    return split_domain_port(request.get_host())[0] in ("localhost", "127.0.0.1", "[::1]")
