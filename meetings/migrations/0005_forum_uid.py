import uuid

from django.db import migrations, models


def give_each_its_own(apps, schema_editor):
    forums = apps.get_model("meetings", "Forum").objects.using(schema_editor.connection.alias)
    for forum in forums.filter(uid=None).iterator():
        forum.uid = uuid.uuid4()
        forum.save(update_fields=["uid"])


class Migration(migrations.Migration):

    dependencies = [
        ("meetings", "0004_records_and_templates"),
    ]

    operations = [
        migrations.RunPython(give_each_its_own, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="forum",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
