"""What holds of every model in casework."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("kith.casework.")
    and not any(f.name == "pgh_id" for f in model._meta.fields)
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_an_instant_and_its_doer_are_set_together(model: type[models.Model]) -> None:
    """Where something has an `…_at` and a `…_by`, either both are required or a constraint makes them agree."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    for name, field in fields.items():
        for doer in (f"{name[:-3]}_by", f"{name[:-3]}_by_worker_id"):
            if name.endswith("_at") and doer in fields and (field.null or fields[doer].null):
                constraints = [c for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
                assert any(name in str(c.condition) and doer in str(c.condition) for c in constraints), (
                    f"{name}, {doer}"
                )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_period_ends_after_it_starts(model: type[models.Model]) -> None:
    """Every model with a start and an end has the database see to it."""
    names = {field.name for field in model._meta.concrete_fields}
    if {"start_date", "end_date"} <= names and model._meta.label != "workforce.Worker":
        assert any("ends_after_it_starts" in constraint.name for constraint in model._meta.constraints)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_row_can_be_spoken_of(model: type[models.Model]) -> None:
    """Each model has a docstring of its own and says in __str__ what a row is."""
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")
    assert "__str__" in vars(model)
