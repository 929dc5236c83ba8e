"""The base of every form, and fields that read and show Thai days and times."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, router, transaction
from django.forms.models import InlineForeignKeyField, construct_instance
from django.utils import timezone
from django.utils.crypto import salted_hmac
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


# Two people at the same row


class SeenBoundField(ThaiBoundField):
    """A field that shows what stands in the row where somebody else changed it and the reader did not."""

    def value(self):
        if self.form.is_bound and self.name in self.form.taken_over:
            return self.field.prepare_value(self.form.taken_over[self.name])
        return super().value()


class SeenMixin(forms.ModelForm):
    """A model form that overwrites nothing unseen: `class RowForm(SeenMixin, BaseModelForm)`.

    It carries `seen`, digests of the row's values when the form was opened. Where the row's values have changed since,
    the form is not valid: it says at each changed field what stands there now and what was typed, keeps what was typed,
    and renews `seen`, so that saving again is a choice. A form in which nothing was changed leaves the row as it is.

    With `merges`, fields that only the other has changed are kept as they are now, without asking; `merged` names them.

    Validate and save in one transaction; else another's change could come between.
    """

    bound_field_class = SeenBoundField
    merges = False

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.taken_over = {}
        self.merged = []
        self.standing = {}  # the stored values that the typed ones were compared with
        self._loaded = {field.attname: getattr(self.instance, field.attname) for field in self._concrete_fields()}
        self.initial.setdefault("seen", self.digests)

    @cached_property
    def helper(self):
        helper = super().helper
        helper.render_hidden_fields = True  # `seen`, also where a layout does not name it
        return helper

    @cached_property
    def changed_data(self):
        return [name for name in super().changed_data if name != "seen"]

    @property
    def row_key(self):
        """What tells the row from all others; None where it is new, so that nobody else can have changed it."""
        return self.instance.pk

    def lock(self):
        """Lock what must not change until the transaction ends: here the row, where its own fields are all there is."""
        # By key: an order by what rows refer to joins it, and PostgreSQL locks no outer join.
        list(self._stored_rows().order_by("pk").select_for_update().values_list("pk"))

    def stored(self):
        """The row as it stands now that it is locked, or None."""
        return self._stored_rows().first()

    def _post_clean(self):
        if self.row_key is not None:
            if not transaction.get_connection().in_atomic_block:
                raise transaction.TransactionManagementError(
                    "A form with `seen` is checked and saved in one transaction."
                )
            self.lock()
            stored = self.stored()
            if stored is None:
                self.add_error(None, _("Somebody has removed this meanwhile."))
            else:
                self._compare_with(stored)
        super()._post_clean()

    def _compare_with(self, stored):
        """Say where the stored row differs from what was seen and typed; take over what the form does not hold."""
        seen = dict(pair.split(":", 1) for pair in self.cleaned_data.get("seen", "").split() if ":" in pair)
        standing = {name: field.value_from_object(stored) for name, field in self._seen_fields().items()}
        self.standing = standing
        now = {name: self._digest(name, value) for name, value in standing.items()}
        typed = {name: self._digest(name, self.cleaned_data[name]) for name in standing if name in self.cleaned_data}
        for field in self._concrete_fields():
            # What the view has set on the row stays; all else is as stored, not as it was before the lock.
            if getattr(self.instance, field.attname) == self._loaded[field.attname] and field.name not in now:
                setattr(self.instance, field.attname, getattr(stored, field.attname))
        if all(typed.get(name) == seen.get(name) for name in now):
            self.cleaned_data |= {name: self._as_cleaned(stored, name) for name in now}
            self.changed_data = []
            # Shown as they are now: what was seen is renewed with what is shown, never without it.
            self.taken_over = {name: standing[name] for name in now if now[name] != seen.get(name)}
            if self.taken_over:
                self.taken_over["seen"] = self._joined(now)
            return
        changed = [name for name in now if now[name] not in (seen.get(name), typed.get(name))]
        if changed:
            self.taken_over["seen"] = self._joined(now)
        for name in changed:
            if typed.get(name) == seen.get(name):
                self.taken_over[name] = standing[name]
                if self.merges:
                    self.cleaned_data[name] = self._as_cleaned(stored, name)
                    self.merged.append(name)
                    continue
                said = _("Somebody has changed this meanwhile: it is now “%(now)s”. Look at it, then save again.")
            else:
                said = _(
                    "Somebody has changed this before you. It is now “%(now)s”; you typed “%(typed)s”. "
                    "If you want yours, save again."
                )
            words = {"now": self._in_words(name, standing[name]), "typed": self._typed_words(name)}
            self.add_error(name, ValidationError(said, code="changed", params=words))

    def digests(self):
        """What `seen` says of the row as this form holds it."""
        if self.row_key is None:
            return ""
        fields = self._seen_fields().items()
        return self._joined(
            {name: self._digest(name, field.value_from_object(self.instance)) for name, field in fields}
        )

    @staticmethod
    def _joined(digests):
        return " ".join(f"{name}:{digest}" for name, digest in digests.items())

    def _digest(self, name, value):
        row = f"{self.instance._meta.label}.{self.row_key}.{name}"
        return salted_hmac("kmnet.forms.seen", f"{row}={_plain(value)}", algorithm="sha256").hexdigest()[:16]

    def _seen_fields(self):
        """{name: model field} of what can be typed into this form."""
        meta = self.instance._meta
        return {
            field.name: field
            for field in (*meta.concrete_fields, *meta.many_to_many)
            if field.name in self.fields
            and not self.fields[field.name].disabled
            and not field.primary_key
            and not isinstance(self.fields[field.name], InlineForeignKeyField)
        }

    def _concrete_fields(self):
        return [field for field in self.instance._meta.concrete_fields if not field.primary_key]

    def _stored_rows(self):
        return type(self.instance)._base_manager.filter(pk=self.instance.pk)

    def _as_cleaned(self, stored, name):
        value = getattr(stored, name)
        return value.all() if isinstance(value, models.Manager) else value

    def _typed_words(self, name):
        if name in self.cleaned_data:
            return self._in_words(name, self.cleaned_data[name])
        return str(self[name].data or _("nothing"))

    def _in_words(self, name, value):
        """A value as the reader would read it on the page."""
        if isinstance(value, (list, models.QuerySet)):
            return ", ".join(str(each) for each in value) or _("nothing")
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return _("Yes") if value else _("No")
        if isinstance(field, forms.ModelChoiceField) and value and not isinstance(value, models.Model):
            return str(field.queryset.model._base_manager.filter(pk=value).first() or value)
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            labels = {str(key): label for key, label in field.choices}
            return str(labels.get(str(value), value)) if value not in (None, "") else str(_("nothing"))
        shown = self[name].field.widget.format_value(value) if value not in (None, "") else None
        return str(shown if isinstance(shown, str) else value if shown else _("nothing"))


def _plain(value):
    """A stored or cleaned value as text that is the same for the same value."""
    if isinstance(value, (list, models.QuerySet)):
        return ",".join(sorted(_plain(each) for each in value))
    if isinstance(value, models.Model):
        return str(value.pk)
    return "" if value is None else str(value)
