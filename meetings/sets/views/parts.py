"""What the eua and kit sets hold beside stories: joint works as agencies tell of them, and tambons' conditions."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from facilitators.models import Circle
from kmnet import keeping
from kmnet.gone import gone

from ...forms import MoveForm
from ...models import AgencyVoice, JointWork, TambonConditions
from .. import acts
from ..forms import ConditionsForm, JointWorkForm, LessonsForm, NewVoiceForm, VoiceForm
from ..permissions import set_to_edit
from .sets import page, posted

# Joint works of the eua set


def eua_set(request, pk):
    return set_of_kind(request, pk, Circle.Kind.EUA)


def set_of_kind(request, pk, kind):
    """The set, locked where something is posted; 404 where it is of another kind."""
    knowledge_set = set_to_edit(request.user, pk)
    if knowledge_set.kind != kind:
        raise Http404
    if request.method == "POST":
        acts.lock(knowledge_set)
    return knowledge_set


@require_http_methods(["GET", "POST"])
@transaction.atomic
def work_new(request, pk):
    knowledge_set = eua_set(request, pk)
    last = knowledge_set.joint_works.aggregate(last=Max("position"))["last"] or 0
    form = JointWorkForm(posted(request), instance=JointWork(set=knowledge_set, position=last + 1))
    if form.is_valid():
        form.save()
        messages.success(request, _("Added “%(words)s”.") % {"words": form.instance.title})
        return redirect(f"{knowledge_set.get_absolute_url()}#work-{form.instance.pk}")
    return page(request, "set_form", set=knowledge_set, form=form, title=_("A joint work"))


@require_http_methods(["GET", "POST"])
@transaction.atomic
def work_edit(request, pk, work_pk):
    knowledge_set = eua_set(request, pk)
    work = knowledge_set.joint_works.filter(pk=work_pk).first()
    if work is None:
        return part_is_gone(request, knowledge_set)
    form = JointWorkForm(posted(request), instance=work)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(f"{knowledge_set.get_absolute_url()}#work-{work.pk}")
    return page(request, "set_form", set=knowledge_set, form=form, title=_("A joint work"))


@require_POST
@transaction.atomic
def work_move(request, pk, work_pk):
    knowledge_set = eua_set(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose up or down."))
        return redirect(knowledge_set)
    if acts.step(list(knowledge_set.joint_works.all()), work_pk, form.cleaned_data["steps"]) is None:
        return part_is_gone(request, knowledge_set)
    return redirect(f"{knowledge_set.get_absolute_url()}#work-{work_pk}")


@require_http_methods(["GET", "POST"])
@transaction.atomic
def work_remove(request, pk, work_pk):
    """Ask first: what the agencies have told of it goes with it."""
    knowledge_set = eua_set(request, pk)
    work = knowledge_set.joint_works.filter(pk=work_pk).first()
    if work is None:
        return part_is_gone(request, knowledge_set)
    if request.method == "POST":
        work.delete()
        messages.success(request, _("Removed “%(activity)s”.") % {"activity": work.title})
        return redirect(knowledge_set)
    return page(request, "work_remove", set=knowledge_set, work=work, voices=list(work.voices.select_related("agency")))


@require_http_methods(["GET", "POST"])
@transaction.atomic
def voice_new(request, pk, work_pk):
    knowledge_set = eua_set(request, pk)
    work = knowledge_set.joint_works.filter(pk=work_pk).first()
    if work is None:
        return part_is_gone(request, knowledge_set)
    work.set = knowledge_set
    form = NewVoiceForm(posted(request), instance=AgencyVoice(work=work), initial={"agency": request.GET.get("agency")})
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(f"{knowledge_set.get_absolute_url()}#work-{work.pk}")
    return page(request, "set_form", set=knowledge_set, form=form, title=_("What an agency tells"), about=work)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def voice_edit(request, pk, work_pk, voice_pk):
    knowledge_set = eua_set(request, pk)
    voice = voice_of(knowledge_set, work_pk, voice_pk)
    if voice is None:
        return part_is_gone(request, knowledge_set)
    form = VoiceForm(posted(request), instance=voice)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(f"{knowledge_set.get_absolute_url()}#work-{work_pk}")
    context = {"title": voice.agency.name, "about": voice.work, "voice": voice}
    return page(request, "set_form", set=knowledge_set, form=form, **context)


@require_POST
@transaction.atomic
def voice_remove(request, pk, work_pk, voice_pk):
    knowledge_set = eua_set(request, pk)
    voice = voice_of(knowledge_set, work_pk, voice_pk)
    if voice is None:
        return part_is_gone(request, knowledge_set)
    voice.delete()
    messages.success(request, _("Removed “%(activity)s”.") % {"activity": voice.agency})
    return redirect(f"{knowledge_set.get_absolute_url()}#work-{work_pk}")


def voice_of(knowledge_set, work_pk, voice_pk):
    voices = AgencyVoice.objects.filter(work__set=knowledge_set, work=work_pk, pk=voice_pk)
    return voices.select_related("work", "agency").first()


def part_is_gone(request, knowledge_set):
    return gone(request, _("Somebody has removed this meanwhile."), knowledge_set, _("To the knowledge set"))


# Conditions of the kit set


@require_http_methods(["GET", "POST"])
@transaction.atomic
def conditions(request, pk, tambon_pk):
    """What a tambon lives with; its row is made when something is first saved."""
    knowledge_set = set_of_kind(request, pk, Circle.Kind.KIT)
    tambon = get_object_or_404(knowledge_set.network.tambons, pk=tambon_pk)
    row = conditions_of(knowledge_set, tambon)
    form = ConditionsForm(posted(request), instance=row)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return keeping.go_on(request, form, f"{knowledge_set.get_absolute_url()}#tambon-{tambon.pk}")
    if keeping.is_sent_by_script(request):
        return keeping.answer(form)
    context = {"title": tambon.called, "tambon": tambon, "lessons_form": LessonsForm(tambon=tambon)}
    return page(request, "set_form", set=knowledge_set, form=form, **context)


@require_POST
@transaction.atomic
def lessons(request, pk, tambon_pk):
    """Add what approved records sum up to the lessons that stand there; they can be reworded then."""
    knowledge_set = set_of_kind(request, pk, Circle.Kind.KIT)
    tambon = get_object_or_404(knowledge_set.network.tambons, pk=tambon_pk)
    form = LessonsForm(request.POST, tambon=tambon)
    row = conditions_of(knowledge_set, tambon)
    if form.is_valid():
        text = "\n\n".join(part for part in (row.lessons.strip(), form.as_text()) if part)
        if len(text) <= TambonConditions._meta.get_field("lessons").max_length:
            row.lessons = text
            row.save()
            messages.success(request, _("The lessons are added. Reword them as you like."))
            return redirect("meetings:conditions", knowledge_set.pk, tambon.pk)
        form.add_error("lesson", _("That is more than there is room for. Choose fewer, or shorten what stands there."))
    context = {"title": tambon.called, "tambon": tambon, "lessons_form": form, "form": ConditionsForm(instance=row)}
    return page(request, "set_form", set=knowledge_set, **context)


def conditions_of(knowledge_set, tambon):
    stored = TambonConditions.objects.filter(set=knowledge_set, tambon=tambon).first()
    return stored or TambonConditions(set=knowledge_set, tambon=tambon)
