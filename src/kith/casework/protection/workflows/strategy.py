"""The moves of a strategy discussion."""

from __future__ import annotations

from kith.casework.furniture.workflow import Workflow
from kith.casework.protection.models import StrategyStatus as S

STRATEGY = Workflow(
    states=S,
    beginning={S.CALLED: "protection.strategy_discussion_called"},
    moves={
        (S.CALLED, S.HELD): "protection.strategy_discussion_held",
        (S.CALLED, S.STOOD_DOWN): "protection.strategy_discussion_stood_down",
    },
    why_not={
        (
            S.HELD,
            "",
        ): "This discussion has been held, and its decision stands. If there is something new, call another.",
        (S.STOOD_DOWN, ""): "This discussion was stood down. If there is something new, call another.",
    },
)
