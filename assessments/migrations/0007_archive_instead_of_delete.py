"""Coordinators set rows of a freedom table aside; the right to delete them, given before, is taken back."""

from django.db import migrations

GROUP = "coordinators"  # facilitators.actions.COORDINATORS
TAKEN_BACK = ["delete_goal", "delete_competency", "delete_indicator"]


def take_back(apps, schema_editor):
    rights = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="assessments", codename__in=TAKEN_BACK
    )
    for group in apps.get_model("auth", "Group").objects.filter(name=GROUP):
        group.permissions.remove(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0006_framework_file"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
