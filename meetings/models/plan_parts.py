"""What a forum's plan is made of: once the record of the forum is opened, it stays as it was."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from facilitators.models.networks import OfNetworkQuerySet

from .forums import Forum

PLAN_KEPT = _("The record of this forum has been opened, and its plan stays as it was.")


def refuse_where_one_is_recorded(which):
    """Lock the forums that the condition names; raises ValidationError (PLAN_KEPT) where one has a record."""
    forums = Forum.objects.filter(which).order_by("pk")
    list(forums.select_for_update(of=("self",)).values_list("pk", flat=True))
    if forums.filter(record__isnull=False).exists():
        raise ValidationError(PLAN_KEPT)


class PlanPartQuerySet(OfNetworkQuerySet):
    """Parts of plans: changes of many at once are refused where one of the plans is kept."""

    def forums(self):
        """The ids of the forums that these belong to, as a query."""
        return self.order_by().values("forum")

    @transaction.atomic
    def update(self, **values):
        which = Q(pk__in=self.forums())
        if moved_to := values.keys() & {"forum", "forum_id"}:
            forum = values[moved_to.pop()]
            which |= Q(pk=getattr(forum, "pk", forum))
        refuse_where_one_is_recorded(which)
        return super().update(**values)

    @transaction.atomic
    def bulk_create(self, parts, **options):
        parts = list(parts)
        refuse_where_one_is_recorded(Q(pk__in={part.forum_id for part in parts}))
        return super().bulk_create(parts, **options)

    @transaction.atomic
    def delete(self):
        refuse_where_one_is_recorded(Q(pk__in=self.forums()))
        return super().delete()


class PlanPart(models.Model):
    """Whatever belongs to a forum's plan."""

    network_path = "forum__circle__network"

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args, **kwargs):
        refuse_where_one_is_recorded(self._forums())
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args, **kwargs):
        refuse_where_one_is_recorded(self._forums())
        return super().delete(*args, **kwargs)

    def clean(self):
        """None comes to a plan that is kept."""
        super().clean()
        if self.forum_id and self.forum.is_recorded and not self._stored().filter(forum=self.forum_id).exists():
            raise ValidationError(PLAN_KEPT)

    def _forums(self):
        """Its forum, and the one to whose plan it belongs as stored."""
        return Q(pk=self.forum_id) | Q(pk__in=self._stored().forums())

    def _stored(self):
        return type(self).objects.filter(pk=self.pk)
