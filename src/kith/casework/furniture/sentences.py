"""What cannot be true, said to a person: the exception that every room's actions raise."""

from __future__ import annotations

from django.apps import apps
from django.db import IntegrityError


class CannotBeTrue(ValueError):
    """What was asked for cannot be true or done; the message says why and what to do. `field` is where to put it right."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


def of_integrity_error(error: IntegrityError) -> str:
    """Return the sentence of the constraint that refused a row, never PostgreSQL's own, which quotes the row."""
    diagnostics = getattr(error.__cause__, "diag", None)
    name = getattr(diagnostics, "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return str(constraint.get_violation_error_message())
    return "This does not fit with what is on the record already. Check the dates and try again."
