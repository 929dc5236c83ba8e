"""Addresses of the site; each app keeps its own below its name."""

from django.contrib import admin
from django.urls import include, path

from . import home, views

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("", include("facilitators.urls")),
    path("", include("assessments.urls")),
    path("", include("meetings.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "kmnet.views.bad_request"
handler403 = "kmnet.views.permission_denied"
handler404 = "kmnet.views.page_not_found"
handler500 = "kmnet.views.server_error"
