"""Addresses of the record of a forum, under forums/<pk>/record/."""

from django.urls import path

from .views import attendance, overview, photos, rows

urlpatterns = [
    path("", overview.record, name="record"),
    path("open/", overview.record_open, name="record_open"),
    path("print/", overview.record_print, name="record_print"),
    path("about/", overview.record_about, name="record_about"),
    path("attendance/", attendance.record_attendance, name="record_attendance"),
    path("attendance/add/", attendance.attendance_add, name="attendance_add"),
    path("attendance/<int:attendance_pk>/remove/", attendance.attendance_remove, name="attendance_remove"),
    path("rows/new/", rows.record_row_add, name="record_row_add"),
    path("rows/<int:row_pk>/", rows.record_row, name="record_row"),
    path("rows/<int:row_pk>/move/", rows.record_row_move, name="record_row_move"),
    path("rows/<int:row_pk>/remove/", rows.record_row_remove, name="record_row_remove"),
    path("rows/<int:row_pk>/quotes/new/", rows.quote_add, name="quote_add"),
    path("quotes/<int:quote_pk>/", rows.quote_edit, name="quote_edit"),
    path("quotes/<int:quote_pk>/remove/", rows.quote_remove, name="quote_remove"),
    path("photos/", photos.record_photos, name="record_photos"),
    path("photos/<int:photo_pk>/", photos.photo_edit, name="photo_edit"),
    path("photos/<int:photo_pk>/image/", photos.photo, name="photo"),
    path("photos/<int:photo_pk>/small/", photos.photo, {"small": True}, name="photo_small"),
    path("photos/<int:photo_pk>/remove/", photos.photo_remove, name="photo_remove"),
]
