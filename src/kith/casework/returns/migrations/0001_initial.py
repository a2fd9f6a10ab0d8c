"""Checks of statutory returns."""

import django.db.models.deletion
import kith.casework.furniture.migrating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('workforce', '0001_initial'),
    ]

    operations = [
        kith.casework.furniture.migrating.CreateTables(
            tables=[migrations.CreateModel(
                name='ReturnCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('worker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workforce.worker')),
                    ('session', models.CharField(help_text='A digest of the session in which it was made', max_length=64)),
                    ('folder', models.CharField(help_text="The folder's name, made at random", max_length=48, unique=True)),
                    ('key', models.BinaryField(help_text="Opens the folder's files; they are unreadable once this row is gone")),
                    ('return_name', models.CharField(choices=[('ssda903', 'SSDA903: children looked after'), ('cin', 'Children in need census')], max_length=7)),
                    ('year', models.CharField(max_length=7)),
                    ('authority', models.CharField(blank=True, max_length=9)),
                    ('files', models.JSONField(help_text='For each file: the part it plays, its stored name and its size')),
                    ('status', models.CharField(choices=[('waiting', 'Waiting to begin'), ('reading', 'Reading the files'), ('checking', 'Running the rules'), ('writing', 'Writing down what was found'), ('done', 'Done'), ('cancelled', 'Cancelled'), ('broken', "Stopped by an error of Kith's")], default='waiting', max_length=9)),
                    ('asked_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('seconds', models.FloatField(blank=True, null=True)),
                    ('findings', models.PositiveIntegerField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['session'], name='return_check_session')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('status__in', ['waiting', 'reading', 'checking', 'writing'])), models.Q(('finished_at__isnull', False), ('status__in', ['done', 'cancelled', 'broken'])), _connector='OR'), name='return_check_finishes_once')],
                },
            )],
        ),
    ]
