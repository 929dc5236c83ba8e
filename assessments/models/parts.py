"""What freezes with a freedom table: every change of its parts is guarded here, one row or many at once."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from facilitators.models.networks import OfNetworkQuerySet

from .framework import FROZEN, ROW_BY_ROW, FrameworkVersion, begun_rounds, refuse_overwriting

STAYS = _("A row stays in its freedom table. Propose it anew in the other one.")
ELSEWHERE = _("This belongs to a row of another freedom table.")


class PartQuerySet(OfNetworkQuerySet):
    """Parts of freedom tables: changes of many rows at once are guarded as those of one are."""

    def update(self, **values):
        raise TypeError(ROW_BY_ROW)

    @transaction.atomic
    def bulk_create(self, rows, **options):
        refuse_overwriting(options)
        rows = list(rows)
        tables = {row.table_pk for row in rows}
        FrameworkVersion.objects.lock_open(tables)
        for row in rows:
            row.check_place()
        made = super().bulk_create(rows, **options)
        if hasattr(self.model, "history"):
            self.model.history.bulk_history_create(made)
        FrameworkVersion.objects.touch(tables)
        return made

    @transaction.atomic
    def delete(self):
        counted = Counter()
        for row in self:
            counted.update(row.delete()[1])
        return counted.total(), dict(counted)


class FrameworkPart(models.Model):
    """Whatever belongs to a freedom table and cannot change once a round on the table has begun."""

    table_path = "framework"
    network_path = "framework__circle__network"

    class Meta:
        abstract = True
        base_manager_name = "objects"  # related managers write through it

    @transaction.atomic
    def save(self, *args, **kwargs):
        table, stored = self.table_pk, self._stored_table()
        FrameworkVersion.objects.lock_open({table, stored or table})
        if stored not in (None, table):
            raise ValidationError(STAYS)
        self.check_place()
        super().save(*args, **kwargs)
        FrameworkVersion.objects.touch([table])

    @transaction.atomic
    def delete(self, *args, **kwargs):
        tables = {self.table_pk, self._stored_table() or self.table_pk}
        FrameworkVersion.objects.lock_open(tables)
        deleted = super().delete(*args, **kwargs)
        FrameworkVersion.objects.touch(tables)
        return deleted

    def clean(self):
        if self.table_pk and FrameworkVersion.objects.filter(pk=self.table_pk, rounds__in=begun_rounds()).exists():
            raise ValidationError(FROZEN)

    def check_replacing(self, stored):
        """Raises ValidationError where this would change a part of a frozen table, or make one of another's part."""
        if any(getattr(stored, field.attname) != getattr(self, field.attname) for field in self._meta.concrete_fields):
            FrameworkVersion.objects.lock_open({stored.table_pk, self.table_pk})

    def check_place(self):
        """Raises ValidationError where what it refers to belongs to another table."""

    @property
    def table(self):
        return self.framework

    @property
    def table_pk(self):
        return self.framework_id

    def _stored_table(self):
        """The table it is stored in, whatever has been set on it since."""
        if not self.pk:
            return None
        return type(self)._base_manager.filter(pk=self.pk).values_list(self.table_path, flat=True).first()
