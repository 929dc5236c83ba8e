from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from .models import User


class SignInForm(AuthenticationForm):
    """User name and password; django-axes has counted the tries before the password is hashed."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _("The user name or the password is not right. Check both and try again."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        # The page begins with a list of names where one tap signs in: do not scroll past it.
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["password"].label = _("Password")


class SlipForm(forms.Form):
    """The code of a sign-in slip; cleaning spends the slip."""

    code = forms.CharField(
        label=_("Code on the slip"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
    )

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.user = None

    def clean_code(self):
        code = self.cleaned_data["code"]
        self.user = authenticate(self.request, slip_code=code)
        if self.user is None:
            raise forms.ValidationError(
                _("This code does not work: mistyped, used before, or too old. Ask your coordinator for a new slip.")
            )
        return code


class SignInAsForm(forms.Form):
    """Whose name was tapped; offered only where one tap signs in."""

    who = forms.ModelChoiceField(User.objects.none())

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = people


class ConsentForm(forms.Form):
    """The switch to be named to one's circle."""

    agrees = forms.BooleanField(label=_("My circle may see my results with my name"), required=False)


class NewPasswordForm(SetPasswordForm):
    """A first password, or a new one after signing in with a slip."""


class ChangePasswordForm(PasswordChangeForm):
    """A new password for who knows the old one."""
