from kmnet.forms import SeenMixin

from ...models import FrameworkVersion


class SeenInTableMixin(SeenMixin):
    """As SeenMixin, for a freedom table or a row of one: until it is saved nobody changes anything of the table."""

    def lock(self):
        row = self.instance
        FrameworkVersion.objects.lock([row.pk if isinstance(row, FrameworkVersion) else row.table_pk])

    @property
    def changes_row(self):
        """Whether the row itself is new or changed: its history tells of nothing else, as of links beside it."""
        own = {field.name for field in self.instance._meta.concrete_fields}
        return self.instance._state.adding or bool(own & set(self.changed_data))

    def save(self, commit=True):
        if not commit or self.errors or self.changes_row:
            return super().save(commit)
        self._save_m2m()
        return self.instance
