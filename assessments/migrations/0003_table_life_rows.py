"""Rows of before get an identifier each, a standing, and a first entry in their history."""

import uuid

from django.db import migrations
from django.utils import timezone

TRACKED = ("FrameworkVersion", "Goal", "LevelName", "Competency", "CompetencyGoal", "Indicator")


def identify(apps, schema_editor):
    for name in ("FrameworkVersion", "Goal", "Competency", "Indicator"):
        model = apps.get_model("assessments", name)
        for pk in model.objects.values_list("pk", flat=True).iterator():
            model.objects.filter(pk=pk).update(identifier=uuid.uuid4())
    apps.get_model("assessments", "Indicator").objects.filter(level__isnull=True).update(standing="proposed")


def begin_history(apps, schema_editor):
    now = timezone.now()
    for name in TRACKED:
        historical = apps.get_model("assessments", f"Historical{name}")
        tracked = [field.attname for field in historical._meta.concrete_fields if not field.name.startswith("history_")]
        rows = apps.get_model("assessments", name).objects.values(*tracked)
        historical.objects.bulk_create(
            (historical(**row, history_date=now, history_type="+") for row in rows.iterator()), batch_size=500
        )


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_table_life")]

    operations = [
        migrations.RunPython(identify, migrations.RunPython.noop),
        migrations.RunPython(begin_history, migrations.RunPython.noop),
    ]
