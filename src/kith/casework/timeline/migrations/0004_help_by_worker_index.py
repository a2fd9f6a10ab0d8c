"""Help that a worker gave is found by the worker and its day."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index."""

    dependencies = [("timeline", "0003_help_given_index")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("kind__in", ["plans.help_given", "front_door.help_given"])),
                fields=["by_worker", "day"],
                name="event_help_by_worker",
            ),
        ),
    ]
