"""The tables of the access room."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import kith.casework.furniture.migrating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        kith.casework.furniture.migrating.CreateTables(
            tables=[migrations.CreateModel(
                name='AuditEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('chain', models.PositiveSmallIntegerField(default=0, editable=False)),
                    ('number', models.BigIntegerField(default=0, editable=False, help_text="The entry's place in its chain, from 1")),
                    ('at', models.DateTimeField()),
                    ('worker_id', models.BigIntegerField(null=True)),
                    ('verb', models.CharField(choices=[('view', 'Viewed'), ('search', 'Searched'), ('change', 'Changed'), ('export', 'Exported'), ('refused', 'Was refused'), ('break_glass', 'Opened by break-glass'), ('sign_in', 'Signed in'), ('sign_out', 'Signed out')], max_length=12)),
                    ('what', models.CharField(help_text="The page or the event, never a child's data", max_length=80)),
                    ('subject_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                    ('reason', models.CharField(blank=True, max_length=500)),
                    ('previous_hash', models.BinaryField(default=b'')),
                    ('hash', models.BinaryField(default=b'')),
                ],
                options={
                    'verbose_name_plural': 'audit entries',
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['subject_ids'], name='audit_subjects'), models.Index(fields=['worker_id', '-at'], name='audit_worker_at'), models.Index(fields=['-at'], name='audit_at')],
                    'constraints': [models.UniqueConstraint(fields=('chain', 'number'), name='audit_number_once_in_a_chain')],
                },
            ), migrations.CreateModel(
                name='AuditChain',
                fields=[
                    ('chain', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                    ('length', models.BigIntegerField(default=0)),
                    ('head', models.BinaryField(default=b'')),
                ],
            ), migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('email', models.EmailField(max_length=254, unique=True, verbose_name='E-mail address')),
                    ('is_active', models.BooleanField(default=True)),
                ],
                options={
                    'abstract': False,
                },
            )],
        ),
    ]
