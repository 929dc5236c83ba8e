"""ครั้งที่: the numbers of a circle's forums, which follow each other without holes or doubles."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from facilitators.models import Circle

from .models import LAST_NUMBER, NUMBER_RANGE, Forum, Record


def check_correction(forum, number):
    """Raise ValidationError where giving the forum this number would make a hole.

    Within the series it changes its place, and those in between move by one; the first forum alone can be given any
    other number, since the circle may have met before, and then the whole series follows.
    """
    first, last = _ends(forum.circle_id)
    if first <= number <= last:
        return
    if forum.number != first:
        raise ValidationError(
            _("Give a number from %(first)s to %(last)s; only the first forum can begin the series elsewhere.")
            % {"first": first, "last": last}
        )
    if not (number >= 1 and number + last - first <= LAST_NUMBER):
        raise ValidationError(NUMBER_RANGE)


@transaction.atomic
def correct(forum, number):
    """Give a stored forum another number, and its circle's others those that then follow."""
    _lock(forum.circle_id)
    forum.number = Forum.objects.values_list("number", flat=True).get(pk=forum.pk)
    check_correction(forum, number)
    first, last = _ends(forum.circle_id)
    if number < first or number > last:
        _shift(Forum.objects.filter(circle=forum.circle_id), number - first)
    elif number != forum.number:
        between = Forum.objects.filter(circle=forum.circle_id).exclude(pk=forum.pk)
        free = last + 1 if last < LAST_NUMBER else first - 1
        Forum.objects.filter(pk=forum.pk).update(number=free)
        if number > forum.number:
            _shift(between.filter(number__range=(forum.number, number)), -1)
        else:
            _shift(between.filter(number__range=(number, forum.number)), 1)
        Forum.objects.filter(pk=forum.pk).update(number=number)
    forum.refresh_from_db()


def kept(forums):
    """Those of `forums` that cannot be deleted: after which others of their circle stay, and recorded ones."""
    gone = [forum.pk for forum in forums]
    staying = Forum.objects.filter(circle__in={forum.circle_id for forum in forums}).exclude(pk__in=gone)
    last = dict(staying.order_by().values("circle").annotate(last=Max("number")).values_list("circle", "last"))
    recorded = set(Record.objects.filter(forum__in=gone).order_by().values_list("forum", flat=True))
    return [forum for forum in forums if forum.number < last.get(forum.circle_id, 0) or forum.pk in recorded]


@transaction.atomic
def delete(forums):
    """Delete forums at the end of their circles' series; raises ValidationError where one of them must stay."""
    forums = list(forums)
    for circle_id in sorted({forum.circle_id for forum in forums}):
        _lock(circle_id)
    if kept(forums):
        raise ValidationError(why_kept(kept(forums)))
    for forum in forums:
        forum.delete()


def why_kept(forums):
    """Why these forums cannot be deleted, a sentence for each."""
    said = _(
        "%(forum)s stays: only the last forum of its circle can be deleted, and none that is recorded. "
        "Call it off instead."
    )
    return [said % {"forum": forum.called} for forum in forums]


def _lock(circle_id):
    Circle.objects.select_for_update(of=("self",)).get(pk=circle_id)


def _ends(circle_id):
    ends = Forum.objects.filter(circle=circle_id).aggregate(first=Min("number"), last=Max("number"))
    return ends["first"], ends["last"]


def _shift(forums, by):
    """Change the numbers one forum after the other, in the order in which none meets the next."""
    for pk, number in forums.order_by("-number" if by > 0 else "number").values_list("pk", "number"):
        Forum.objects.filter(pk=pk).update(number=number + by)
