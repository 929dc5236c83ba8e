"""Addresses of meetings of two and of one's own plans."""

from django.urls import path

from . import plans, views

urlpatterns = [
    path("assists/", views.assist_list, name="assist_list"),
    path("assists/ask/", views.assist_ask, name="assist_ask"),
    path("assists/<int:pk>/", views.assist, name="assist"),
    path("assists/<int:pk>/accept/", views.assist_accept, name="assist_accept"),
    path("assists/<int:pk>/other-day/", views.assist_other_day, name="assist_other_day"),
    path("assists/<int:pk>/decline/", views.assist_decline, name="assist_decline"),
    path("assists/<int:pk>/call-off/", views.assist_call_off, name="assist_call_off"),
    path("assists/<int:pk>/done/", views.assist_finish, name="assist_finish"),
    path("assists/<int:pk>/learnt/", views.assist_learnt, name="assist_learnt"),
    path("plans/", plans.plan_list, name="plan_list"),
    path("plans/new/", plans.plan_create, name="plan_create"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/change/", plans.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/done/", plans.plan_done, name="plan_done"),
    path("plans/<int:pk>/remove/", plans.plan_remove, name="plan_remove"),
]
