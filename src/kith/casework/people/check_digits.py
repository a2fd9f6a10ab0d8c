"""Check digits of the numbers that identify a person."""

from __future__ import annotations

import re

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # 23 letters: I, O and S are not used


def tidy(value: str) -> str:
    """Return a number without spaces or hyphens, in capitals."""
    return re.sub(r"[\s-]", "", value).upper()


def nhs_check_digit(first_nine: str) -> int | None:
    """Return the tenth digit of an NHS number, or None where those nine digits can have none.

    Source: NHS Data Dictionary, NHS NUMBER: weights 10 to 2, modulus 11; 11 is written 0 and 10 is not issued.
    """
    remainder = (
        sum(int(digit) * weight for digit, weight in zip(first_nine, range(10, 1, -1), strict=True)) % 11
    )
    digit = (11 - remainder) % 11
    return None if digit == 10 else digit


def upn_check_letter(last_twelve: str) -> str:
    """Return the first letter of a unique pupil number from the twelve characters after it.

    A temporary number ends with a letter, which counts by its place in the alphabet of check letters.
    Source: Department for Education, Unique pupil numbers: guide, check letter, weights 2 to 13, modulus 23.
    """
    values = [
        UPN_LETTERS.index(character) if character.isalpha() else int(character) for character in last_twelve
    ]
    return UPN_LETTERS[sum(value * weight for value, weight in zip(values, range(2, 14), strict=True)) % 23]


def uln_check_digit(first_nine: str) -> int | None:
    """Return the tenth digit of a unique learner number, or None where those nine digits can have none.

    Source: Learning Records Service, ULN structure: weights 10 to 2, 10 less the remainder by 11.
    """
    remainder = (
        sum(int(digit) * weight for digit, weight in zip(first_nine, range(10, 1, -1), strict=True)) % 11
    )
    return None if remainder == 0 else 10 - remainder


def problem_with(kind: str, value: str) -> str | None:
    """Return a sentence that says what is wrong with a number and what to do, or None where it is sound.

    Kinds are those of IdentifierKind; a kind without a check digit is only refused when empty.
    """
    if not value:
        return "Enter the number."
    if kind == "nhs":
        if not re.fullmatch(r"\d{10}", value):
            return "An NHS number has 10 digits. Check it and enter it again."
        if nhs_check_digit(value[:9]) != int(value[9]):
            return "This is not an NHS number: its last digit does not fit the rest. Check each digit."
    elif kind in {"upn", "former_upn"}:
        if not re.fullmatch(rf"[{UPN_LETTERS}]\d{{11}}[0-9{UPN_LETTERS}]", value):
            return "A UPN is a letter, then 12 digits (a temporary one ends with a letter). Check it and enter it again."
        if upn_check_letter(value[1:]) != value[0]:
            return "This is not a UPN: its first letter does not fit the rest. Check each character."
    elif kind == "uln":
        if not re.fullmatch(r"[1-9]\d{9}", value):
            return "A unique learner number has 10 digits and does not start with 0. Check it and enter it again."
        if uln_check_digit(value[:9]) != int(value[9]):
            return (
                "This is not a unique learner number: its last digit does not fit the rest. Check each digit."
            )
    return None
