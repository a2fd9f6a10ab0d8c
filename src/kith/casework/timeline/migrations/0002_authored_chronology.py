"""Authored chronologies: chosen entries, why they matter, whom each is about and from whom it is withheld."""

import django.db.models.deletion
import kith.casework.furniture.migrating
import pghistory.utils
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_initial'),
        ('timeline', '0001_initial'),
        ('workforce', '0001_initial'),
    ]

    operations = [
        kith.casework.furniture.migrating.CreateTables(
            tables=[migrations.CreateModel(
                name='AuthoredChronology',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('child', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='authored_chronologies', to='people.person')),
                    ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='authored_chronologies', to='people.family')),
                    ('purpose', models.CharField(max_length=200, verbose_name='What it is for')),
                    ('from_date', models.DateField(verbose_name='From')),
                    ('to_date', models.DateField(help_text='The last day that it covers', verbose_name='To')),
                    ('introduction', models.TextField(blank=True)),
                    ('analysis', models.TextField(blank=True, verbose_name='What it shows as a whole')),
                    ('started_at', models.DateTimeField()),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authored_chronologies', to='workforce.worker')),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('finished_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.worker')),
                    ('carries_on', models.ForeignKey(blank=True, help_text='The finished chronology whose entries this one began with', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried_on_in', to='timeline.authoredchronology')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'verbose_name_plural': 'authored chronologies',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('child__isnull', False), ('family__isnull', True)), models.Q(('child__isnull', True), ('family__isnull', False)), _connector='OR'), name='authored_chronology_of_a_child_or_a_family'), models.CheckConstraint(condition=models.Q(('to_date__gte', models.F('from_date'))), name='authored_chronology_ends_after_it_starts', violation_error_message='The last day is before the first. Change one of them.'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('finished_by__isnull', True)), models.Q(('finished_at__isnull', False), ('finished_by__isnull', False)), _connector='OR'), name='authored_chronology_finished_by_somebody')],
                },
            ), migrations.CreateModel(
                name='AuthoredChronologyEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='timeline.authoredchronology')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('child', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('family', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.family')),
                    ('purpose', models.CharField(max_length=200, verbose_name='What it is for')),
                    ('from_date', models.DateField(verbose_name='From')),
                    ('to_date', models.DateField(help_text='The last day that it covers', verbose_name='To')),
                    ('introduction', models.TextField(blank=True)),
                    ('analysis', models.TextField(blank=True, verbose_name='What it shows as a whole')),
                    ('started_at', models.DateTimeField()),
                    ('written_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('finished_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('carries_on', models.ForeignKey(blank=True, db_constraint=False, help_text='The finished chronology whose entries this one began with', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timeline.authoredchronology')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='ChronologyPerson',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('chronology', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='timeline.authoredchronology')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chronology_places', to='people.person')),
                    ('may_read_the_whole', models.BooleanField(default=False, help_text='They are about everybody together, so the author says so for each person', verbose_name='The purpose, introduction and analysis may be in their copy')),
                ],
                options={
                    'verbose_name_plural': 'chronology people',
                    'constraints': [models.UniqueConstraint(fields=('chronology', 'person'), name='chronology_person_once')],
                },
            ), migrations.CreateModel(
                name='ChronologyPersonEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='timeline.chronologyperson')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('chronology', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timeline.authoredchronology')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('may_read_the_whole', models.BooleanField(default=False, help_text='They are about everybody together, so the author says so for each person', verbose_name='The purpose, introduction and analysis may be in their copy')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='ChronologyEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('chronology', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='timeline.authoredchronology')),
                    ('day', models.DateField()),
                    ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='timeline.event')),
                    ('note', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='timeline.note')),
                    ('source', models.CharField(max_length=160, verbose_name='Where this comes from')),
                    ('what_happened', models.TextField()),
                    ('why_it_matters', models.TextField(blank=True)),
                    ('impact', models.TextField(blank=True, verbose_name='What it meant for the child')),
                    ('taken_out_at', models.DateTimeField(blank=True, null=True)),
                    ('taken_out_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.worker')),
                ],
                options={
                    'verbose_name_plural': 'chronology entries',
                    'ordering': ['day', 'pk'],
                    'indexes': [models.Index(fields=['chronology', 'day'], name='chronology_entry_day')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('event__isnull', True), ('note__isnull', True), _connector='OR'), name='chronology_entry_of_an_event_or_a_note'), models.CheckConstraint(condition=models.Q(('what_happened', ''), _negated=True), name='chronology_entry_says_something', violation_error_message='Say what happened, or take the entry out.'), models.CheckConstraint(condition=models.Q(models.Q(('taken_out_at__isnull', True), ('taken_out_by__isnull', True)), models.Q(('taken_out_at__isnull', False), ('taken_out_by__isnull', False)), _connector='OR'), name='chronology_entry_taken_out_by_somebody')],
                },
            ), migrations.CreateModel(
                name='ChronologyEntryEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='timeline.chronologyentry')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('chronology', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timeline.authoredchronology')),
                    ('day', models.DateField()),
                    ('event', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timeline.event')),
                    ('note', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timeline.note')),
                    ('source', models.CharField(max_length=160, verbose_name='Where this comes from')),
                    ('what_happened', models.TextField()),
                    ('why_it_matters', models.TextField(blank=True)),
                    ('impact', models.TextField(blank=True, verbose_name='What it meant for the child')),
                    ('taken_out_at', models.DateTimeField(blank=True, null=True)),
                    ('taken_out_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='ChronologyEntrySubject',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subjects', to='timeline.chronologyentry')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chronology_entries', to='people.person')),
                    ('bearing', models.CharField(choices=[('about', 'Is about them'), ('withheld', 'Is not to be disclosed to them')], max_length=8)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('entry', 'person', 'bearing'), name='chronology_entry_subject_once')],
                },
            ), migrations.CreateModel(
                name='ChronologyEntrySubjectEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='timeline.chronologyentrysubject')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('entry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timeline.chronologyentry')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('bearing', models.CharField(choices=[('about', 'Is about them'), ('withheld', 'Is not to be disclosed to them')], max_length=8)),
                ],
                options={
                    'abstract': False,
                },
            )],
        ),
    ]
