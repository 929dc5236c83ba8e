"""Addresses of knowledge sets and their editions, under sets/."""

from django.urls import path

from .views import choosing, editions, parts, sets

urlpatterns = [
    path("", sets.set_list, name="set_list"),
    path("<int:pk>/", sets.knowledge_set, name="set"),
    path("<int:pk>/edit/", sets.set_edit, name="set_edit"),
    path("<int:pk>/preview/", editions.set_preview, name="set_preview"),
    path("<int:pk>/preview/pages.css", editions.preview_style, name="preview_style"),
    path("<int:pk>/issue/", sets.set_issue, name="set_issue"),
    path("<int:pk>/choose/", choosing.set_choose, name="set_choose"),
    path("<int:pk>/order/", choosing.set_order, name="set_order"),
    path("<int:pk>/stories/<int:row_pk>/place/", choosing.set_place, name="set_place"),
    path("<int:pk>/stories/<int:row_pk>/move/", choosing.set_move, name="set_move"),
    path("<int:pk>/stories/<int:row_pk>/remove/", choosing.set_remove, name="set_remove"),
    path("<int:pk>/works/new/", parts.work_new, name="work_new"),
    path("<int:pk>/works/<int:work_pk>/", parts.work_edit, name="work_edit"),
    path("<int:pk>/works/<int:work_pk>/move/", parts.work_move, name="work_move"),
    path("<int:pk>/works/<int:work_pk>/remove/", parts.work_remove, name="work_remove"),
    path("<int:pk>/works/<int:work_pk>/voices/new/", parts.voice_new, name="voice_new"),
    path("<int:pk>/works/<int:work_pk>/voices/<int:voice_pk>/", parts.voice_edit, name="voice_edit"),
    path("<int:pk>/works/<int:work_pk>/voices/<int:voice_pk>/remove/", parts.voice_remove, name="voice_remove"),
    path("<int:pk>/tambons/<int:tambon_pk>/", parts.conditions, name="conditions"),
    path("<int:pk>/tambons/<int:tambon_pk>/lessons/", parts.lessons, name="lessons"),
    path("editions/<uuid:uid>/", editions.edition, name="edition"),
    path("editions/<uuid:uid>/book/", editions.edition_book, name="edition_book"),
    path("editions/<uuid:uid>/pages.css", editions.edition_style, name="edition_style"),
    path("editions/<uuid:uid>/book.<str:ending>", editions.edition_file, name="edition_file"),
    path("public/<uuid:uid>/", editions.public_edition, name="public_edition"),
    path("public/<uuid:uid>/pages.css", editions.public_style, name="public_style"),
]
