"""The moves of a power that protects a child at once, read from what is recorded of it."""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.workflow import Workflow
from kith.casework.protection.models import ImmediateProtection, PowerKind


class PowerState(models.TextChoices):
    """Where a power stands."""

    POLICE_PROTECTION = "police_protection", "Under police protection"
    EMERGENCY_PROTECTION_ORDER = "emergency_protection_order", "Under an emergency protection order"
    EXTENDED = "extended", "Under an emergency protection order that the court extended"
    ENDED = "ended", "Ended"


POLICE, ORDER = PowerState.POLICE_PROTECTION, PowerState.EMERGENCY_PROTECTION_ORDER
POWER = Workflow(
    states=PowerState,
    beginning={
        POLICE: "protection.police_protection_started",
        ORDER: "protection.emergency_protection_order_made",
    },
    moves={
        (POLICE, PowerState.ENDED): "protection.police_protection_ended",
        (ORDER, PowerState.EXTENDED): "protection.emergency_protection_order_extended",
        (ORDER, PowerState.ENDED): "protection.emergency_protection_order_ended",
        (PowerState.EXTENDED, PowerState.ENDED): "protection.emergency_protection_order_ended",
    },
    why_not={
        (POLICE, PowerState.EXTENDED): (
            "Police protection cannot be extended: 72 hours is the most. Apply for an emergency protection order, or record "
            "how it ended."
        ),
        (PowerState.EXTENDED, PowerState.EXTENDED): (
            "The court extended this order already, and can do so only once. Record how it ended, or which order followed."
        ),
        (
            PowerState.ENDED,
            "",
        ): "This has ended, and stays as it was. If a power is used again, record that one.",
    },
)


def state_of(power: ImmediateProtection) -> PowerState:
    """Return where a power stands."""
    if power.ended_at is not None:
        return PowerState.ENDED
    if power.extended_until is not None:
        return PowerState.EXTENDED
    return POLICE if power.kind == PowerKind.POLICE_PROTECTION else ORDER
