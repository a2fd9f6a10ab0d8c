"""The tables of the access room."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import kith.casework.furniture.migrating
import pghistory.utils
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('people', '0002_initial'),
        ('workforce', '0001_initial'),
    ]

    operations = [
        kith.casework.furniture.migrating.CreateTables(
            tables=[migrations.CreateModel(
                name='BreakGlass',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='glass_broken', to='workforce.worker')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='glass_broken', to='people.person')),
                    ('reason', models.TextField()),
                    ('started_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                    ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.worker')),
                    ('outcome', models.CharField(blank=True, choices=[('right', 'It was right to open it'), ('question', 'To be taken up with the worker')], max_length=8)),
                    ('review_note', models.TextField(blank=True)),
                ],
                options={
                    'verbose_name_plural': 'break-glass openings',
                    'indexes': [models.Index(fields=['worker', 'ends_at'], name='break_glass_worker_until')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('started_at'))), name='break_glass_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', True), ('reviewed_by__isnull', True)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='break_glass_reviewed_at_with_reviewed_by'), models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), models.Q(('reviewed_by', models.F('worker')), _negated=True), _connector='OR'), name='break_glass_not_reviewed_by_the_worker', violation_error_message='Nobody reviews their own opening of a record.')],
                },
            ), migrations.CreateModel(
                name='BreakGlassEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='access.breakglass')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('worker', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('reason', models.TextField()),
                    ('started_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                    ('reviewed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('outcome', models.CharField(blank=True, choices=[('right', 'It was right to open it'), ('question', 'To be taken up with the worker')], max_length=8)),
                    ('review_note', models.TextField(blank=True)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='RestrictedAccess',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='restricted_access', to='people.person')),
                    ('worker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='restricted_access', to='workforce.worker')),
                    ('reason', models.TextField()),
                    ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.worker')),
                ],
                options={
                    'verbose_name_plural': 'restricted access',
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='restricted_access_ends_after_it_starts', violation_error_message='The end must be after the start.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), ('worker', '='), (models.Func(models.F('start_date'), models.F('end_date'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='restricted_access_no_overlap', violation_error_message='Another record already covers some of these days. Change its end date first.')],
                },
            ), migrations.CreateModel(
                name='RestrictedAccessEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='access.restrictedaccess')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('worker', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('reason', models.TextField()),
                    ('named_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='OwnFamily',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hidden_from', to='people.person')),
                    ('worker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_family', to='workforce.worker')),
                    ('relation', models.CharField(help_text="Such as 'her sister's child' or 'lives next door'", max_length=120)),
                    ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.worker')),
                ],
                options={
                    'verbose_name_plural': 'own family',
                    'constraints': [models.UniqueConstraint(fields=('person', 'worker'), name='own_family_once')],
                },
            ), migrations.CreateModel(
                name='OwnFamilyEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='access.ownfamily')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('worker', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('relation', models.CharField(help_text="Such as 'her sister's child' or 'lives next door'", max_length=120)),
                    ('declared_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                ],
                options={
                    'abstract': False,
                },
            )],
        ),
    ]
