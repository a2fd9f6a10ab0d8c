"""Words and shapes that every template has at hand."""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def day(value: Any) -> str:
    """Return a day as GOV.UK writes it: 27 March 2015."""
    if value in (None, ""):
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value)
    return f"{value.day} {value:%B %Y}"


@register.filter
def day_and_time(value: datetime.datetime | None) -> str:
    """Return an instant as GOV.UK writes it: 27 March 2015, 3:05pm."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    hour = local.hour % 12 or 12
    return f"{local.day} {local:%B %Y}, {hour}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


@register.filter
def age(person: Any, on: datetime.date | None = None) -> str:
    """Return how old a person is, in words fit for any age: unborn, 5 months, 3 years."""
    today = on or timezone.localdate()
    if person.is_unborn:
        return f"not yet born, due {day(person.expected_birth_date)}"
    if person.birth_date is None:
        return "age not known"
    if person.death_date is not None:
        return f"died {day(person.death_date)}"
    years = person.age_on(today)
    if years is None:
        return "age not known"
    if years >= 2:
        return f"{years} years"
    months = (today.year - person.birth_date.year) * 12 + today.month - person.birth_date.month
    months -= 1 if today.day < person.birth_date.day else 0
    if months < 1:
        weeks = (today - person.birth_date).days // 7
        return f"{weeks} week{'' if weeks == 1 else 's'}"
    return f"{months} month{'' if months == 1 else 's'}"


@register.filter
def due_tag(due: datetime.date | None, stopped: datetime.date | None = None) -> SafeString:
    """Return a tag that says how a clock stands: late, due today, due soon or in time."""
    if due is None:
        return SafeString("")
    today = timezone.localdate()
    if stopped is not None:
        return _tag("green", "Done in time") if stopped <= due else _tag("orange", "Done late")
    days = (due - today).days
    if days < 0:
        late = -days
        return _tag("red", f"{late} day{'' if late == 1 else 's'} late")
    if days == 0:
        return _tag("orange", "Due today")
    if days <= 5:
        return _tag("yellow", "Due tomorrow" if days == 1 else f"Due in {days} days")
    return _tag("blue", "In time")


def _tag(colour: str, words: str) -> SafeString:
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, words)


@register.filter
def has(rights: Any, right: str) -> bool:
    """Return whether a set of rights holds the right of that name, such as 'WRITE_RECORD'."""
    from kith.casework.access.rights import Right

    return Right[right] in (rights or ())


@register.filter
def attribute(value: Any, name: str) -> Any:
    """Return an attribute by its name."""
    return getattr(value, name, "")


@register.filter
def code_label(characteristic: Any) -> str:
    """Return a characteristic in the person's own words, or else by its code's label; history's rows included."""
    from kith import codes

    return str(characteristic.own_words) or codes.labels(characteristic.kind).get(
        characteristic.code, characteristic.code
    )
