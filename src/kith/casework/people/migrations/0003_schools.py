"""Schools, and children's places at them."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import kith.casework.furniture.migrating
import pghistory.utils
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_initial'),
    ]

    operations = [
        kith.casework.furniture.migrating.CreateTables(
            tables=[migrations.CreateModel(
                name='School',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=160)),
                    ('urn', models.CharField(blank=True, max_length=6, verbose_name='Unique reference number (URN)')),
                    ('phase', models.CharField(choices=[('nursery', 'Nursery'), ('primary', 'Primary'), ('secondary', 'Secondary'), ('all_through', 'All-through'), ('special', 'Special school'), ('alternative', 'Alternative provision'), ('sixteen_plus', 'College or sixth form')], max_length=12)),
                    ('postcode', models.CharField(blank=True, max_length=8)),
                    ('easting', models.PositiveIntegerField(blank=True, help_text='Metres, Ordnance Survey National Grid', null=True)),
                    ('northing', models.PositiveIntegerField(blank=True, help_text='Metres, Ordnance Survey National Grid', null=True)),
                    ('authority_code', models.CharField(blank=True, help_text='Office for National Statistics code', max_length=9)),
                ],
                options={
                    'indexes': [models.Index(fields=['name'], name='school_name')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('urn', ''), _negated=True), fields=('urn',), name='school_urn_once', violation_error_message='This school is on the list already. Choose it there.'), models.CheckConstraint(condition=models.Q(models.Q(('easting__isnull', True), ('northing__isnull', True)), models.Q(('easting__isnull', False), ('northing__isnull', False)), _connector='OR'), name='school_grid_reference_is_whole')],
                },
            ), migrations.CreateModel(
                name='SchoolEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='people.school')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=160)),
                    ('urn', models.CharField(blank=True, max_length=6, verbose_name='Unique reference number (URN)')),
                    ('phase', models.CharField(choices=[('nursery', 'Nursery'), ('primary', 'Primary'), ('secondary', 'Secondary'), ('all_through', 'All-through'), ('special', 'Special school'), ('alternative', 'Alternative provision'), ('sixteen_plus', 'College or sixth form')], max_length=12)),
                    ('postcode', models.CharField(blank=True, max_length=8)),
                    ('easting', models.PositiveIntegerField(blank=True, help_text='Metres, Ordnance Survey National Grid', null=True)),
                    ('northing', models.PositiveIntegerField(blank=True, help_text='Metres, Ordnance Survey National Grid', null=True)),
                    ('authority_code', models.CharField(blank=True, help_text='Office for National Statistics code', max_length=9)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='SchoolPlace',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='school_places', to='people.person')),
                    ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='people.school')),
                    ('ended_because', models.CharField(blank=True, choices=[('next_phase', 'Went on to the next school, as children of that age do'), ('home_moved', 'Moved home'), ('came_into_care', 'Came into care, or moved to another home in care'), ('better_fit', 'Another school suits the child better'), ('excluded', 'Permanently excluded'), ('left_education', 'Left school'), ('other', 'Another reason')], max_length=14)),
                    ('end_words', models.CharField(blank=True, max_length=300, verbose_name='In a sentence')),
                ],
                options={
                    'indexes': [models.Index(fields=['school', 'end_date'], name='school_place_school_end')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='school_place_ends_after_it_starts', violation_error_message='The end must be after the start.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), (models.Func(models.F('start_date'), models.F('end_date'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='school_place_no_overlap', violation_error_message='Another record already covers some of these days. Change its end date first.'), models.CheckConstraint(condition=models.Q(models.Q(('end_date__isnull', True), ('ended_because', '')), models.Q(('end_date__isnull', False), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='school_place_ends_for_a_reason', violation_error_message='Say why the child left the school.')],
                },
            ), migrations.CreateModel(
                name='SchoolPlaceEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='people.schoolplace')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('school', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.school')),
                    ('ended_because', models.CharField(blank=True, choices=[('next_phase', 'Went on to the next school, as children of that age do'), ('home_moved', 'Moved home'), ('came_into_care', 'Came into care, or moved to another home in care'), ('better_fit', 'Another school suits the child better'), ('excluded', 'Permanently excluded'), ('left_education', 'Left school'), ('other', 'Another reason')], max_length=14)),
                    ('end_words', models.CharField(blank=True, max_length=300, verbose_name='In a sentence')),
                ],
                options={
                    'abstract': False,
                },
            )],
        ),
    ]
