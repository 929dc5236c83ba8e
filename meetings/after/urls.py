"""Addresses of what a forum leaves behind, under forums/."""

from django.urls import path

from .views import aar, approval, promises, series

RECORD = "<int:pk>/record/"  # pk: of the forum
PROMISE = "promises/<int:pk>/"
QUESTIONS = "questions/<int:circle_pk>/"

urlpatterns = [
    # AAR
    path(RECORD + "aar/", aar.aar, name="aar"),
    path(RECORD + "aar/mine/", aar.aar_mine, name="aar_mine"),
    path(RECORD + "aar/for/", aar.aar_for, name="aar_for"),
    path(RECORD + "aar/<int:question_pk>/summary/", aar.aar_summary, name="aar_summary"),
    path(QUESTIONS, aar.circle_questions, name="circle_questions"),
    path(QUESTIONS + "begin/", aar.questions_begin, name="questions_begin"),
    path(QUESTIONS + "usual/", aar.questions_usual, name="questions_usual"),
    path(QUESTIONS + "<int:pk>/reword/", aar.question_reword, name="question_reword"),
    path(QUESTIONS + "<int:pk>/archive/", aar.question_archive, name="question_archive"),
    path(QUESTIONS + "<int:pk>/move/", aar.question_move, name="question_move"),
    # Promises
    path(RECORD + "promises/", promises.promises, name="promises"),
    path("promises/", promises.promise_list, name="promise_list"),
    path(PROMISE, promises.promise, name="promise"),
    path(PROMISE + "edit/", promises.promise_edit, name="promise_edit"),
    path(PROMISE + "remove/", promises.promise_remove, name="promise_remove"),
    path(PROMISE + "done/", promises.promise_finish, name="promise_finish"),
    path(PROMISE + "drop/", promises.promise_drop, name="promise_drop"),
    path(PROMISE + "hand-on/", promises.promise_hand_on, name="promise_hand_on"),
    path(PROMISE + "reopen/", promises.promise_reopen, name="promise_reopen"),
    # Approval
    path(RECORD + "propose/", approval.record_propose, name="record_propose"),
    path(RECORD + "send-back/", approval.record_send_back, name="record_send_back"),
    path(RECORD + "approve/", approval.record_approve, name="record_approve"),
    path(RECORD + "approve-earlier/", approval.record_approve_earlier, name="record_approve_earlier"),
    path(RECORD + "additions/", approval.additions, name="additions"),
    path(RECORD + "minutes/", approval.minutes, name="minutes"),
    # The series
    path("calendar/", series.calendar, name="calendar"),
    path("series/", series.series_list, name="series_list"),
    path("series/<int:circle_pk>/", series.series, name="series"),
]
