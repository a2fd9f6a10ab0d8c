"""Services out of a stream of JSON of any size, one at a time, so that one that cannot be read costs no other.

A feed's text may be a list of services, an object that holds one (a page of the standard's API among them), one service,
or services one after another (JSON lines). At most a few megabytes of it are in memory at once.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

MOST_OF_ONE = 1_000_000  # characters of one service
PIECE = 256 * 1024

LISTS = frozenset({"contents", "services", "content", "data", "items"})

_SPACE = re.compile(r"[ \t\r\n]*")
_MARK = re.compile(r'["\[\]{}]')
_IN_WORDS = re.compile(r'["\\]')
_END = re.compile(r"[,\]}\s]")


class FeedBroken(ValueError):
    """The feed as a whole cannot be read; the sentence says where it went wrong and what to do."""


@dataclass(frozen=True)
class Found:
    """One element of the feed's list: its number, from 1, and what it says, or else why it could not be read."""

    number: int
    said: Any = None
    fault: str = ""


def _no_such_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")


_DECODER = json.JSONDecoder(parse_constant=_no_such_number)


class _Text:
    """The part of the stream that is in memory, and the way on."""

    def __init__(self, stream: BinaryIO, most_bytes: int) -> None:
        self._stream = stream
        self._left = most_bytes
        # Bytes that are no UTF-8 become lone surrogates, which refuse the one service that has them.
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape").decode
        self.buffer = ""
        self.at = 0
        self.let_go = 0  # characters that were before the buffer
        self.ended = False

    @property
    def place(self) -> int:
        """How many characters of the whole text have been passed."""
        return self.let_go + self.at

    def more(self) -> bool:
        """Read another piece, letting go of what was passed; return whether there was any."""
        if self.ended:
            return False
        piece = self._stream.read(PIECE)
        self._left -= len(piece)
        if self._left < 0:
            raise FeedBroken(
                "The feed is larger than Kith reads. Ask its publisher for a smaller one, or split the file."
            )
        self.ended = not piece
        self.let_go += self.at
        self.buffer = self.buffer[self.at :] + self._decode(piece, final=self.ended)
        self.at = 0
        return not self.ended

    def next(self) -> str:
        """Go to the next character that is no space, and return it; empty at the end."""
        while True:
            place = _SPACE.match(self.buffer, self.at)
            assert place is not None
            self.at = place.end()
            if self.at < len(self.buffer):
                return self.buffer[self.at]
            if not self.more():
                return ""

    def value(self, what: str) -> tuple[Any, str]:
        """Read one value, going past it; return it, or else None and why it could not be read.

        Raises FeedBroken where its end cannot be found.
        """
        if self.next() not in '{["':
            return self._plain()
        try:
            said, end = _DECODER.raw_decode(self.buffer, self.at)
        except (ValueError, RecursionError):
            pass
        else:
            if end - self.at <= MOST_OF_ONE:
                self.at = end
                return said, ""
        return self._slowly(what)

    def _plain(self) -> tuple[Any, str]:
        """Read a number or a word, which ends at a comma, a bracket or space."""
        place = self.at
        while (end := _END.search(self.buffer, place)) is None and not self.ended and place - self.at < 1000:
            place = len(self.buffer) - self.at
            self.more()
        said = self.buffer[self.at : end.start() if end else len(self.buffer)]
        self.at += max(len(said), 1)
        try:
            return json.loads(said, parse_constant=_no_such_number), ""
        except (ValueError, RecursionError):
            return None, "It is not JSON."

    def _slowly(self, what: str) -> tuple[Any, str]:
        """Find where a value ends by its brackets, whatever is between them, and say what is wrong with it."""
        depth, length, place = 0, 0, 0
        in_words = False
        text = kept = self.buffer[self.at :]
        self.at = len(self.buffer)
        while True:
            mark = (_IN_WORDS if in_words else _MARK).search(text, place)
            if mark is None:
                if self.ended:
                    raise FeedBroken(
                        f"The feed ends in the middle of {what}. It was cut off: ask for it again."
                    )
                length += len(text)
                place = max(0, place - len(text))  # a backslash may have been the last of its piece
                self.more()
                text, self.at = self.buffer, len(self.buffer)
                kept = kept + text if length <= MOST_OF_ONE else ""
                continue
            place = mark.end()
            if in_words:
                place += mark[0] == "\\"
                in_words = mark[0] == "\\"
            elif mark[0] == '"':
                in_words = True
            else:
                depth += 1 if mark[0] in "[{" else -1
            if depth <= 0 and not in_words:
                break
        length += place
        self.at = len(self.buffer) - (len(text) - place)
        if length > MOST_OF_ONE:
            return None, f"It is longer than a service can be ({MOST_OF_ONE:,} characters)."
        try:
            return _DECODER.decode(kept[:length]), ""
        except json.JSONDecodeError as wrong:
            return None, f"It is not JSON ({wrong.msg[0].lower()}{wrong.msg[1:]})."
        except ValueError as wrong:
            return None, f"It is not JSON ({wrong})." if "not a number" in str(wrong) else "It is not JSON."
        except RecursionError:
            return None, "Its parts are too deep inside each other."


