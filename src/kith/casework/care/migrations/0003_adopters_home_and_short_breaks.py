"""On an adoption plan: the adopters' home, before a child lives there. Among the rules of visits: that of short breaks."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from kith.casework.furniture.migrating import ChangeTables

RULES = [
    ("weekly", "Every week until the first review"),
    ("four_weeks", "Every 4 weeks"),
    ("six_weeks", "Every 6 weeks"),
    ("three_months", "Every 3 months: to stay here until 18"),
    ("six_months", "Every 6 months: long-term fostering, as the child has agreed"),
    ("short_breaks", "Every 6 months: short breaks"),
]


class Migration(migrations.Migration):
    """The home on the plan and on its history, and the rules."""

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
                migrations.AlterField(
                    model_name="carevisitchild",
                    name="rule",
                    field=models.CharField(choices=RULES, max_length=12),
                ),
                migrations.AlterField(
                    model_name="carevisitchildevent",
                    name="rule",
                    field=models.CharField(choices=RULES, max_length=12),
                ),
            ]
        ),
    ]
