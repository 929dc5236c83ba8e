from django.urls import include, path

from . import views

app_name = "meetings"

forums = [
    path("", include("meetings.suggesting.urls")),
    path("", include("meetings.beginning.urls")),
    path("", views.forum_list, name="forum_list"),
    path("new/", views.forum_create, name="forum_create"),
    path("<int:pk>/", views.forum_detail, name="forum_detail"),
    path("<int:pk>/edit/", views.forum_edit, name="forum_edit"),
    path("<int:pk>/roles/", views.forum_roles, name="forum_roles"),
    path("<int:pk>/", include("meetings.kit.urls")),
    path("<int:pk>/fill-leads/", views.forum_fill_leads, name="forum_fill_leads"),
    path("<int:pk>/leads/", views.forum_leads, name="forum_leads"),
    path("<int:pk>/rows/new/", views.row_create, name="row_create"),
    path("<int:pk>/rows/order/", views.row_order, name="row_order"),
    path("<int:pk>/rows/<int:row_pk>/edit/", views.row_edit, name="row_edit"),
    path("<int:pk>/rows/<int:row_pk>/move/", views.row_move, name="row_move"),
    path("<int:pk>/rows/<int:row_pk>/step/", views.row_step, name="row_step"),
    path("<int:pk>/rows/<int:row_pk>/remove/", views.row_remove, name="row_remove"),
    path("<int:pk>/record/", include("meetings.record.urls")),
    path("", include("meetings.after.urls")),
]

urlpatterns = [
    path("forums/", include(forums)),
    path("stories/", include("meetings.stories.urls")),
    path("sets/", include("meetings.sets.urls")),
    path("knowledge/", include("meetings.finding.urls")),
]
