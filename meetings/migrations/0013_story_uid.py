import uuid

from django.db import migrations, models


def give_each_its_own(apps, schema_editor):
    stories = apps.get_model("meetings", "Story").objects.using(schema_editor.connection.alias)
    for story in stories.all().iterator():
        story.uid = uuid.uuid4()  # all have the one that the column was filled with
        story.save(update_fields=["uid"])


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0012_catch"),
    ]

    operations = [
        migrations.RunPython(give_each_its_own, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="story",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
