"""Sizes, in units of the picture (CSS pixels where it is not scaled), and how a name is broken into lines."""

from __future__ import annotations

SYMBOL = 44
PERSON = 96  # the least width of a person with their name
WORD = 160  # the greatest width of a word of a name that is not broken
LETTER_LINE = 18  # from one line of a label to the next
LABEL_TOP = 6
NAME_LINES = 3
BESIDE = 8  # between two people
COUPLE = 28  # more between two partners: the line between them carries its years
STRANGERS = 22  # between people of different unions
MARGIN = 24
HOUSEHOLD = 7  # from people to the dotted line around a household
TRACK = 14
RAIL = 20  # a partner's line under the names, with its years
FAN = 18  # where lines to twins part

# Widths of Arial's letters in thousandths of its size; an "m" for any other, so that nothing is thought too narrow.
_NARROW = {
    "i": 222, "j": 222, "l": 222, "t": 278, "f": 278, "I": 278, " ": 278, ".": 278, ",": 278, "'": 191, "’": 222,
    "-": 333, "–": 556, "r": 333, "s": 500, "c": 500, "k": 500, "v": 500, "x": 500, "y": 500, "z": 500, "J": 500,
    "m": 833, "M": 833, "w": 722, "W": 944, "(": 333, ")": 333, "…": 1000,
}  # fmt: skip
_BOLDER = 1.08


def width_of(text: str, size: int = 15) -> int:
    """Return about how wide a text is in bold, never too small for a Latin one."""
    thousandths = sum(
        _NARROW.get(letter, 556 if letter.islower() or letter.isdigit() else 722 if letter.isascii() else 900)
        for letter in text
    )
    return round(thousandths * size * _BOLDER / 1000) + 1


def wrapped(name: str) -> tuple[str, ...]:
    """Return a name in at most three lines; a word too long even for a wide line is broken with a hyphen."""
    words = [part for word in name.split() for part in word.replace("-", "-\0").split("\0") if part]
    longest = max(map(width_of, words), default=0)
    widest = min(max(PERSON - 4, longest), WORD)
    pieces: list[str] = []
    for word in words:
        rest = word
        while width_of(rest) > widest:
            cut = len(rest) - 1
            while width_of(rest[:cut] + "-") > widest:
                cut -= 1
            pieces.append(rest[:cut] + "-")
            rest = rest[cut:]
        pieces.append(rest)
    lines: list[str] = []
    for piece in pieces:
        if lines and not lines[-1].endswith("-") and width_of(f"{lines[-1]} {piece}") <= widest:
            lines[-1] = f"{lines[-1]} {piece}"
        else:
            lines.append(piece)
    if len(lines) > NAME_LINES:
        last = lines[NAME_LINES - 1]
        while last and width_of(last + "…") > widest:
            last = last[:-1]
        lines = [*lines[: NAME_LINES - 1], last + "…"]
    return tuple(lines)
