"""Addresses of beginning a forum, under forums/."""

from django.urls import path

from . import views

urlpatterns = [
    path("templates/", views.template_list, name="template_list"),
    path("templates/<int:pk>/", views.template, name="template"),
    path("templates/<int:pk>/edit/", views.template_edit, name="template_edit"),
    path("templates/<int:pk>/archive/", views.template_archive, name="template_archive"),
    path("templates/<int:pk>/bring-back/", views.template_bring_back, name="template_bring_back"),
    path("copy/", views.copy_choose, name="copy_choose"),
    path("<int:pk>/keep/", views.template_keep, name="template_keep"),
    path("<int:pk>/rows/insert/", views.rows_insert, name="rows_insert"),
]
