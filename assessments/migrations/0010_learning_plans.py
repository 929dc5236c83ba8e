import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0009_round_notes"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="learningplan",
            options={
                "ordering": ["by_when", "pk"],
                "verbose_name": "learning plan",
                "verbose_name_plural": "learning plans",
            },
        ),
        # Until now there was no page to make a plan: the defaults fill no row.
        migrations.AddField(
            model_name="learningplan",
            name="place",
            field=models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="which of the three"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="learningplan",
            name="by_when",
            field=models.DateField(default=django.utils.timezone.localdate, verbose_name="by when"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="learningplan",
            constraint=models.UniqueConstraint(
                fields=("round", "facilitator", "place"),
                name="assessments_learningplan_place",
                violation_error_message="Another plan has just been made. Look at your plans, then try again.",
            ),
        ),
        migrations.AddConstraint(
            model_name="learningplan",
            constraint=models.CheckConstraint(
                condition=Q(("place__gte", 1), ("place__lte", 3)),
                name="assessments_learningplan_three",
                violation_error_message="You have three plans in this round already: change one of them.",
            ),
        ),
        migrations.AddConstraint(
            model_name="learningplan",
            constraint=models.CheckConstraint(
                condition=Q(("done_on__isnull", False), ("learnt", ""), _connector="OR"),
                name="assessments_learningplan_learnt",
                violation_error_message="Say on which day it was done, then what you learnt is kept.",
            ),
        ),
    ]
