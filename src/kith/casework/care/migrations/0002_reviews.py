"""Before a review: what the child wants of it, the social worker's report, who is not asked; and to whom a dispute was taken."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from kith.casework.furniture.migrating import ChangeTables


class Migration(migrations.Migration):
    """Fields of reviews and of disputes."""

    dependencies = [("care", "0001_initial"), ("workforce", "0002_roles_in_care")]

    operations = [
        ChangeTables(
            changes=[
                migrations.AddField(
                    model_name="carereviewchild",
                    name="report",
                    field=models.TextField(blank=True, verbose_name="The social worker's report"),
                ),
                migrations.AddField(
                    model_name="carereviewchild",
                    name="reported_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.worker",
                    ),
                ),
                migrations.AddField(
                    model_name="carereviewchild",
                    name="reported_date",
                    field=models.DateField(blank=True, null=True, verbose_name="Reported on"),
                ),
                migrations.AddField(
                    model_name="carereviewchild",
                    name="wishes",
                    field=models.TextField(
                        blank=True,
                        verbose_name="How the child wants it: when, where, who is there and who is not",
                    ),
                ),
                migrations.AddField(
                    model_name="carereviewchildevent",
                    name="report",
                    field=models.TextField(blank=True, verbose_name="The social worker's report"),
                ),
                migrations.AddField(
                    model_name="carereviewchildevent",
                    name="reported_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workforce.worker",
                    ),
                ),
                migrations.AddField(
                    model_name="carereviewchildevent",
                    name="reported_date",
                    field=models.DateField(blank=True, null=True, verbose_name="Reported on"),
                ),
                migrations.AddField(
                    model_name="carereviewchildevent",
                    name="wishes",
                    field=models.TextField(
                        blank=True,
                        verbose_name="How the child wants it: when, where, who is there and who is not",
                    ),
                ),
                migrations.AddField(
                    model_name="carereviewperson",
                    name="not_asked_reason",
                    field=models.CharField(blank=True, max_length=300, verbose_name="Not asked: why"),
                ),
                migrations.AddField(
                    model_name="carereviewpersonevent",
                    name="not_asked_reason",
                    field=models.CharField(blank=True, max_length=300, verbose_name="Not asked: why"),
                ),
                migrations.AddField(
                    model_name="disputestep",
                    name="taken_to",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes_taken_to",
                        to="workforce.worker",
                    ),
                ),
                migrations.AddField(
                    model_name="disputestepevent",
                    name="taken_to",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="workforce.worker",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="carereviewchild",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reported_by__isnull", True), ("reported_date__isnull", True)),
                            models.Q(("reported_by__isnull", False), ("reported_date__isnull", False)),
                            _connector="OR",
                        ),
                        name="care_review_child_reported_on_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="carereviewperson",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("not_asked_reason", ""), ("came__isnull", True), _connector="OR"),
                        name="care_review_person_not_asked_did_not_come",
                        violation_error_message="Somebody who was not asked cannot be marked as asked who came or did not.",
                    ),
                ),
            ]
        ),
    ]
