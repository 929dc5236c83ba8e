from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0010_stories_and_sets"),
    ]

    operations = [
        migrations.AddField(
            model_name="forumtemplate",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="position"),
        ),
    ]
