"""Addresses of what is found, under knowledge/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.find_stories, name="find"),
    path("competencies/<int:pk>/", views.competency, name="competency"),
]
