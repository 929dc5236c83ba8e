"""The base of every form, and fields that read and show Thai days and times."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, router
from django.forms.models import InlineForeignKeyField, construct_instance
from django.utils import timezone
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kmnet import thai

# Days and times


def date_example():
    """Today as one would type it, for help texts and errors."""
    return thai.format_date(timezone.localdate(), "numeric")


def date_help():
    today = timezone.localdate()
    return gettext("For example %(numeric)s or %(short)s") % {
        "numeric": thai.format_date(today, "numeric"),
        "short": thai.format_date(today, "short"),
    }


class ThaiDateInput(forms.TextInput):
    """A text box with a day in the Buddhist era: 8/8/2569."""

    # The number pads of phones have no "/", and months may be typed as words: keep the whole keyboard.
    default_attrs = {"autocomplete": "off", "size": 18}

    def __init__(self, attrs=None):
        super().__init__({**self.default_attrs, **(attrs or {})})

    def format_value(self, value):
        return thai.format_date(value, "numeric") if hasattr(value, "weekday") else super().format_value(value)


class ThaiTimeInput(forms.TextInput):
    """A text box with a time of day: 09.00."""

    default_attrs = {"autocomplete": "off", "inputmode": "decimal", "size": 8}

    def __init__(self, attrs=None):
        super().__init__({**self.default_attrs, **(attrs or {})})

    def format_value(self, value):
        return f"{value:%H.%M}" if hasattr(value, "hour") else super().format_value(value)


class ThaiDateField(forms.DateField):
    """A day typed in any of the ways that `thai.parse_date` reads, shown as 8/8/2569."""

    widget = ThaiDateInput
    default_error_messages = {
        "unknown": _("“%(typed)s” cannot be read as a day. Type it like %(example)s."),
        "no_such_day": _("The calendar has no such day: “%(typed)s”. Check it, and type it like %(example)s."),
        "year_range": _("Check the year of “%(typed)s”. Type it like %(example)s."),
    }

    def __init__(self, **kwargs):
        super().__init__(**kwargs | {"help_text": kwargs.get("help_text") or lazy(date_help, str)()})

    def to_python(self, value):
        if not isinstance(value, str):
            return super().to_python(value)
        typed = value.strip()
        if not typed:
            return None
        try:
            return thai.parse_date(typed)
        except thai.UnreadableError as error:
            raise ValidationError(
                self.error_messages[error.code],
                code=error.code,
                params={"typed": typed, "example": date_example()},
            ) from None


class ThaiTimeField(forms.TimeField):
    """A time of day typed in any of the ways that `thai.parse_time` reads, shown as 09.00."""

    widget = ThaiTimeInput
    default_error_messages = {
        "unknown": _("“%(typed)s” cannot be read as a time. Type it like 09.00."),
        "no_such_time": _("The clock has no such time: “%(typed)s”. Type it like 09.00."),
    }

    def __init__(self, **kwargs):
        super().__init__(**kwargs | {"help_text": kwargs.get("help_text") or _("For example 09.00")})

    def to_python(self, value):
        if not isinstance(value, str):
            return super().to_python(value)
        typed = value.strip()
        if not typed:
            return None
        try:
            return thai.parse_time(typed)
        except thai.UnreadableError as error:
            raise ValidationError(self.error_messages[error.code], code=error.code, params={"typed": typed}) from None


# For ModelAdmin.formfield_overrides. The admin's own date widgets bring a calendar that knows only CE.
THAI_FORMFIELD_OVERRIDES = {
    models.DateField: {"form_class": ThaiDateField, "widget": ThaiDateInput},
    models.TimeField: {"form_class": ThaiTimeField, "widget": ThaiTimeInput},
}


def thai_formfield(field, **kwargs):
    """The form field of a model field, in the Buddhist era if it is a day."""
    return field.formfield(**{**THAI_FORMFIELD_OVERRIDES.get(type(field), {}), **kwargs})


# Forms


class ThaiBoundField(forms.BoundField):
    """A field that hands on typed text in the one spelling of Thai; passwords stay as typed."""

    @property
    def data(self):
        value = super().data
        is_text = isinstance(self.field, forms.CharField) and isinstance(value, str)
        if is_text and not isinstance(self.field.widget, forms.PasswordInput):
            return thai.normalise(value)
        return value


class FormMixin:
    """What all our forms share: one spelling of Thai text, and a crispy-forms helper.

    The page writes the <form> element. `{% crispy form %}` adds the CSRF token, unless `method` is "get".
    """

    bound_field_class = ThaiBoundField
    method = "post"
    hide_optional = False

    @cached_property
    def helper(self):
        helper = FormHelper()
        helper.form_tag = False
        helper.form_method = self.method
        helper.include_media = False
        helper.hide_optional = self.hide_optional  # read by templates/fields/_optional.html
        return helper


class BaseForm(FormMixin, forms.Form):
    """A form of no model."""


class FilterForm(BaseForm):
    """A form that narrows a list: everything in it is optional, and that goes without saying."""

    method = "get"
    hide_optional = True
    use_required_attribute = False


class BaseModelForm(FormMixin, forms.ModelForm):
    """A form of a model that checks every constraint of the model and shows days in the Buddhist era.

    Django leaves out a constraint that names a field which the form lacks or an inline's parent. Here the
    value on `form.instance` counts for these: set it before `is_valid()`. A constraint that names one field
    of the form reports there, so that the message stands at the field.
    """

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        meta = getattr(cls, "Meta", None)
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(thai_formfield)

    def add_error(self, field, error):
        """As Django's, but what a model's clean() says of a field that the form lacks is said of the form."""
        if field is None and hasattr(error, "error_dict"):
            placed = {}
            for name, errors in error.error_dict.items():
                placed.setdefault(name if name in self.fields else NON_FIELD_ERRORS, []).extend(errors)
            error = ValidationError(placed)
        super().add_error(field, error)

    def _post_clean(self):
        # Django's own _post_clean, but with the constraints left to _check_constraints.
        opts = self._meta
        exclude = self._get_validation_exclusions()
        exclude |= {name for name, field in self.fields.items() if isinstance(field, InlineForeignKeyField)}
        try:
            self.instance = construct_instance(self, self.instance, opts.fields, opts.exclude)
        except ValidationError as error:
            self._update_errors(error)
        try:
            self.instance.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            self._update_errors(error)
        if self._validate_unique:
            self.validate_unique()
        self._check_constraints()

    def _check_constraints(self):
        # Only the form's own fields that failed or were left empty are out of it.
        exclude = self._get_validation_exclusions() & self.fields.keys()
        using = router.db_for_write(type(self.instance), instance=self.instance)
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self.instance, exclude=exclude, using=using)
                except ValidationError as error:
                    self._update_errors(ValidationError({self._place_of(constraint, model): error}))

    def _place_of(self, constraint, model):
        """The one visible field of this form that the constraint names, else the form as a whole."""
        named = set(getattr(constraint, "fields", ()))
        for expression in (*getattr(constraint, "expressions", ()), getattr(constraint, "condition", None)):
            named |= {reference[0] for reference in model._get_expr_references(expression)}
        visible = [name for name in named if name in self.fields and not self[name].is_hidden]
        return visible[0] if len(visible) == 1 else NON_FIELD_ERRORS
