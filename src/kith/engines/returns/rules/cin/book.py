"""The rulebook that the children in need census rule modules fill."""

from __future__ import annotations

from kith.engines.returns.rule import Rulebook

BOOK = Rulebook("cin")
rule = BOOK.rule
YES = ("1", "true", "TRUE", "True")
NO = ("0", "false", "FALSE", "False")
