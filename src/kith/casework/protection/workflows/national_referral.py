"""The moves of a referral to the national referral mechanism."""

from __future__ import annotations

from django.db import models

from kith.casework.furniture.workflow import Workflow
from kith.casework.protection.models import GroundsDecision, NationalReferral


class NationalReferralState(models.TextChoices):
    """Where a national referral stands, read from what is recorded of it."""

    REFERRED = "referred", "Referred: waiting for reasonable grounds"
    REASONABLE_POSITIVE = "reasonable_positive", "Reasonable grounds: waiting for conclusive grounds"
    REASONABLE_NEGATIVE = "reasonable_negative", "No reasonable grounds"
    CONCLUSIVE_POSITIVE = "conclusive_positive", "Conclusive grounds: a victim of modern slavery"
    CONCLUSIVE_NEGATIVE = "conclusive_negative", "No conclusive grounds"


_S = NationalReferralState
NATIONAL_REFERRAL = Workflow(
    states=NationalReferralState,
    beginning={_S.REFERRED: "protection.national_referral_made"},
    moves={
        (_S.REFERRED, _S.REASONABLE_POSITIVE): "protection.reasonable_grounds_decided",
        (_S.REFERRED, _S.REASONABLE_NEGATIVE): "protection.reasonable_grounds_decided",
        # A negative decision can be looked at again by the authority that made it.
        (_S.REASONABLE_NEGATIVE, _S.REASONABLE_POSITIVE): "protection.reasonable_grounds_decided",
        (_S.REASONABLE_POSITIVE, _S.CONCLUSIVE_POSITIVE): "protection.conclusive_grounds_decided",
        (_S.REASONABLE_POSITIVE, _S.CONCLUSIVE_NEGATIVE): "protection.conclusive_grounds_decided",
        (_S.CONCLUSIVE_NEGATIVE, _S.CONCLUSIVE_POSITIVE): "protection.conclusive_grounds_decided",
    },
    why_not={
        (
            "",
            _S.CONCLUSIVE_POSITIVE,
        ): "Conclusive grounds follow a positive decision on reasonable grounds. Record that one first.",
        (
            "",
            _S.CONCLUSIVE_NEGATIVE,
        ): "Conclusive grounds follow a positive decision on reasonable grounds. Record that one first.",
        ("", _S.REASONABLE_POSITIVE): "Reasonable grounds have been decided already.",
        ("", _S.REASONABLE_NEGATIVE): "Reasonable grounds have been decided already.",
    },
)


def state_of(referral: NationalReferral) -> NationalReferralState:
    """Return where a national referral stands."""
    if referral.conclusive_grounds:
        positive = referral.conclusive_grounds == GroundsDecision.POSITIVE
        return _S.CONCLUSIVE_POSITIVE if positive else _S.CONCLUSIVE_NEGATIVE
    if referral.reasonable_grounds:
        positive = referral.reasonable_grounds == GroundsDecision.POSITIVE
        return _S.REASONABLE_POSITIVE if positive else _S.REASONABLE_NEGATIVE
    return _S.REFERRED
