"""Ties recorded as brother or sister, who are few, are found without reading every tie."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index."""

    dependencies = [("people", "0004_closed_record_index")]

    operations = [
        migrations.AddIndex(
            model_name="relationship",
            index=models.Index(
                condition=models.Q(("kind", "sibling")),
                fields=["person", "relative"],
                name="relationship_as_siblings",
            ),
        ),
    ]
