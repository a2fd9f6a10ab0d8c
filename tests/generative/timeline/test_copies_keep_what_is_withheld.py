"""The law of copies: whatever is marked however, one person's copy holds all that is theirs to have and nothing else."""

from __future__ import annotations

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from kith.casework.timeline.queries.authored_chronology import Authored, AuthoredEntry, copy_of_authored
from kith.casework.timeline.queries.chronology import FoundEntry, Passage, copy_for

PEOPLE = st.integers(1, 5)
SOME = st.frozensets(PEOPLE, min_size=1)
ANY = st.frozensets(PEOPLE)
DAY = datetime.date(2026, 3, 3)


@st.composite
def entries(draw: st.DrawFn) -> list[FoundEntry]:
    """Draw events and notes; each passage says in its own words whom it is about and from whom it is withheld."""
    found = []
    for number in range(draw(st.integers(0, 6))):
        passages = tuple(
            Passage(f"{number}.{place}", draw(SOME), draw(ANY)) for place in range(draw(st.integers(0, 5)))
        )
        found.append(
            FoundEntry(
                key=f"note-{number}",
                day=DAY,
                what="Visit",
                title="Of somebody",
                by="A worker",
                about=frozenset().union(*(one.about for one in passages)),
                passages=passages,
                other_passages=draw(st.integers(0, 3)),
                note_id=number,
            )
        )
    return found


@settings(max_examples=300, deadline=None, derandomize=True)
@given(entries(), PEOPLE)
def test_a_copy_of_the_record_holds_what_is_about_its_reader_and_not_withheld(
    found: list[FoundEntry], reader: int
) -> None:
    """Each passage is in it or counted as left out, never both and never neither."""
    copy = copy_for(reader, found)
    told = {one.text for entry in copy.entries for one in entry.passages}
    every = [one for entry in found for one in entry.passages]
    assert told == {one.text for one in every if reader in one.about and reader not in one.withheld_from}
    assert copy.left_out == len(every) - len(told) + sum(entry.other_passages for entry in found)
    # Nothing of a copy says whom else anything was about, from whom it was withheld, or how a note was called.
    for entry in copy.entries:
        assert entry.about == {reader}
        assert entry.title == ""
        assert all(one.about == {reader} and not one.withheld_from for one in entry.passages)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.tuples(SOME, ANY), max_size=12), PEOPLE, st.integers(0, 4), st.booleans())
def test_a_copy_of_an_authored_chronology_obeys_the_same_law(
    drawn: list[tuple[frozenset[int], frozenset[int]]], reader: int, hidden: int, whole: bool
) -> None:
    """Also where some entries were hidden from the worker who makes it."""
    read = Authored(
        [
            AuthoredEntry(n, DAY, "S", "W", "Y", "I", about, withheld)
            for n, (about, withheld) in enumerate(drawn)
        ],
        hidden,
        shows_the_whole=True,
    )
    copy = copy_of_authored(reader, read, may_read_the_whole=whole)
    assert [one.entry_id for one in copy.entries] == [
        n for n, (about, withheld) in enumerate(drawn) if reader in about - withheld
    ]
    assert copy.left_out == hidden + len(drawn) - len(copy.entries)
    assert copy.shows_the_whole == whole
