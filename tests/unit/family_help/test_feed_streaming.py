"""Services out of a stream of JSON: whatever is wrong with one costs no other, and a broken feed says where."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.casework.family_help.open_referral import streaming
from kith.casework.family_help.open_referral.streaming import FeedBroken, Found, services_in


def read(text: str | bytes) -> list[Found]:
    """Return everything in a feed's text."""
    return list(services_in(io.BytesIO(text.encode("utf-8") if isinstance(text, str) else text)))


SHAPES = {
    "a list": '[{"id": 1}, {"id": 2}]',
    "a page": '{"total_items": 2, "contents": [{"id": 1}, {"id": 2}], "empty": false}',
    "a package": '{"version": {"a": [1]}, "services" : [ {"id": 1},{"id": 2} ]}',
    "lines": '{"id": 1}\n{"id": 2}\n',
    "with a mark of order": '\ufeff[{"id": 1},\r\n\t{"id": 2}]  \n',
}


@pytest.mark.parametrize("shape", SHAPES)
def test_services_are_found_in_every_shape_of_feed(shape: str) -> None:
    """A list, a page of the API, a package and JSON lines hold the same two services, numbered from 1."""
    assert [(one.number, one.said, one.fault) for one in read(SHAPES[shape])] == [
        (1, {"id": 1}, ""),
        (2, {"id": 2}, ""),
    ]


BAD = {
    "a comma too many": ('{"a": 1,, "b": 2}', "It is not JSON"),
    "an open bracket in words": ('{"a": "}]", "b": }', "It is not JSON"),
    "no number": ('{"a": NaN}', "NaN is not a number"),
    "a bare word": ("nonsense", "It is not JSON"),
    "a number without end": ('{"a": ' + "9" * 5000 + "}", "It is not JSON"),
    "too deep": ("[" * 100_000 + "]" * 100_000, "too deep"),
    "too long": ('{"a": "' + "x" * 1_000_001 + '"}', "longer than a service can be"),
    "an escape at its end": ('{"a": "\\\\", b}', "It is not JSON"),
}


@pytest.mark.parametrize("kind", BAD)
def test_one_that_cannot_be_read_costs_no_other(kind: str) -> None:
    """The one before and the one after are there; the bad one has its number and its reason."""
    text, reason = BAD[kind]
    before, bad, after = read(f'[{{"id": 1}}, {text}, {{"id": 3}}]')
    assert (before.said, after.said, after.number) == ({"id": 1}, {"id": 3}, 3)
    assert bad.number == 2
    assert bad.said is None
    assert reason in bad.fault


BROKEN = {
    "empty": ("", "empty"),
    "a page for people": ("<!DOCTYPE html><html>", "page for people"),
    "cut off in a service": ('[{"id": 1}, {"id": "ab', "cut off"),
    "cut off after a service": ('[{"id": 1}', "cut off"),
    "cut off after a comma": ('[{"id": 1},', "cut off"),
    "no list": ('{"version": "3.0", "profile": "x"}', "no list of services"),
    "more after it": ('[{"id": 1}] {"id": 2}', "more after the end"),
    "no comma": ('[{"id": 1} {"id": 2}]', "not JSON after service 1"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_feed_says_where_and_what_to_do(kind: str) -> None:
    """A feed that is none as a whole is refused as a whole."""
    text, said = BROKEN[kind]
    with pytest.raises(FeedBroken, match=said):
        read(text)


def test_a_feed_larger_than_is_read_is_refused() -> None:
    """However large it says it is: the bytes are counted as they come."""
    with pytest.raises(FeedBroken, match="larger than Kith reads"):
        list(services_in(io.BytesIO(b'[{"id": 1}' + b" " * 900_000 + b"]"), most_bytes=500_000))


@settings(deadline=None)
@given(
    st.lists(
        st.dictionaries(st.text(max_size=5), st.recursive(st.none() | st.text() | st.integers(), st.lists), max_size=4),
        max_size=6,
    ),
    st.integers(1, 40),
)  # fmt: skip
def test_wherever_the_pieces_end_the_services_are_the_same(
    services: list[dict[str, object]], piece: int
) -> None:
    """A service that lies across pieces of any size is read as it is."""
    before = streaming.PIECE
    streaming.PIECE = piece
    try:
        found = read(json.dumps(services, ensure_ascii=False))
    finally:
        streaming.PIECE = before
    assert [one.said for one in found] == services
    assert not any(one.fault for one in found)


def test_an_object_without_end_is_given_up_and_never_held_in_memory() -> None:
    """A feed that goes on naming things beside its list of services is refused long before its own end."""

    class Endless(io.RawIOBase):
        """An object of ever more names."""

        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += 1
            assert self.given < 200, "it is still being read"
            return (b"{" if self.given == 1 else b"") + f'"name {self.given}": "{"x" * 90_000}",'.encode()

    with pytest.raises(FeedBroken, match="the list alone"):
        list(services_in(Endless()))  # type: ignore[arg-type]
