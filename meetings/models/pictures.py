"""Photos that were drawn anew, and the files that belong to rows: written with them, gone with them."""

import io
from contextlib import contextmanager
from functools import partial

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image

SMALL_SIDE = 480  # pixels: as wide as a list shows it on a phone


@contextmanager
def files_with_rows():
    """As `transaction.atomic()`; the files (storage, name) put on the list it gives go where it is rolled back."""
    written = []
    try:
        with transaction.atomic():
            yield written
    except BaseException:
        for storage, name in written:
            storage.delete(name)
        raise


class Picture(models.Model):
    """A photo in `image`, a JPEG, and beside it a small one for lists; older ones have none."""

    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    # Of the file that was sent: who sends it again, since no answer came, finds it here.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.caption or str(self._meta.verbose_name)

    def keep(self, drawn, written):
        """Write both pictures and the row; `written` is that of `files_with_rows`."""
        self.image.save(drawn.name, drawn, save=False)
        written.append((self.image.storage, self.image.name))
        self.image.storage.save(self.small_name, shrunk(drawn))
        written.append((self.image.storage, self.small_name))
        self.save()

    @property
    def small_name(self):
        return f"{self.image.name.rpartition('.')[0]}-small.jpg"

    def open(self, *, small=False):
        """The JPEG, the small one where it is asked for and there; raises FileNotFoundError where the file is gone."""
        storage = self.image.storage
        return storage.open(self.small_name if small and storage.exists(self.small_name) else self.image.name)

    @transaction.atomic
    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        for name in (self.image.name, self.small_name):
            transaction.on_commit(partial(self.image.storage.delete, name))
        return deleted


def shrunk(drawn):
    """A small JPEG of a picture that was drawn anew."""
    drawn.seek(0)
    with Image.open(drawn) as picture:
        picture.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
        picture.thumbnail((SMALL_SIDE, SMALL_SIDE))
        written = io.BytesIO()
        picture.save(written, "JPEG", quality=78, optimize=True)
    return ContentFile(written.getvalue())
