from django.urls import include, path

from . import views

app_name = "assessments"

urlpatterns = [
    path("tables/", include("assessments.table.urls")),
    path("", include("assessments.helping.urls")),
    path("assess/", views.current, name="current"),
    path("rounds/<int:round_pk>/assess/<int:facilitator_pk>/", views.start, name="start"),
    path("rounds/<int:round_pk>/assess/<int:facilitator_pk>/<int:number>/", views.step, name="step"),
    path("rounds/<int:round_pk>/assess/<int:facilitator_pk>/check/", views.check, name="check"),
    path("rounds/<int:round_pk>/assess/<int:facilitator_pk>/send/", views.send, name="send"),
    path("rounds/<int:round_pk>/recording/", views.recording, name="recording"),
    path("rounds/<int:round_pk>/paper/", views.paper, name="paper"),
    path("result/", views.result, name="result"),
    path("rounds/<int:round_pk>/result/", views.round_result, name="round_result"),
    path("rounds/<int:round_pk>/circle/", views.circle, name="circle"),
]
