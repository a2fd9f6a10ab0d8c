"""The tables of the timeline room."""

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
                name='Document',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=160)),
                    ('day', models.DateField(verbose_name='Day it is about')),
                    ('original_name', models.CharField(max_length=200)),
                    ('stored_name', models.CharField(max_length=64, unique=True)),
                    ('content_type', models.CharField(max_length=100)),
                    ('size', models.PositiveIntegerField(help_text='Bytes')),
                    ('sha256', models.CharField(max_length=64)),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='workforce.worker')),
                    ('added_at', models.DateTimeField()),
                ],
            ), migrations.CreateModel(
                name='DocumentEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='timeline.document')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('title', models.CharField(max_length=160)),
                    ('day', models.DateField(verbose_name='Day it is about')),
                    ('original_name', models.CharField(max_length=200)),
                    ('stored_name', models.CharField(max_length=64)),
                    ('content_type', models.CharField(max_length=100)),
                    ('size', models.PositiveIntegerField(help_text='Bytes')),
                    ('sha256', models.CharField(max_length=64)),
                    ('added_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('added_at', models.DateTimeField()),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='DocumentSubject',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subjects', to='timeline.document')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='document_subjects', to='people.person')),
                    ('day', models.DateField(help_text="The document's day, kept here so that one person's documents read in order")),
                ],
                options={
                    'indexes': [models.Index(fields=['person', '-day'], name='document_subject_day')],
                    'constraints': [models.UniqueConstraint(fields=('document', 'person'), name='document_subject_once')],
                },
            ), migrations.CreateModel(
                name='DocumentSubjectEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='timeline.documentsubject')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timeline.document')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('day', models.DateField(help_text="The document's day, kept here so that one person's documents read in order")),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=60)),
                    ('day', models.DateField(help_text='The day on which it happened, by which the rules in force are chosen')),
                    ('at', models.DateTimeField(help_text="The instant at which it happened, where known, else of its day's start")),
                    ('recorded_at', models.DateTimeField()),
                    ('by_worker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events_done', to='workforce.worker')),
                    ('thread', models.CharField(blank=True, max_length=60)),
                    ('summary', models.TextField(help_text='A sentence for the chronology, safe for every subject to be seen beside')),
                    ('details', models.JSONField(default=dict)),
                ],
                options={
                    'indexes': [models.Index(fields=['thread'], name='event_thread'), models.Index(fields=['-day'], name='event_day')],
                },
            ), migrations.CreateModel(
                name='EventEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='timeline.event')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(max_length=60)),
                    ('day', models.DateField(help_text='The day on which it happened, by which the rules in force are chosen')),
                    ('at', models.DateTimeField(help_text="The instant at which it happened, where known, else of its day's start")),
                    ('recorded_at', models.DateTimeField()),
                    ('by_worker', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('thread', models.CharField(blank=True, max_length=60)),
                    ('summary', models.TextField(help_text='A sentence for the chronology, safe for every subject to be seen beside')),
                    ('details', models.JSONField(default=dict)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='EventSubject',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subjects', to='timeline.event')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='event_subjects', to='people.person')),
                    ('day', models.DateField(help_text="The event's day, kept here so that one person's chronology reads in order")),
                    ('significant', models.BooleanField(default=False, help_text='Chosen for the short chronology')),
                ],
                options={
                    'indexes': [models.Index(fields=['person', '-day'], name='event_subject_person_day')],
                    'constraints': [models.UniqueConstraint(fields=('event', 'person'), name='event_subject_once')],
                },
            ), migrations.CreateModel(
                name='Note',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('case_note', 'Case note'), ('visit', 'Visit'), ('telephone', 'Telephone call'), ('meeting', 'Meeting'), ('manager', "Manager's note"), ('child_words', 'What the child said')], default='case_note', max_length=12)),
                    ('title', models.CharField(max_length=160)),
                    ('day', models.DateField(verbose_name='Day it is about')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='workforce.worker')),
                    ('written_at', models.DateTimeField()),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'indexes': [models.Index(fields=['-day'], name='note_day')],
                },
            ), migrations.CreateModel(
                name='NoteEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='timeline.note')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('case_note', 'Case note'), ('visit', 'Visit'), ('telephone', 'Telephone call'), ('meeting', 'Meeting'), ('manager', "Manager's note"), ('child_words', 'What the child said')], default='case_note', max_length=12)),
                    ('title', models.CharField(max_length=160)),
                    ('day', models.DateField(verbose_name='Day it is about')),
                    ('written_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('written_at', models.DateTimeField()),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='NoteSubject',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('note', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subjects', to='timeline.note')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='note_subjects', to='people.person')),
                    ('day', models.DateField(help_text="The note's day, kept here so that one person's notes read in order")),
                ],
                options={
                    'indexes': [models.Index(fields=['person', '-day'], name='note_subject_person_day')],
                    'constraints': [models.UniqueConstraint(fields=('note', 'person'), name='note_subject_once')],
                },
            ), migrations.CreateModel(
                name='NoteSubjectEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='timeline.notesubject')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('note', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timeline.note')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('day', models.DateField(help_text="The note's day, kept here so that one person's notes read in order")),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='NotePassage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('note', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='timeline.note')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('text', models.TextField()),
                ],
                options={
                    'ordering': ['position'],
                    'constraints': [models.UniqueConstraint(fields=('note', 'position'), name='note_passage_position_once')],
                },
            ), migrations.CreateModel(
                name='NotePassageEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='timeline.notepassage')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('note', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timeline.note')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('text', models.TextField()),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='PassageSubject',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('passage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subjects', to='timeline.notepassage')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passage_subjects', to='people.person')),
                    ('bearing', models.CharField(choices=[('about', 'Is about them'), ('withheld', 'Is not to be disclosed to them')], max_length=8)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('passage', 'person', 'bearing'), name='passage_subject_once')],
                },
            ), migrations.CreateModel(
                name='PassageSubjectEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='timeline.passagesubject')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('passage', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timeline.notepassage')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('bearing', models.CharField(choices=[('about', 'Is about them'), ('withheld', 'Is not to be disclosed to them')], max_length=8)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Task',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200)),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='people.person')),
                    ('worker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='workforce.worker')),
                    ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='workforce.team')),
                    ('due_date', models.DateField()),
                    ('done_at', models.DateTimeField(blank=True, null=True)),
                    ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.worker')),
                    ('link', models.CharField(blank=True, help_text='The page where it is done, as a path', max_length=120)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['worker', 'due_date'], name='task_worker_open'), models.Index(condition=models.Q(('done_at__isnull', True)), fields=['team', 'due_date'], name='task_team_open')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='task_done_at_with_done_by'), models.CheckConstraint(condition=models.Q(('worker__isnull', False), ('team__isnull', False), _connector='OR'), name='task_has_an_owner')],
                },
            ), migrations.CreateModel(
                name='TaskEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='timeline.task')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('title', models.CharField(max_length=200)),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('worker', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.team')),
                    ('due_date', models.DateField()),
                    ('done_at', models.DateTimeField(blank=True, null=True)),
                    ('done_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.worker')),
                    ('link', models.CharField(blank=True, help_text='The page where it is done, as a path', max_length=120)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Clock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rule', models.CharField(help_text="The rule's code in the clock catalogue", max_length=40)),
                    ('thread', models.CharField(blank=True, help_text="The process it belongs to, such as 'contact:55'", max_length=60)),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='clocks', to='people.person')),
                    ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='clocks', to='workforce.team')),
                    ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks_started', to='timeline.event')),
                    ('start_date', models.DateField()),
                    ('due_date', models.DateField(help_text='The last day on which it is in time')),
                    ('due_at', models.DateTimeField(blank=True, help_text='The instant, for a rule that runs in hours', null=True)),
                    ('stopped_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clocks_stopped', to='timeline.event')),
                    ('stopped_date', models.DateField(blank=True, null=True)),
                    ('was_late', models.BooleanField(help_text='Whether it stopped after it was due', null=True)),
                    ('late_reason', models.TextField(blank=True, verbose_name='Why it is late')),
                ],
                options={
                    'indexes': [models.Index(fields=['person', 'stopped_date', 'due_date'], name='clock_person_running'), models.Index(condition=models.Q(('stopped_date__isnull', True)), fields=['team', 'due_date'], name='clock_team_running'), models.Index(fields=['thread'], name='clock_thread'), models.Index(fields=['rule', 'stopped_date'], name='clock_rule_stopped')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('stopped_by__isnull', True), ('stopped_date__isnull', True), ('was_late__isnull', True)), models.Q(('stopped_by__isnull', False), ('stopped_date__isnull', False), ('was_late__isnull', False)), _connector='OR'), name='clock_stopped_date_with_stopped_by'), models.CheckConstraint(condition=models.Q(('person__isnull', False), models.Q(('thread', ''), _negated=True), _connector='OR'), name='clock_has_a_person_or_a_thread'), models.CheckConstraint(condition=models.Q(('due_date__gte', models.F('start_date'))), name='clock_due_after_start')],
                },
            ), migrations.CreateModel(
                name='ClockEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='timeline.clock')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('rule', models.CharField(help_text="The rule's code in the clock catalogue", max_length=40)),
                    ('thread', models.CharField(blank=True, help_text="The process it belongs to, such as 'contact:55'", max_length=60)),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='workforce.team')),
                    ('started_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timeline.event')),
                    ('start_date', models.DateField()),
                    ('due_date', models.DateField(help_text='The last day on which it is in time')),
                    ('due_at', models.DateTimeField(blank=True, help_text='The instant, for a rule that runs in hours', null=True)),
                    ('stopped_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timeline.event')),
                    ('stopped_date', models.DateField(blank=True, null=True)),
                    ('was_late', models.BooleanField(help_text='Whether it stopped after it was due', null=True)),
                    ('late_reason', models.TextField(blank=True, verbose_name='Why it is late')),
                ],
                options={
                    'abstract': False,
                },
            )],
        ),
    ]
