"""Forms that are saved as one types: static/js/keep.js sends them and reads what is answered here.

docs/style.md, "Saved as one types", has an example.
"""

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BooleanField
from django.forms.widgets import ChoiceWidget
from django.http import JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from kmnet import thai

from .forms import SeenMixin


def is_sent_by_script(request):
    """Whether keep.js awaits an `answer`; browsers that send the form themselves get a page."""
    return request.headers.get("X-Keep") in ("typing", "sending")


def is_sent_by_button(request):
    """Whether keep.js goes on to the `go` of the answer once all is saved, where a message can be shown."""
    return request.headers.get("X-Keep") == "sending"


def answer(*forms, go=None, shown=None):
    """What became of the forms that were sent, of which the valid ones are saved by now.

    `go` is the address to go on to, `shown` {name: text} for what else the page shows.
    """
    refused = [form for form in forms if not form.is_valid()]
    told = {
        "saved": not refused,
        "said": _("Saved %(moment)s") % {"moment": thai.format_time(timezone.localtime())},
        "go": None if refused else go,
        "shown": shown or {},
        "seen": {},
        "renewed": {},
        "values": {},
        "errors": [],
    }
    for form in forms:
        told["values"] |= taken_over(form)
        if form not in refused:
            told["seen"] |= seen_by(form)
            continue
        told["errors"] += [error for name in form.errors for error in errors_of(form, name)]
        if "seen" in getattr(form, "taken_over", {}):
            told["renewed"][form.add_prefix("seen")] = form.taken_over["seen"]
    return JsonResponse(told)


def go_on(request, form, to, *arguments):
    """The answer to a valid form whose act is done: on to what `redirect` would lead to."""
    address = resolve_url(to, *arguments)
    return answer(form, go=address) if is_sent_by_script(request) else redirect(address)


def taken_over(form):
    """{control: value} where only somebody else has changed something, as it is now."""
    values = getattr(form, "taken_over", {})
    return {form.add_prefix(name): as_shown(form, name, values[name]) for name in values if name != "seen"}


def seen_by(form):
    """The renewed `seen` of a saved form, {} where it has none."""
    if not isinstance(form, SeenMixin) or form.row_key is None:
        return {}
    return {form.add_prefix("seen"): form.digests()}


def errors_of(form, name):
    """What is wrong with a field; where somebody else changed it, with what stands there now."""
    field = "" if name == NON_FIELD_ERRORS else form.add_prefix(name)
    for error in form.errors.as_data()[name]:
        told = {"field": field, "seen": form.add_prefix("seen"), "said": " ".join(error.messages)}
        if error.code == "changed":
            told["now"] = as_shown(form, name, form.standing[name])
        yield told


def as_shown(form, name, value):
    """A stored value as the form's controls hold it: true or false, a text, or the keys of all that are ticked."""
    field = form.fields[name]
    if isinstance(field, BooleanField):
        return bool(value)
    prepared = field.prepare_value(value)
    if isinstance(prepared, list):
        return [str(each) for each in prepared]
    if not isinstance(field.widget, ChoiceWidget):
        prepared = field.widget.format_value(prepared)
    return "" if prepared is None else str(prepared)
