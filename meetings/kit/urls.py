"""Addresses of what is printed, shared and called off, below a forum's own."""

from django.urls import path

from . import views

urlpatterns = [
    path("print/", views.forum_print, name="forum_print"),
    path("kit/", views.kit, name="kit"),
    path("kit/print/", views.kit_print, name="kit_print"),
    path("share/", views.share, name="forum_share"),
    path("forum.ics", views.forum_ics, name="forum_ics"),
    path("call-off/", views.call_off, name="call_off"),
    path("hold-after-all/", views.hold_after_all, name="hold_after_all"),
]
