"""Form fields that the rooms share: a day, a postcode, words."""

from __future__ import annotations

import datetime
from typing import Any

from crispy_forms_gds.fields import DateInputField
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kith.reference import postcodes


class DayField(DateInputField):  # type: ignore[misc]
    """A day as day, month and year, refused where it cannot be, with what to do.

    `past_only` refuses a day to come; `earliest` refuses one before it (by default 1900).
    """

    def __init__(
        self, *, past_only: bool = False, earliest: datetime.date | None = None, **extra: Any
    ) -> None:
        extra.setdefault("require_all_fields", False)
        extra.setdefault("help_text", "For example, 27 3 2015")
        super().__init__(**extra)
        self.past_only = past_only
        self.earliest = earliest or datetime.date(1900, 1, 1)

    def clean(self, value: Any) -> datetime.date | None:
        """Return the day, or None where it was left empty and may be."""
        parts = [str(part or "").strip() for part in (value or [])]
        if not any(parts):
            if self.required:
                raise ValidationError(
                    f"Enter {self.label.lower() if self.label else 'the day'}: day, month and year."
                )
            return None
        try:
            day = datetime.date(*(int(part) for part in reversed(parts)))
        except ValueError:
            said = "/".join(part or "–" for part in parts)
            raise ValidationError(
                f"{said} is not a day in the calendar. Enter a day, month and year."
            ) from None
        if day < self.earliest:
            raise ValidationError(f"{day:%-d %B %Y} is too long ago. Check the year: it has four digits.")
        if self.past_only and day > timezone.localdate():
            raise ValidationError(f"{day:%-d %B %Y} has not come yet. Enter today or a day before.")
        if day.year > timezone.localdate().year + 30:
            raise ValidationError(f"{day:%-d %B %Y} is too far ahead. Check the year.")
        return day

    def compress(self, data_list: list[Any]) -> datetime.date | None:
        """Not used: clean answers by itself."""
        raise NotImplementedError


class PostcodeField(forms.CharField):
    """A postcode of England, written as it should be; one that does not exist is refused."""

    def __init__(self, **extra: Any) -> None:
        extra.setdefault("max_length", 12)
        super().__init__(**extra)
        self.widget.attrs.update({"class": "govuk-input--width-10", "autocomplete": "postal-code"})

    def clean(self, value: Any) -> str:
        """Return the postcode in capitals with its space, or an empty string."""
        text = str(super().clean(value) or "").strip()
        if not text:
            return ""
        written = postcodes.normalise(text)
        if written is None:
            raise ValidationError("This is not a postcode. Enter one such as E8 1EA, or leave it empty.")
        if postcodes.find(written) is None:
            raise ValidationError(
                f"There is no postcode {written} in England. Check it, or leave it empty if the address is elsewhere."
            )
        return written


class WordsField(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows: int = 5, **extra: Any) -> None:
        extra.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        extra.setdefault("max_length", 20_000)
        super().__init__(**extra)
