"""The tables of the plans room."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import kith.casework.furniture.migrating
import pghistory.utils
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0002_initial'),
        ('workforce', '0001_initial'),
    ]

    operations = [
        kith.casework.furniture.migrating.CreateTables(
            tables=[migrations.CreateModel(
                name='Sharing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('family', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sharings', to='people.family')),
                    ('recipient', models.CharField(max_length=160, verbose_name='Shared with')),
                    ('what', models.TextField(verbose_name='What was shared')),
                    ('purpose', models.TextField(verbose_name='Why')),
                    ('lawful_basis', models.CharField(choices=[('public_task', 'Public task: Children Act 1989 or 2004'), ('legal_obligation', 'A duty in law'), ('vital_interests', "To protect somebody's life"), ('consent', 'Consent')], max_length=16)),
                    ('consent_sought', models.BooleanField(default=False, verbose_name='The family was asked first')),
                    ('was_shared', models.BooleanField(default=True, verbose_name='It was shared')),
                    ('reason_not_shared', models.TextField(blank=True, verbose_name='Why it was not shared')),
                    ('day', models.DateField(verbose_name='Decided on')),
                    ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.worker')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('was_shared', True), models.Q(('reason_not_shared', ''), _negated=True), _connector='OR'), name='sharing_refused_has_a_reason', violation_error_message='Say why it was not shared.')],
                },
            ), migrations.CreateModel(
                name='SharingEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='plans.sharing')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('family', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.family')),
                    ('recipient', models.CharField(max_length=160, verbose_name='Shared with')),
                    ('what', models.TextField(verbose_name='What was shared')),
                    ('purpose', models.TextField(verbose_name='Why')),
                    ('lawful_basis', models.CharField(choices=[('public_task', 'Public task: Children Act 1989 or 2004'), ('legal_obligation', 'A duty in law'), ('vital_interests', "To protect somebody's life"), ('consent', 'Consent')], max_length=16)),
                    ('consent_sought', models.BooleanField(default=False, verbose_name='The family was asked first')),
                    ('was_shared', models.BooleanField(default=True, verbose_name='It was shared')),
                    ('reason_not_shared', models.TextField(blank=True, verbose_name='Why it was not shared')),
                    ('day', models.DateField(verbose_name='Decided on')),
                    ('decided_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Plan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('family', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='people.family')),
                    ('what_we_want', models.TextField(blank=True, verbose_name='What the family wants to be different, in their words')),
                    ('what_is_strong', models.TextField(blank=True, verbose_name='What is going well')),
                    ('closing_summary', models.TextField(blank=True, verbose_name='How things are now')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='plan_ends_after_it_starts', violation_error_message='The end must be after the start.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('family', '='), (models.Func(models.F('start_date'), models.F('end_date'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='plan_no_overlap', violation_error_message='Another record already covers some of these days. Change its end date first.')],
                },
            ), migrations.CreateModel(
                name='PlanEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='plans.plan')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('family', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.family')),
                    ('what_we_want', models.TextField(blank=True, verbose_name='What the family wants to be different, in their words')),
                    ('what_is_strong', models.TextField(blank=True, verbose_name='What is going well')),
                    ('closing_summary', models.TextField(blank=True, verbose_name='How things are now')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='PlanTier',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tiers', to='plans.plan')),
                    ('tier', models.CharField(choices=[('family_help', 'Family Help'), ('child_in_need', 'Child in need'), ('child_protection', 'Child protection'), ('looked_after', 'Looked after'), ('leaving_care', 'Leaving care')], max_length=16)),
                    ('reason', models.TextField()),
                    ('family_view', models.TextField(blank=True, verbose_name='What the family thinks')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='plan_tier_ends_after_it_starts', violation_error_message='The end must be after the start.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('plan', '='), (models.Func(models.F('start_date'), models.F('end_date'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='plan_tier_no_overlap', violation_error_message='Another record already covers some of these days. Change its end date first.')],
                },
            ), migrations.CreateModel(
                name='PlanTierEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='plans.plantier')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.plan')),
                    ('tier', models.CharField(choices=[('family_help', 'Family Help'), ('child_in_need', 'Child in need'), ('child_protection', 'Child protection'), ('looked_after', 'Looked after'), ('leaving_care', 'Leaving care')], max_length=16)),
                    ('reason', models.TextField()),
                    ('family_view', models.TextField(blank=True, verbose_name='What the family thinks')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='PlanLead',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leads', to='plans.plan')),
                    ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans_led', to='workforce.worker')),
                    ('reason', models.CharField(blank=True, max_length=300)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='plan_lead_ends_after_it_starts', violation_error_message='The end must be after the start.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('plan', '='), (models.Func(models.F('start_date'), models.F('end_date'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='plan_lead_no_overlap', violation_error_message='Another record already covers some of these days. Change its end date first.')],
                },
            ), migrations.CreateModel(
                name='PlanLeadEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='plans.planlead')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.plan')),
                    ('worker', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('reason', models.CharField(blank=True, max_length=300)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='PlanChild',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='children', to='plans.plan')),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plan_places', to='people.person')),
                ],
                options={
                    'verbose_name_plural': 'plan children',
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='plan_child_ends_after_it_starts', violation_error_message='The end must be after the start.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('plan', '='), ('child', '='), (models.Func(models.F('start_date'), models.F('end_date'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='plan_child_no_overlap', violation_error_message='Another record already covers some of these days. Change its end date first.')],
                },
            ), migrations.CreateModel(
                name='PlanChildEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='plans.planchild')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.plan')),
                    ('child', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='TeamMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team_members', to='plans.plan')),
                    ('worker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='teams_around_families', to='workforce.worker')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='teams_around_families', to='people.person')),
                    ('name', models.CharField(blank=True, max_length=120)),
                    ('part', models.CharField(max_length=160, verbose_name='What they do')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='team_member_ends_after_it_starts', violation_error_message='The end must be after the start.'), models.CheckConstraint(condition=models.Q(('worker__isnull', False), ('person__isnull', False), models.Q(('name', ''), _negated=True), _connector='OR'), name='team_member_is_somebody', violation_error_message='Choose a worker or a person, or enter a name.')],
                },
            ), migrations.CreateModel(
                name='TeamMemberEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='plans.teammember')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.plan')),
                    ('worker', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('name', models.CharField(blank=True, max_length=120)),
                    ('part', models.CharField(max_length=160, verbose_name='What they do')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Agreement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='plans.plan')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='people.person')),
                    ('answer', models.CharField(choices=[('agreed', 'Agreed'), ('declined', 'Declined'), ('withdrawn', 'Withdrew their agreement')], max_length=9)),
                    ('day', models.DateField(verbose_name='Said on')),
                    ('words', models.TextField(blank=True, verbose_name='In their words')),
                ],
            ), migrations.CreateModel(
                name='AgreementEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='plans.agreement')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.plan')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('answer', models.CharField(choices=[('agreed', 'Agreed'), ('declined', 'Declined'), ('withdrawn', 'Withdrew their agreement')], max_length=9)),
                    ('day', models.DateField(verbose_name='Said on')),
                    ('words', models.TextField(blank=True, verbose_name='In their words')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Goal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='plans.plan')),
                    ('child', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='people.person')),
                    ('words', models.CharField(max_length=300, verbose_name="The goal, in the family's words")),
                    ('need', models.CharField(blank=True, choices=[('1A', 'Alcohol misuse: the child'), ('1B', 'Alcohol misuse: parent or carer'), ('1C', 'Alcohol misuse: another household member'), ('2A', 'Drug misuse: the child'), ('2B', 'Drug misuse: parent or carer'), ('2C', 'Drug misuse: another household member'), ('3A', 'Domestic abuse: the child'), ('3B', 'Domestic abuse: parent or carer'), ('3C', 'Domestic abuse: another household member'), ('4A', 'Mental health: the child'), ('4B', 'Mental health: parent or carer'), ('4C', 'Mental health: another household member'), ('5A', 'Learning disability: the child'), ('5B', 'Learning disability: parent or carer'), ('5C', 'Learning disability: another household member'), ('6A', 'Physical disability or illness: the child'), ('6B', 'Physical disability or illness: parent or carer'), ('6C', 'Physical disability or illness: another household member'), ('7A', 'Young carer'), ('8B', 'Private fostering: overseas child intending to return'), ('8C', 'Private fostering: overseas child intending to stay'), ('8D', 'Private fostering: UK child in educational placement'), ('8E', 'Private fostering: UK child, alternative family arrangement'), ('8F', 'Private fostering: other'), ('9A', 'Unaccompanied asylum-seeking child'), ('10A', 'Going or being missing'), ('11A', 'Child sexual exploitation'), ('12A', 'Trafficking'), ('13A', 'Gangs'), ('14A', 'Socially unacceptable behaviour'), ('15A', 'Self-harm'), ('16A', 'Neglect'), ('17A', 'Emotional abuse'), ('18A', 'Physical abuse (undifferentiated)'), ('18B', 'Physical abuse: by a child'), ('18C', 'Physical abuse: by an adult'), ('19A', 'Sexual abuse (undifferentiated)'), ('19B', 'Sexual abuse: by a child'), ('19C', 'Sexual abuse: by an adult'), ('20', 'Other'), ('21', 'No factors identified'), ('22A', 'Female genital mutilation'), ('23A', 'Abuse linked to faith or belief'), ('24A', 'Child criminal exploitation')], max_length=4, verbose_name='The need it meets')),
                    ('status', models.CharField(choices=[('open', 'Working on it'), ('met', 'Met'), ('put_aside', 'Put aside')], default='open', max_length=9)),
                    ('set_date', models.DateField(verbose_name='Set on')),
                    ('closed_date', models.DateField(blank=True, null=True, verbose_name='Met or put aside on')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_date__isnull', True), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('closed_date__isnull', False)), _connector='OR'), name='goal_closed_has_its_date')],
                },
            ), migrations.CreateModel(
                name='GoalEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='plans.goal')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.plan')),
                    ('child', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('words', models.CharField(max_length=300, verbose_name="The goal, in the family's words")),
                    ('need', models.CharField(blank=True, choices=[('1A', 'Alcohol misuse: the child'), ('1B', 'Alcohol misuse: parent or carer'), ('1C', 'Alcohol misuse: another household member'), ('2A', 'Drug misuse: the child'), ('2B', 'Drug misuse: parent or carer'), ('2C', 'Drug misuse: another household member'), ('3A', 'Domestic abuse: the child'), ('3B', 'Domestic abuse: parent or carer'), ('3C', 'Domestic abuse: another household member'), ('4A', 'Mental health: the child'), ('4B', 'Mental health: parent or carer'), ('4C', 'Mental health: another household member'), ('5A', 'Learning disability: the child'), ('5B', 'Learning disability: parent or carer'), ('5C', 'Learning disability: another household member'), ('6A', 'Physical disability or illness: the child'), ('6B', 'Physical disability or illness: parent or carer'), ('6C', 'Physical disability or illness: another household member'), ('7A', 'Young carer'), ('8B', 'Private fostering: overseas child intending to return'), ('8C', 'Private fostering: overseas child intending to stay'), ('8D', 'Private fostering: UK child in educational placement'), ('8E', 'Private fostering: UK child, alternative family arrangement'), ('8F', 'Private fostering: other'), ('9A', 'Unaccompanied asylum-seeking child'), ('10A', 'Going or being missing'), ('11A', 'Child sexual exploitation'), ('12A', 'Trafficking'), ('13A', 'Gangs'), ('14A', 'Socially unacceptable behaviour'), ('15A', 'Self-harm'), ('16A', 'Neglect'), ('17A', 'Emotional abuse'), ('18A', 'Physical abuse (undifferentiated)'), ('18B', 'Physical abuse: by a child'), ('18C', 'Physical abuse: by an adult'), ('19A', 'Sexual abuse (undifferentiated)'), ('19B', 'Sexual abuse: by a child'), ('19C', 'Sexual abuse: by an adult'), ('20', 'Other'), ('21', 'No factors identified'), ('22A', 'Female genital mutilation'), ('23A', 'Abuse linked to faith or belief'), ('24A', 'Child criminal exploitation')], max_length=4, verbose_name='The need it meets')),
                    ('status', models.CharField(choices=[('open', 'Working on it'), ('met', 'Met'), ('put_aside', 'Put aside')], default='open', max_length=9)),
                    ('set_date', models.DateField(verbose_name='Set on')),
                    ('closed_date', models.DateField(blank=True, null=True, verbose_name='Met or put aside on')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='GoalScore',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='plans.goal')),
                    ('stage', models.CharField(choices=[('start', 'At the start'), ('middle', 'On the way'), ('end', 'At the end')], max_length=6)),
                    ('score', models.PositiveSmallIntegerField(verbose_name='Score from 0 to 10')),
                    ('scored_by', models.CharField(choices=[('child', 'The child'), ('parent', 'A parent or carer'), ('practitioner', 'The practitioner')], max_length=12)),
                    ('day', models.DateField(verbose_name='Scored on')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('score__lte', 10)), name='goal_score_from_0_to_10', violation_error_message='A score is a whole number from 0 to 10.')],
                },
            ), migrations.CreateModel(
                name='GoalScoreEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='plans.goalscore')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('goal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.goal')),
                    ('stage', models.CharField(choices=[('start', 'At the start'), ('middle', 'On the way'), ('end', 'At the end')], max_length=6)),
                    ('score', models.PositiveSmallIntegerField(verbose_name='Score from 0 to 10')),
                    ('scored_by', models.CharField(choices=[('child', 'The child'), ('parent', 'A parent or carer'), ('practitioner', 'The practitioner')], max_length=12)),
                    ('day', models.DateField(verbose_name='Scored on')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='PlanAction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='plans.plan')),
                    ('goal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='actions', to='plans.goal')),
                    ('what', models.CharField(max_length=300, verbose_name='What will be done')),
                    ('owner_worker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan_actions', to='workforce.worker')),
                    ('owner_name', models.CharField(blank=True, max_length=120, verbose_name="Or one of the family's people")),
                    ('due_date', models.DateField(verbose_name='By')),
                    ('done_date', models.DateField(blank=True, null=True, verbose_name='Done on')),
                    ('is_help', models.BooleanField(default=False, help_text='Doing it counts as help delivered', verbose_name='This is help for the family')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('owner_worker__isnull', False), models.Q(('owner_name', ''), _negated=True), _connector='OR'), name='plan_action_has_an_owner', violation_error_message='Choose a worker, or enter who in the family will do it.')],
                },
            ), migrations.CreateModel(
                name='PlanActionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='plans.planaction')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.plan')),
                    ('goal', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='plans.goal')),
                    ('what', models.CharField(max_length=300, verbose_name='What will be done')),
                    ('owner_worker', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('owner_name', models.CharField(blank=True, max_length=120, verbose_name="Or one of the family's people")),
                    ('due_date', models.DateField(verbose_name='By')),
                    ('done_date', models.DateField(blank=True, null=True, verbose_name='Done on')),
                    ('is_help', models.BooleanField(default=False, help_text='Doing it counts as help delivered', verbose_name='This is help for the family')),
                ],
                options={
                    'abstract': False,
                },
            )],
        ),
    ]
