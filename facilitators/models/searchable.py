from django.db import models
from django.utils.translation import gettext_lazy as _

from kmnet import thai


class Searchable(models.Model):
    """A row that is found by any part of its Thai text and sorted in Thai dictionary order.

    `searched` and `sorted_by` name the row's own text fields. Both columns are kept by `save()`; bulk writes must
    call `keep_search()` on each row themselves.
    """

    searched = ()
    sorted_by = ("name",)

    search_text = models.TextField(_("search text"), blank=True, editable=False)
    sort_key = models.CharField(
        _("sort key"), max_length=thai.SORT_KEY_LENGTH, blank=True, editable=False, db_index=True
    )

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        self.keep_search()
        if update_fields is not None:
            update_fields = {*update_fields, "search_text", "sort_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def keep_search(self):
        self.search_text = thai.search_text(*self.searched_words())
        self.sort_key = thai.sort_key(*(getattr(self, field) for field in self.sorted_by))

    def searched_words(self):
        """The texts that the row is found by."""
        return [getattr(self, field) for field in self.searched]
