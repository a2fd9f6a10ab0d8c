"""Check a return: read it, run every rule in force, and account for all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kith.engines.returns.codes import Authority
from kith.engines.returns.reading.files import File
from kith.engines.returns.reading.notes import CELL, Note
from kith.engines.returns.reading.returns import ReadReturn, read_cin, read_ssda903
from kith.engines.returns.rule import Rule, Rulebook
from kith.engines.returns.running import COULD_NOT_RUN, FAILED, RuleResult, run_rules
from kith.engines.returns.years import CollectionYear


@dataclass
class Check:
    """The outcome of a check: what was read, and one result for every rule in force."""

    return_name: str
    year: CollectionYear
    read: ReadReturn
    results: list[RuleResult]

    @property
    def notes(self) -> list[Note]:
        """What reading had to say."""
        return self.read.notes

    @property
    def findings(self) -> int:
        """How many rows fail a rule, over all rules, with the cells that could not be read."""
        return sum(result.count for result in self.results) + sum(note.kind == CELL for note in self.notes)

    @property
    def failed(self) -> list[RuleResult]:
        """The rules that an error of Kith's stopped."""
        return [result for result in self.results if result.status == FAILED]

    @property
    def exit_code(self) -> int:
        """0 without findings, 1 with some, 2 if something could not be read, 3 if a rule failed."""
        if self.failed:
            return 3
        if self.read.spoilt:
            return 2
        return 1 if self.findings else 0


def rulebook(return_name: str) -> Rulebook:
    """Return the rules of `ssda903` or `cin`."""
    if return_name == "ssda903":
        from kith.engines.returns.rules.ssda903 import BOOK
    else:
        from kith.engines.returns.rules.cin import BOOK
    return BOOK


def check_ssda903(
    paths: Iterable[Path | File],
    year: CollectionYear,
    *,
    previous: Iterable[Path | File] = (),
    authority: Authority | None = None,
    providers: Path | File | None = None,
) -> Check:
    """Check an SSDA903 return. See `read_ssda903` for what it takes."""
    read = read_ssda903(paths, year, previous=previous, authority=authority, providers=providers)
    return Check("ssda903", year, read, _run("ssda903", read, year))


def check_cin(paths: Iterable[Path | File], year: CollectionYear) -> Check:
    """Check a children in need census."""
    read = read_cin(paths, year)
    return Check("cin", year, read, _run("cin", read, year))


def _run(return_name: str, read: ReadReturn, year: CollectionYear) -> list[RuleResult]:
    book = rulebook(return_name)
    return [*run_rules(book.in_force(year), read.tables), *_not_held(return_name, year, book)]


def _not_held(return_name: str, year: CollectionYear, book: Rulebook) -> list[RuleResult]:
    """A line for each rule that was in force and whose text Kith does not have: none is lost in silence."""
    if return_name != "ssda903":
        return []
    from kith.engines.returns.rules.ssda903.withdrawn import NOT_HELD

    reason = (
        "the department withdrew this rule in 2024/25, and its text is not among the sources of these rules"
    )
    return [
        RuleResult(_named(code, book), COULD_NOT_RUN, reason)
        for code, (first, last) in NOT_HELD.items()
        if first <= year.ends <= last
    ]


def _named(code: str, book: Rulebook) -> Rule:
    from dataclasses import replace

    return replace(
        book.rules[0],
        code=code,
        says="Withdrawn in 2024/25; not held.",
        fields=(),
        docstring="",
        any_of=(),
        optional=(),
    )
