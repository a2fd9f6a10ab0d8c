"""The tables of the workforce room."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import kith.casework.furniture.migrating
import pghistory.utils
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('people', '0002_initial'),
    ]

    operations = [
        kith.casework.furniture.migrating.CreateTables(
            tables=[migrations.CreateModel(
                name='Team',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True)),
                    ('kind', models.CharField(choices=[('service', 'Whole service or area'), ('front_door', 'Front door'), ('family_help', 'Family Help'), ('child_protection', 'Child protection'), ('care', 'Children in care and leaving care'), ('support', 'Support to the service')], max_length=16)),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='workforce.team')),
                    ('telephone', models.CharField(blank=True, max_length=30)),
                ],
            ), migrations.CreateModel(
                name='TeamEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='workforce.team')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=120)),
                    ('kind', models.CharField(choices=[('service', 'Whole service or area'), ('front_door', 'Front door'), ('family_help', 'Family Help'), ('child_protection', 'Child protection'), ('care', 'Children in care and leaving care'), ('support', 'Support to the service')], max_length=16)),
                    ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.team')),
                    ('telephone', models.CharField(blank=True, max_length=30)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Worker',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='worker', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(max_length=120)),
                    ('role', models.CharField(choices=[('contact_officer', 'Contact officer'), ('family_help_practitioner', 'Family Help practitioner'), ('social_worker', 'Social worker'), ('team_manager', 'Team manager'), ('conference_chair', 'Conference chair'), ('independent_reviewing_officer', 'Independent reviewing officer'), ('placements_officer', 'Placements officer'), ('fostering_recruiter', 'Fostering recruiter'), ('virtual_school', 'Virtual school'), ('performance_analyst', 'Performance analyst'), ('director', 'Director'), ('administrator', 'Administrator'), ('auditor', 'Auditor'), ('partner', 'Partner: school or health')], max_length=30)),
                    ('social_work_england_number', models.CharField(blank=True, max_length=8, validators=[django.core.validators.RegexValidator('^SW\\d{1,6}$', 'Enter SW and up to six digits, such as SW12345.')])),
                    ('full_time_equivalent', models.DecimalField(decimal_places=2, default=Decimal('1.00'), max_digits=3)),
                    ('is_agency', models.BooleanField(default=False, verbose_name='Agency worker')),
                    ('organisation', models.CharField(blank=True, help_text="A partner's school or service", max_length=120)),
                    ('telephone', models.CharField(blank=True, max_length=30)),
                    ('start_date', models.DateField(verbose_name='Started')),
                    ('end_date', models.DateField(blank=True, null=True, verbose_name='Left')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('full_time_equivalent__gt', 0), ('full_time_equivalent__lte', 1)), name='worker_full_time_equivalent_is_a_share', violation_error_message='Full-time equivalent is more than 0 and at most 1.'), models.UniqueConstraint(condition=models.Q(('social_work_england_number', ''), _negated=True), fields=('social_work_england_number',), name='social_work_england_number_once')],
                },
            ), migrations.CreateModel(
                name='WorkerEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='workforce.worker')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(max_length=120)),
                    ('role', models.CharField(choices=[('contact_officer', 'Contact officer'), ('family_help_practitioner', 'Family Help practitioner'), ('social_worker', 'Social worker'), ('team_manager', 'Team manager'), ('conference_chair', 'Conference chair'), ('independent_reviewing_officer', 'Independent reviewing officer'), ('placements_officer', 'Placements officer'), ('fostering_recruiter', 'Fostering recruiter'), ('virtual_school', 'Virtual school'), ('performance_analyst', 'Performance analyst'), ('director', 'Director'), ('administrator', 'Administrator'), ('auditor', 'Auditor'), ('partner', 'Partner: school or health')], max_length=30)),
                    ('social_work_england_number', models.CharField(blank=True, max_length=8, validators=[django.core.validators.RegexValidator('^SW\\d{1,6}$', 'Enter SW and up to six digits, such as SW12345.')])),
                    ('full_time_equivalent', models.DecimalField(decimal_places=2, default=Decimal('1.00'), max_digits=3)),
                    ('is_agency', models.BooleanField(default=False, verbose_name='Agency worker')),
                    ('organisation', models.CharField(blank=True, help_text="A partner's school or service", max_length=120)),
                    ('telephone', models.CharField(blank=True, max_length=30)),
                    ('start_date', models.DateField(verbose_name='Started')),
                    ('end_date', models.DateField(blank=True, null=True, verbose_name='Left')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Allocation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='allocations', to='people.person')),
                    ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='workforce.worker')),
                    ('role', models.CharField(choices=[('lead', 'Lead practitioner'), ('co_worker', 'Co-worker'), ('reviewing_officer', 'Independent reviewing officer'), ('personal_adviser', 'Personal adviser'), ('partner', 'Partner practitioner')], default='lead', max_length=18)),
                    ('reason', models.CharField(choices=[('first', 'First contact or allocation'), ('handover', "Handed over as the family's needs changed"), ('caseload', 'To even out caseloads'), ('worker_left', 'The worker left'), ('worker_away', 'The worker is away for long'), ('reorganisation', 'Teams were reorganised'), ('asked_for', 'The child or family asked for a change'), ('conflict', 'A conflict of interest'), ('other', 'Another reason')], max_length=16)),
                    ('reason_words', models.CharField(blank=True, max_length=300, verbose_name='In a sentence')),
                    ('end_reason', models.CharField(blank=True, max_length=300)),
                ],
                options={
                    'indexes': [models.Index(fields=['worker', 'end_date'], name='allocation_worker_end'), models.Index(fields=['child', 'end_date'], name='allocation_child_end')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='allocation_ends_after_it_starts', violation_error_message='The end must be after the start.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('role', 'lead')), expressions=[('child', '='), (models.Func(models.F('start_date'), models.F('end_date'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='allocation_no_overlap', violation_error_message='Another record already covers some of these days. Change its end date first.')],
                },
            ), migrations.CreateModel(
                name='AllocationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='workforce.allocation')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('child', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('worker', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('role', models.CharField(choices=[('lead', 'Lead practitioner'), ('co_worker', 'Co-worker'), ('reviewing_officer', 'Independent reviewing officer'), ('personal_adviser', 'Personal adviser'), ('partner', 'Partner practitioner')], default='lead', max_length=18)),
                    ('reason', models.CharField(choices=[('first', 'First contact or allocation'), ('handover', "Handed over as the family's needs changed"), ('caseload', 'To even out caseloads'), ('worker_left', 'The worker left'), ('worker_away', 'The worker is away for long'), ('reorganisation', 'Teams were reorganised'), ('asked_for', 'The child or family asked for a change'), ('conflict', 'A conflict of interest'), ('other', 'Another reason')], max_length=16)),
                    ('reason_words', models.CharField(blank=True, max_length=300, verbose_name='In a sentence')),
                    ('end_reason', models.CharField(blank=True, max_length=300)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Cover',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('absent_worker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='workforce.worker')),
                    ('covered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='covers', to='workforce.worker')),
                    ('reason', models.CharField(max_length=120)),
                ],
                options={
                    'verbose_name_plural': 'cover',
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='cover_ends_after_it_starts', violation_error_message='The end must be after the start.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('absent_worker', '='), (models.Func(models.F('start_date'), models.F('end_date'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='cover_no_overlap', violation_error_message='Another record already covers some of these days. Change its end date first.'), models.CheckConstraint(condition=models.Q(('absent_worker', models.F('covered_by')), _negated=True), name='cover_is_by_another', violation_error_message='Choose another worker: nobody covers for themself.')],
                },
            ), migrations.CreateModel(
                name='CoverEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='workforce.cover')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('absent_worker', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('covered_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('reason', models.CharField(max_length=120)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Supervision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supervisions', to='workforce.worker')),
                    ('supervisor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supervisions_given', to='workforce.worker')),
                    ('held_date', models.DateField(verbose_name='Held on')),
                    ('next_date', models.DateField(blank=True, null=True, verbose_name='Next due')),
                    ('wellbeing', models.TextField(blank=True, verbose_name='How the worker is')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('worker', models.F('supervisor')), _negated=True), name='supervision_by_another', violation_error_message='Nobody supervises themself.'), models.CheckConstraint(condition=models.Q(('next_date__isnull', True), ('next_date__gt', models.F('held_date')), _connector='OR'), name='supervision_next_is_later', violation_error_message='The next supervision is after this one.')],
                },
            ), migrations.CreateModel(
                name='SupervisionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='workforce.supervision')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('worker', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('supervisor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('held_date', models.DateField(verbose_name='Held on')),
                    ('next_date', models.DateField(blank=True, null=True, verbose_name='Next due')),
                    ('wellbeing', models.TextField(blank=True, verbose_name='How the worker is')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='SupervisionEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('supervision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='workforce.supervision')),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supervision_entries', to='people.person')),
                    ('discussion', models.TextField(verbose_name='What was said')),
                    ('decision', models.TextField(blank=True, verbose_name='What was decided, and why')),
                ],
                options={
                    'verbose_name_plural': 'supervision entries',
                    'constraints': [models.UniqueConstraint(fields=('supervision', 'child'), name='supervision_entry_once')],
                },
            ), migrations.CreateModel(
                name='SupervisionEntryEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='workforce.supervisionentry')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('supervision', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.supervision')),
                    ('child', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('discussion', models.TextField(verbose_name='What was said')),
                    ('decision', models.TextField(blank=True, verbose_name='What was decided, and why')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='TeamMembership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('worker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team_memberships', to='workforce.worker')),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='workforce.team')),
                    ('is_manager', models.BooleanField(default=False, verbose_name='Manages the team')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='team_membership_ends_after_it_starts', violation_error_message='The end must be after the start.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('worker', '='), (models.Func(models.F('start_date'), models.F('end_date'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='team_membership_no_overlap', violation_error_message='Another record already covers some of these days. Change its end date first.')],
                },
            ), migrations.CreateModel(
                name='TeamMembershipEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='workforce.teammembership')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('worker', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.team')),
                    ('is_manager', models.BooleanField(default=False, verbose_name='Manages the team')),
                ],
                options={
                    'abstract': False,
                },
            )],
        ),
    ]
