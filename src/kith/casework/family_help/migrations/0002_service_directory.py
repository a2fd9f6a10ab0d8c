"""The directory of services."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import kith.casework.furniture.migrating
import pghistory.utils
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('family_help', '0001_initial'),
    ]

    operations = [
        kith.casework.furniture.migrating.CreateTables(
            tables=[migrations.CreateModel(
                name='DirectoryFeed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True, verbose_name='Whose directory it is')),
                    ('address', models.URLField(blank=True, max_length=500, verbose_name='Its address')),
                    ('licence', models.CharField(blank=True, max_length=200, verbose_name='Its licence')),
                    ('may_republish', models.BooleanField(default=False, verbose_name='Publish its services with ours')),
                    ('is_read_daily', models.BooleanField(default=False, verbose_name='Read it each day')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('may_republish', False), models.Q(('licence', ''), _negated=True), _connector='OR'), name='directory_feed_is_published_by_its_licence', violation_error_message='Name the licence that lets us publish it again.'), models.CheckConstraint(condition=models.Q(('is_read_daily', False), models.Q(('address', ''), _negated=True), _connector='OR'), name='directory_feed_read_daily_has_an_address', violation_error_message='Enter its address: a file cannot be read each day.')],
                },
            ), migrations.CreateModel(
                name='DirectoryFeedEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='family_help.directoryfeed')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=120, verbose_name='Whose directory it is')),
                    ('address', models.URLField(blank=True, max_length=500, verbose_name='Its address')),
                    ('licence', models.CharField(blank=True, max_length=200, verbose_name='Its licence')),
                    ('may_republish', models.BooleanField(default=False, verbose_name='Publish its services with ours')),
                    ('is_read_daily', models.BooleanField(default=False, verbose_name='Read it each day')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='DirectoryReading',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='family_help.directoryfeed')),
                    ('read_at', models.DateTimeField()),
                    ('seconds', models.FloatField()),
                    ('source', models.CharField(max_length=500)),
                    ('fault', models.TextField(blank=True, verbose_name='Why it could not be read')),
                    ('read', models.PositiveIntegerField(default=0, verbose_name='Services in it')),
                    ('added', models.PositiveIntegerField(default=0)),
                    ('changed', models.PositiveIntegerField(default=0)),
                    ('unchanged', models.PositiveIntegerField(default=0)),
                    ('ended', models.PositiveIntegerField(default=0, verbose_name='No longer in it')),
                    ('rejected', models.PositiveIntegerField(default=0, verbose_name='Not taken')),
                    ('rejections', models.JSONField(default=list, verbose_name='Those not taken, with the reasons')),
                    ('noted', models.PositiveIntegerField(default=0, verbose_name='Taken, with a part left out')),
                    ('notes', models.JSONField(default=list, verbose_name='What was left out')),
                ],
                options={
                    'indexes': [models.Index(fields=['feed', '-read_at'], name='directory_reading_latest')],
                },
            ), migrations.CreateModel(
                name='DirectoryService',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('feed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='family_help.directoryfeed')),
                    ('identifier', models.UUIDField(verbose_name='Its number in the standard')),
                    ('name', models.CharField(max_length=300)),
                    ('organisation_name', models.CharField(blank=True, max_length=300, verbose_name='Who gives it')),
                    ('status', models.CharField(choices=[('active', 'Open to families'), ('inactive', 'Not running'), ('defunct', 'Closed for good'), ('temporarily closed', 'Closed for now')], max_length=18)),
                    ('kinds_of_help', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('parenting', 'Parenting'), ('behaviour', "A child's behaviour"), ('relationship', "The parents' relationship"), ('outside_harm', 'Exploitation or harm in the community'), ('short_breaks', 'A break for parents of a disabled child'), ('substance_misuse', "A parent's drug or alcohol use"), ('mental_health', "A parent's mental health"), ('disability', "A parent's physical disability or illness"), ('domestic_abuse', 'Domestic abuse'), ('housing', 'Poor housing'), ('debt', 'Debt and money')], max_length=16), blank=True, default=list, size=None)),
                    ('minimum_age', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='Youngest, in years')),
                    ('maximum_age', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='Oldest, in years')),
                    ('is_free', models.BooleanField(blank=True, null=True, verbose_name='It costs nothing')),
                    ('has_place', models.BooleanField(default=False, verbose_name='It is given somewhere that is on the grid')),
                    ('search_words', models.TextField(verbose_name='The words it is found by')),
                    ('term_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)),
                    ('taxonomy_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)),
                    ('document', models.JSONField(verbose_name='The service as Open Referral UK has it')),
                    ('digest', models.CharField(max_length=64)),
                    ('added_date', models.DateField()),
                    ('ended_date', models.DateField(blank=True, null=True)),
                    ('changed_at', models.DateTimeField(verbose_name='Last changed')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'indexes': [models.Index(fields=['identifier'], name='directory_service_number'), models.Index(condition=models.Q(('ended_date__isnull', True), ('status', 'active')), fields=['name', 'id'], name='directory_service_by_name'), django.contrib.postgres.indexes.GinIndex(fields=['kinds_of_help'], name='directory_service_kinds'), django.contrib.postgres.indexes.GinIndex(fields=['name'], name='directory_service_trigrams', opclasses=['gin_trgm_ops']), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('search_words', config='english'), name='directory_service_words')],
                    'constraints': [models.UniqueConstraint(fields=('feed', 'identifier'), name='directory_service_once_a_feed', nulls_distinct=False, violation_error_message='This service is in the directory already.'), models.CheckConstraint(condition=models.Q(('minimum_age__isnull', True), ('maximum_age__isnull', True), ('maximum_age__gte', models.F('minimum_age')), _connector='OR'), name='directory_service_ages_in_order', violation_error_message='The oldest age is below the youngest. Check both.'), models.CheckConstraint(condition=models.Q(('ended_date__isnull', True), ('ended_date__gte', models.F('added_date')), _connector='OR'), name='directory_service_ended_after_it_was_added')],
                },
            ), migrations.CreateModel(
                name='DirectoryServiceEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='family_help.directoryservice')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('feed', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='family_help.directoryfeed')),
                    ('identifier', models.UUIDField(verbose_name='Its number in the standard')),
                    ('name', models.CharField(max_length=300)),
                    ('organisation_name', models.CharField(blank=True, max_length=300, verbose_name='Who gives it')),
                    ('status', models.CharField(choices=[('active', 'Open to families'), ('inactive', 'Not running'), ('defunct', 'Closed for good'), ('temporarily closed', 'Closed for now')], max_length=18)),
                    ('kinds_of_help', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('parenting', 'Parenting'), ('behaviour', "A child's behaviour"), ('relationship', "The parents' relationship"), ('outside_harm', 'Exploitation or harm in the community'), ('short_breaks', 'A break for parents of a disabled child'), ('substance_misuse', "A parent's drug or alcohol use"), ('mental_health', "A parent's mental health"), ('disability', "A parent's physical disability or illness"), ('domestic_abuse', 'Domestic abuse'), ('housing', 'Poor housing'), ('debt', 'Debt and money')], max_length=16), blank=True, default=list, size=None)),
                    ('minimum_age', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='Youngest, in years')),
                    ('maximum_age', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='Oldest, in years')),
                    ('is_free', models.BooleanField(blank=True, null=True, verbose_name='It costs nothing')),
                    ('has_place', models.BooleanField(default=False, verbose_name='It is given somewhere that is on the grid')),
                    ('search_words', models.TextField(verbose_name='The words it is found by')),
                    ('term_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)),
                    ('taxonomy_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)),
                    ('document', models.JSONField(verbose_name='The service as Open Referral UK has it')),
                    ('digest', models.CharField(max_length=64)),
                    ('added_date', models.DateField()),
                    ('ended_date', models.DateField(blank=True, null=True)),
                    ('changed_at', models.DateTimeField(verbose_name='Last changed')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='DirectoryPlace',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='family_help.directoryservice')),
                    ('identifier', models.UUIDField(verbose_name='The number of the service at the location')),
                    ('name', models.CharField(blank=True, max_length=200)),
                    ('postcode', models.CharField(blank=True, max_length=8)),
                    ('easting', models.PositiveIntegerField(blank=True, null=True)),
                    ('northing', models.PositiveIntegerField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['identifier'], name='directory_place_number'), django.contrib.postgres.indexes.GistIndex(models.Func(models.F('easting'), models.F('northing'), function='point'), name='directory_place_on_the_grid')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('easting__isnull', True), ('northing__isnull', True)), models.Q(('easting__isnull', False), ('northing__isnull', False)), _connector='OR'), name='directory_place_grid_reference_is_whole')],
                },
            ), migrations.CreateModel(
                name='DirectoryOpening',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='family_help.directoryservice')),
                    ('weekday', models.PositiveSmallIntegerField()),
                    ('opens', models.TimeField(blank=True, null=True)),
                    ('closes', models.TimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='directory_opening_is_on_a_day_of_the_week')],
                },
            ), migrations.CreateModel(
                name='DirectoryTerm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='family_help.directoryfeed')),
                    ('identifier', models.UUIDField()),
                    ('taxonomy_identifier', models.UUIDField(blank=True, null=True)),
                    ('document', models.JSONField(verbose_name='The term as Open Referral UK has it')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('feed', 'identifier'), name='directory_term_once_a_feed')],
                },
            )],
        ),
    ]
