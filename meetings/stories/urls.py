"""Addresses of stories, under stories/."""

from django.urls import path

from .views import consent, files, lists, speaking, telling

STORY = "<int:pk>/"

urlpatterns = [
    path("", lists.story_list, name="story_list"),
    path(STORY, lists.story, name="story"),
    path(STORY + "history/", lists.story_history, name="story_history"),
    # Telling
    path("new/", telling.story_new, name="story_new"),
    path("write/<uuid:uid>/", telling.story_write, name="story_write"),
    path(STORY + "tell/", telling.story_tell, name="story_tell"),
    # Photos and sound
    path(STORY + "photos/", files.story_photos, name="story_photos"),
    path(STORY + "photos/<int:photo_pk>/", files.story_photo, name="story_photo"),
    path(STORY + "photos/<int:photo_pk>/small/", files.story_photo, {"small": True}, name="story_photo_small"),
    path(STORY + "photos/<int:photo_pk>/edit/", files.story_photo_edit, name="story_photo_edit"),
    path(STORY + "photos/<int:photo_pk>/remove/", files.story_photo_remove, name="story_photo_remove"),
    path(STORY + "sound/", files.story_sound, name="story_sound"),
    path(STORY + "sound/add/", files.story_sound_add, name="story_sound_add"),
    path(STORY + "sound/remove/", files.story_sound_remove, name="story_sound_remove"),
    # Who may read it
    path(STORY + "readers/", consent.story_readers, name="story_readers"),
    path(STORY + "withdraw/", consent.story_withdraw, name="story_withdraw"),
    path(STORY + "throw-away/", consent.story_throw_away, name="story_throw_away"),
    # What readers say
    path(STORY + "comment/", speaking.story_comment, name="story_comment"),
    path(STORY + "comments/<int:said_pk>/take-back/", speaking.comment_take_back, name="comment_take_back"),
    path(STORY + "use/", speaking.story_use, name="story_use"),
    path(STORY + "uses/<int:said_pk>/take-back/", speaking.use_take_back, name="use_take_back"),
    path("said-by-me/", speaking.words_of_mine, name="words_of_mine"),
    path(STORY + "propose/", speaking.story_propose, name="story_propose"),
    path(STORY + "agree/", speaking.story_agree, name="story_agree"),
    path(STORY + "proposals/<int:proposal_pk>/turn-down/", speaking.story_turn_down, name="story_turn_down"),
]
