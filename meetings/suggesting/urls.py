from django.urls import path

from . import views

urlpatterns = [
    path("<int:pk>/suggestions/", views.suggestions, name="suggestions"),
    path("<int:pk>/suggestions/accept/", views.accept, name="suggestion_accept"),
    path("<int:pk>/suggestions/take-out/", views.take_out, name="suggestion_take_out"),
    path("<int:pk>/suggestions/dismiss/", views.dismiss, name="suggestion_dismiss"),
    path("<int:pk>/suggestions/bring-back/", views.bring_back, name="suggestion_bring_back"),
    path("<int:pk>/suggestions/skills/", views.role_skills, name="role_skills"),
    path("from-round/<int:round_pk>/", views.from_round, name="from_round"),
]
