"""The moves of a legal gateway meeting, read from what is recorded of it."""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.workflow import Workflow
from kith.casework.protection.models import LegalGatewayMeeting


class GatewayState(models.TextChoices):
    """Where a legal gateway meeting stands."""

    ASKED_FOR = "asked_for", "Asked for"
    HELD = "held", "Held, and decided for each child"


GATEWAY = Workflow(
    states=GatewayState,
    beginning={GatewayState.ASKED_FOR: "protection.legal_gateway_asked_for"},
    moves={(GatewayState.ASKED_FOR, GatewayState.HELD): "protection.legal_gateway_held"},
    why_not={
        (GatewayState.HELD, ""): (
            "This meeting has been held, and what it decided stands. If something has changed, ask for another."
        )
    },
)


def state_of(gateway: LegalGatewayMeeting) -> GatewayState:
    """Return where a legal gateway meeting stands."""
    return GatewayState.ASKED_FOR if gateway.held_date is None else GatewayState.HELD
