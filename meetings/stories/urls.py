"""Addresses of stories, under stories/."""

from django.urls import path

from .views import lists, telling

urlpatterns = [
    path("", lists.story_list, name="story_list"),
    path("new/", telling.story_new, name="story_new"),
    path("write/<uuid:uid>/", telling.story_write, name="story_write"),
    path("<int:pk>/", lists.story, name="story"),
    path("<int:pk>/tell/", telling.story_tell, name="story_tell"),
]
