from kmnet.forms import SeenMixin

from ...models import FrameworkVersion


class SeenInTableMixin(SeenMixin):
    """As SeenMixin, for a freedom table or a row of one: until it is saved nobody changes anything of the table."""

    def lock(self):
        row = self.instance
        FrameworkVersion.objects.lock([row.pk if isinstance(row, FrameworkVersion) else row.table_pk])
