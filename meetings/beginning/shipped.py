"""The templates that come with the site: the file is read, and what is stored follows it."""

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kmnet import thai

from ..models import ForumTemplate, TemplateRow

FILE = settings.BASE_DIR / "kmnet" / "data" / "templates.yaml"


@transaction.atomic
def load_templates(path=FILE):
    """Let the shipped templates be as in the file; returns how many were added or changed.

    One that is not in the file any more is set aside. Circles' own templates are left alone.
    """
    told = yaml.safe_load(path.read_text(encoding="utf-8"))["templates"]
    stored = {template.key: template for template in ForumTemplate.objects.shipped().with_rows()}
    changed = sum(_keep(place, row, stored.get(row["key"])) for place, row in enumerate(told, start=1))
    gone = [template.pk for key, template in stored.items() if key not in {row["key"] for row in told}]
    changed += ForumTemplate.objects.offered().filter(pk__in=gone).update(archived_at=timezone.now())
    return changed


def _keep(place, told, template):
    """Store one template of the file; returns whether that changed anything."""
    header = {"name": told["name"], "purpose": told["purpose"], "position": place, "archived_at": None}
    rows = [_row(row) for row in told["rows"]]
    if template is not None and _header(template, header) == header and _rows(template) == _rows_said(rows):
        return False
    template = template or ForumTemplate(key=told["key"])
    for name, value in header.items():
        setattr(template, name, value)
    template.full_clean(exclude=["circle"])
    template.save()
    template.rows.all().delete()
    for position, row in enumerate(rows, start=1):
        row.template, row.position = template, position
        row.full_clean()
    TemplateRow.objects.bulk_create(rows)
    return True


def _row(told):
    at = told.get("pinned_at")
    return TemplateRow(**told | {"pinned_at": thai.parse_time(at) if at else None})


def _header(template, names):
    return {name: getattr(template, name) for name in names}


def _rows(template):
    return _rows_said(template.rows.all())


def _rows_said(rows):
    return [row.said() | {"role": row.role} for row in rows]
