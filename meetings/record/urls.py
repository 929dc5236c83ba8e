"""Addresses of the record of a forum, under forums/<pk>/record/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.record, name="record"),
    path("open/", views.record_open, name="record_open"),
]
