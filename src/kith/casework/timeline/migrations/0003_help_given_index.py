"""Help that was given is found by its day."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index."""

    dependencies = [("timeline", "0002_authored_chronology")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("kind", "plans.help_given")),
                fields=["day", "id"],
                name="event_help_given",
            ),
        ),
    ]
