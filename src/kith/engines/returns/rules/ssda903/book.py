"""The rulebook that the SSDA903 rule modules fill."""

from __future__ import annotations

from kith.engines.returns.rule import Rulebook

BOOK = Rulebook("ssda903")
rule = BOOK.rule
