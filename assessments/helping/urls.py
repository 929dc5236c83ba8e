"""Addresses of meetings of two, under assists/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.assist_list, name="assist_list"),
    path("ask/", views.assist_ask, name="assist_ask"),
    path("<int:pk>/", views.assist, name="assist"),
    path("<int:pk>/accept/", views.assist_accept, name="assist_accept"),
    path("<int:pk>/other-day/", views.assist_other_day, name="assist_other_day"),
    path("<int:pk>/decline/", views.assist_decline, name="assist_decline"),
    path("<int:pk>/call-off/", views.assist_call_off, name="assist_call_off"),
    path("<int:pk>/done/", views.assist_finish, name="assist_finish"),
    path("<int:pk>/learnt/", views.assist_learnt, name="assist_learnt"),
]
