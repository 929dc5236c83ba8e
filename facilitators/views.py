"""Signing in, and the page about oneself."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from .forms import ChangePasswordForm, ConsentForm, NewPasswordForm, SignInAsForm, SignInForm, SlipForm
from .models import Facilitator, Network, User

PASSWORDS = "django.contrib.auth.backends.ModelBackend"
SLIPS = "facilitators.backends.SlipBackend"
BY_SLIP = "signed_in_by_slip"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def sign_in(request):
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = SignInForm(request, data=request.POST or None)
    if form.is_valid():
        login(request, form.get_user())
        return redirect(_next(request))
    networks = Network.objects.with_people() if settings.ONE_TAP_SIGN_IN else []
    return render(
        request,
        "facilitators/sign_in.html",
        {"form": form, "next": request.POST.get("next", request.GET.get("next", "")), "networks": networks},
    )


@login_not_required
@require_POST
def sign_in_as(request):
    """Sign in as whoever was tapped: only in the start mode that serves nobody but this machine."""
    if not settings.ONE_TAP_SIGN_IN:
        raise Http404
    form = SignInAsForm(request.POST, people=User.objects.entered_with_one_tap())
    if not form.is_valid():
        messages.error(request, _("That person is not on the list any more. Choose again."))
        return redirect("facilitators:sign_in")
    login(request, form.cleaned_data["who"], backend=PASSWORDS)
    return redirect(_next(request))


@login_not_required
@never_cache
@sensitive_post_parameters("code")
def enter(request):
    """Sign in with the code of a slip. A link only fills the code in: to open it spends nothing."""
    form = SlipForm(request.POST or None, request=request, initial={"code": request.GET.get("code", "")[:40]})
    if form.is_valid():
        login(request, form.user, backend=SLIPS)
        request.session[BY_SLIP] = True
        messages.success(request, _("Welcome. Set a password now, so that you can come back without a slip."))
        return redirect("facilitators:password")
    return render(request, "facilitators/enter.html", {"form": form})


@login_not_required
def locked_out(request, credentials):
    """What django-axes shows after too many wrong tries."""
    return render(request, "facilitators/locked_out.html", status=429)


@require_POST
def sign_out(request):
    """Whoever uses the phone next finds no page or photo in the browser's store; what is unsaved stays."""
    logout(request)
    messages.success(request, _("You have signed out."))
    answer = redirect("facilitators:sign_in")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def me(request):
    """About oneself; who has left still finds here how to take the consent to be named back."""
    facilitator = Facilitator.objects.filter(user=request.user).select_related("tambon__network").first()
    return render(request, "facilitators/me.html", {"facilitator": facilitator})


@require_POST
def set_named(request):
    """Give, decline or take back the consent to be named; only ever one's own."""
    facilitator = get_object_or_404(Facilitator, user=request.user)
    form = ConsentForm(request.POST)
    if form.is_valid():
        if form.cleaned_data["agrees"] and not facilitator.is_active:
            raise Http404  # who has left can only take it back
        was_named = facilitator.agrees_to_be_named
        facilitator.set_named(form.cleaned_data["agrees"])
        if facilitator.agrees_to_be_named:
            messages.success(request, _("Your circle can now see your results with your name."))
        elif not was_named:
            messages.success(
                request, _("Your name is not shown with your results. You can agree to it here at any time.")
            )
        else:
            messages.success(request, _("Your name is no longer shown with your results, from now on and everywhere."))
    return redirect("facilitators:me")


@never_cache
@sensitive_post_parameters()
def password(request):
    """Set a password; the old one is asked for, save where there is none or a slip was just used instead."""
    knows_old = request.user.has_usable_password() and not request.session.get(BY_SLIP)
    form_class = ChangePasswordForm if knows_old else NewPasswordForm
    form = form_class(request.user, request.POST or None)
    if form.is_valid():
        form.save()
        update_session_auth_hash(request, form.user)
        request.session.pop(BY_SLIP, None)
        messages.success(request, _("Your password is set. Next time sign in with your user name and this password."))
        return redirect("home")
    return render(request, "facilitators/password.html", {"form": form, "may_skip": not knows_old})


def photo(request, pk):
    """A person's photo, for those of their network."""
    facilitator = get_object_or_404(Facilitator.objects.visible_to(request.user).exclude(photo=""), pk=pk)
    if not Path(facilitator.photo.path).is_file():
        raise Http404
    return FileResponse(facilitator.photo.open("rb"))


def _next(request):
    """Where to go after signing in: the page asked for, if it is one of ours, else the first page."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else "home"
