"""History of every casework row: what was recorded when, by whom, kept by the database and never changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

ModelClass = TypeVar("ModelClass", bound=type[models.Model])


def recorded(model: ModelClass) -> ModelClass:
    """Keep every insert, change and deletion of a model's rows in an append-only table beside it.

    The triggers run in the database, so that no code path can write without leaving its trace.
    """
    track: Callable[[ModelClass], ModelClass] = pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
    )
    return track(model)