def services_in(stream: BinaryIO, *, most_bytes: int = 2_000_000_000) -> Iterator[Found]:
    """Yield every element of the feed's list of services, in order.

    Raises FeedBroken where the text is no JSON at all, holds no list of services, ends in the middle, or is larger than
    `most_bytes`.
    """
    text = _Text(stream, most_bytes)
    first = text.next()
    if first == "\ufeff":
        text.at += 1
        first = text.next()
    if first == "[":
        yield from _of_list(text, 0)
        _nothing_more(text)
    elif first == "{":
        yield from _of_objects(text)
    elif not first:
        raise FeedBroken("The feed is empty. Check the address or the file.")
    else:
        raise FeedBroken(
            "The feed is not JSON: it begins with neither [ nor {. Check the address: it may be a page for people."
        )


def _of_list(text: _Text, number: int) -> Iterator[Found]:
    text.at += 1
    if text.next() == "]":
        text.at += 1
        return
    while True:
        number += 1
        said, fault = text.value(f"service {number}")
        yield Found(number, said, fault)
        sign = text.next()
        if sign not in (",", "]"):
            raise FeedBroken(
                f"The feed ends after service {number}, in the middle of its list. It was cut off: ask for it again."
                if not sign
                else f"The feed is not JSON after service {number}. Ask its publisher to mend it."
            )
        text.at += 1
        if sign == "]":
            return


def _of_objects(text: _Text) -> Iterator[Found]:
    """The first object is looked into, for a list of services; others after it are services themselves."""
    number = 0
    small: dict[str, Any] = {}
    length = 0
    had_list = False
    text.at += 1
    while (sign := text.next()) != "}":
        if sign == ",":
            text.at += 1
            sign = text.next()
        key, fault = text.value("the beginning")
        if fault or not isinstance(key, str) or text.next() != ":":
            raise FeedBroken("The feed is not JSON at its beginning. Ask its publisher to mend it.")
        text.at += 1
        if key in LISTS and text.next() == "[":
            had_list = True
            for found in _of_list(text, number):
                number = found.number
                yield found
            continue
        began = text.place
        said, fault = text.value(f"'{key[:60]}'")
        length += len(key) + text.place - began
        if length > MOST_OF_ONE:
            raise FeedBroken(
                f"What stands beside the feed's list is longer than a service can be ({MOST_OF_ONE:,} characters)."
                " Ask its publisher for the list alone."
            )
        small[key] = said
    text.at += 1
    if had_list:
        _nothing_more(text)
        return
    if not {"id", "name"} & set(small):
        raise FeedBroken(
            "There is no list of services in the feed: no 'contents' and no 'services'. Check the address."
        )
    number += 1
    yield Found(number, small)
    while sign := text.next():
        if sign == ",":
            text.at += 1
            continue
        number += 1
        said, fault = text.value(f"service {number}")
        yield Found(number, said, fault)


def _nothing_more(text: _Text) -> None:
    if text.next():
        raise FeedBroken("There is more after the end of the feed's list. Ask its publisher to mend it.")
