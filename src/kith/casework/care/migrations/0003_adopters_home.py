"""On an adoption plan: the adopters' home, before a child lives there."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from kith.casework.furniture.migrating import ChangeTables


class Migration(migrations.Migration):
    """The home on the plan and on its history."""

    dependencies = [("care", "0002_reviews")]

    operations = [
        ChangeTables(
            changes=[
                migrations.AddField(
                    model_name="adoptionplan",
                    name="home",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoption_plans",
                        to="care.home",
                    ),
                ),
                migrations.AddField(
                    model_name="adoptionplanevent",
                    name="home",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="care.home",
                    ),
                ),
            ]
        ),
    ]
