"""Those on closed records, who are few, are found without reading everybody."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index."""

    dependencies = [("people", "0003_schools")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("restriction", "normal"), _negated=True),
                fields=["restriction", "id"],
                name="person_on_closed_record",
            ),
        ),
    ]
