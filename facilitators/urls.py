from django.urls import path

from . import views

app_name = "facilitators"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/as/", views.sign_in_as, name="sign_in_as"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("enter/", views.enter, name="enter"),
    path("me/", views.me, name="me"),
    path("me/named/", views.set_named, name="set_named"),
    path("me/password/", views.password, name="password"),
    path("people/<int:pk>/photo/", views.photo, name="photo"),
]
