"""`loaddata` passes by `save`: it may bring whole tables, as restoring a backup does, but changes no frozen one."""

from django.core.exceptions import ObjectDoesNotExist
from django.db.models.signals import pre_save
from django.dispatch import receiver

from .framework import FrameworkVersion
from .parts import FrameworkPart
from .rounds import Round

# (key, identifier) of the tables that came by fixtures: a backup tells of their rounds before it tells of their rows.
brought = set()


@receiver(pre_save)
def guard_fixture(sender, instance, raw, **kwargs):
    """Raises ValidationError where a fixture would change a frozen table, or a round that has begun."""
    if not raw or not isinstance(instance, FrameworkVersion | FrameworkPart | Round):
        return
    stored = sender._base_manager.filter(pk=instance.pk).order_by("pk").first()
    if stored is not None:
        instance.check_replacing(stored)
    elif isinstance(instance, FrameworkVersion):
        brought.add((instance.pk, instance.identifier))
    elif isinstance(instance, FrameworkPart):
        _check_adding(instance)


def _check_adding(part):
    try:
        table = part.table
    except ObjectDoesNotExist:
        return  # what it belongs to comes later in the file, and is asked about then
    if (table.pk, table.identifier) not in brought:
        FrameworkVersion.objects.lock_open([table.pk])
