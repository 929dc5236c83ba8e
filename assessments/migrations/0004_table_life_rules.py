from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_table_life_rows")]

    operations = [
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.UniqueConstraint(fields=('framework', 'identifier'), name='assessments_goal_identifier'),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ['proposed', 'agreed', 'set_aside', 'joined'])), name='assessments_goal_known_standing', violation_error_message='There is no such standing.'),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('standing', 'set_aside'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('standing', 'set_aside'), _negated=True), ('reason', '')), _connector='OR'), name='assessments_goal_reason', violation_error_message='Say why it is set aside; only what is set aside has a reason.'),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('joined_to__isnull', False), ('standing', 'joined')), models.Q(models.Q(('standing', 'joined'), _negated=True), ('joined_to__isnull', True)), _connector='OR'), name='assessments_goal_joined', violation_error_message='Say to which row it is joined; only what is joined has one.'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('standing', 'agreed'), _negated=True), ('level__isnull', False), _connector='OR'), name='assessments_indicator_placed', violation_error_message='What is in the table stands at a level. Without one it is only proposed.'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.UniqueConstraint(fields=('competency', 'identifier'), name='assessments_indicator_identifier'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ['proposed', 'agreed', 'set_aside', 'joined'])), name='assessments_indicator_known_standing', violation_error_message='There is no such standing.'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('standing', 'set_aside'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('standing', 'set_aside'), _negated=True), ('reason', '')), _connector='OR'), name='assessments_indicator_reason', violation_error_message='Say why it is set aside; only what is set aside has a reason.'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('joined_to__isnull', False), ('standing', 'joined')), models.Q(models.Q(('standing', 'joined'), _negated=True), ('joined_to__isnull', True)), _connector='OR'), name='assessments_indicator_joined', violation_error_message='Say to which row it is joined; only what is joined has one.'),
        ),
        migrations.AddConstraint(
            model_name='competency',
            constraint=models.UniqueConstraint(fields=('framework', 'identifier'), name='assessments_competency_identifier'),
        ),
        migrations.AddConstraint(
            model_name='competency',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ['proposed', 'agreed', 'set_aside', 'joined'])), name='assessments_competency_known_standing', violation_error_message='There is no such standing.'),
        ),
        migrations.AddConstraint(
            model_name='competency',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('standing', 'set_aside'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('standing', 'set_aside'), _negated=True), ('reason', '')), _connector='OR'), name='assessments_competency_reason', violation_error_message='Say why it is set aside; only what is set aside has a reason.'),
        ),
        migrations.AddConstraint(
            model_name='competency',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('joined_to__isnull', False), ('standing', 'joined')), models.Q(models.Q(('standing', 'joined'), _negated=True), ('joined_to__isnull', True)), _connector='OR'), name='assessments_competency_joined', violation_error_message='Say to which row it is joined; only what is joined has one.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('competency__isnull', True), ('goal__isnull', False), ('indicator__isnull', True)), models.Q(('competency__isnull', False), ('goal__isnull', True), ('indicator__isnull', True)), models.Q(('competency__isnull', True), ('goal__isnull', True), ('indicator__isnull', False)), _connector='OR'), name='assessments_agreement_one_row', violation_error_message='It belongs to one goal, one competency or one indicator.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(fields=('goal', 'facilitator'), name='assessments_agreement_once_goal'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(fields=('competency', 'facilitator'), name='assessments_agreement_once_competency'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(fields=('indicator', 'facilitator'), name='assessments_agreement_once_indicator'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('competency__isnull', True), ('goal__isnull', False), ('indicator__isnull', True)), models.Q(('competency__isnull', False), ('goal__isnull', True), ('indicator__isnull', True)), models.Q(('competency__isnull', True), ('goal__isnull', True), ('indicator__isnull', False)), _connector='OR'), name='assessments_comment_one_row', violation_error_message='It belongs to one goal, one competency or one indicator.'),
        ),
        migrations.AddConstraint(
            model_name='competencygoal',
            constraint=models.UniqueConstraint(fields=('competency', 'goal'), name='assessments_competencygoal_once', violation_error_message='This competency serves this goal already.'),
        ),
        migrations.AddConstraint(
            model_name='proposer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('competency__isnull', True), ('goal__isnull', False), ('indicator__isnull', True)), models.Q(('competency__isnull', False), ('goal__isnull', True), ('indicator__isnull', True)), models.Q(('competency__isnull', True), ('goal__isnull', True), ('indicator__isnull', False)), _connector='OR'), name='assessments_proposer_one_row', violation_error_message='It belongs to one goal, one competency or one indicator.'),
        ),
        migrations.AddConstraint(
            model_name='proposer',
            constraint=models.UniqueConstraint(fields=('goal', 'facilitator'), name='assessments_proposer_once_goal'),
        ),
        migrations.AddConstraint(
            model_name='proposer',
            constraint=models.UniqueConstraint(fields=('competency', 'facilitator'), name='assessments_proposer_once_competency'),
        ),
        migrations.AddConstraint(
            model_name='proposer',
            constraint=models.UniqueConstraint(fields=('indicator', 'facilitator'), name='assessments_proposer_once_indicator'),
        ),
    ]
