"""`loaddata` passes by `save`: it may add rows, as restoring a backup does, but writes over nothing that is frozen."""

from django.db.models.signals import pre_save
from django.dispatch import receiver

from .framework import FrameworkVersion
from .parts import FrameworkPart
from .rounds import Round


@receiver(pre_save)
def guard_fixture(sender, instance, raw, **kwargs):
    """Raises ValidationError where a fixture would change a frozen table, or a round that has begun."""
    if not raw or not isinstance(instance, FrameworkVersion | FrameworkPart | Round):
        return
    stored = sender._base_manager.filter(pk=instance.pk).order_by("pk").first()
    if stored is not None:
        instance.check_replacing(stored)
