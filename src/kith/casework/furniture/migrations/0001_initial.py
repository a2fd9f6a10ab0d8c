"""The tables of the furniture room."""

import kith.casework.furniture.migrating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        kith.casework.furniture.migrating.CreateTables(
            tables=[migrations.CreateModel(
                name='Draft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('worker_id', models.BigIntegerField()),
                    ('form', models.CharField(help_text="The form's name, such as 'timeline.note'", max_length=80)),
                    ('about', models.CharField(blank=True, help_text="What it is about, such as 'person:12'", max_length=80)),
                    ('data', models.JSONField(default=dict)),
                    ('saved_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('worker_id', 'form', 'about'), name='draft_one_for_a_form')],
                },
            )],
        ),
    ]
