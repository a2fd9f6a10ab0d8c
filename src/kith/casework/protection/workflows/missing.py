"""The moves of one time that a child is missing."""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.workflow import Workflow
from kith.casework.protection.models import MissingEpisode


class MissingState(models.TextChoices):
    """Where a missing episode stands, read from what is recorded of it."""

    MISSING = "missing", "Missing"
    FOUND = "found", "Found, or came back"


MISSING = Workflow(
    states=MissingState,
    beginning={MissingState.MISSING: "protection.missing_reported"},
    moves={
        (MissingState.MISSING, MissingState.MISSING): "protection.missing_added_to",
        (MissingState.MISSING, MissingState.FOUND): "protection.missing_child_found",
        # Police send a reference afterwards; a parent says later what they knew.
        (MissingState.FOUND, MissingState.FOUND): "protection.missing_added_to",
    },
    why_not={
        (MissingState.FOUND, MissingState.MISSING): (
            "They have been found already. If they are missing again, report that as a time of its own."
        ),
    },
)
ALREADY_FOUND = "They are recorded as found already. Open that record to add to it."


def state_of(episode: MissingEpisode) -> MissingState:
    """Return where an episode stands."""
    return MissingState.FOUND if episode.found_at else MissingState.MISSING
