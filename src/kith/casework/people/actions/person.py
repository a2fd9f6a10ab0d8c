"""Adding a person, correcting who they are, and what they say of themselves."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import NameKind, Person, PersonName, Sex
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Worker


@transaction.atomic
def add_person(
    *,
    given_names: str,
    family_name: str,
    by: Worker,
    birth_date: datetime.date | None = None,
    birth_date_is_estimated: bool = False,
    expected_birth_date: datetime.date | None = None,
    sex: str = Sex.UNKNOWN,
) -> Person:
    """Put a person on the record under one name, born or unborn, and return them.

    Raises CannotBeTrue for a birth that is to come, or an unborn child with a sex.
    """
    check_birth(birth_date=birth_date, expected_birth_date=expected_birth_date, sex=sex)
    person = Person.objects.create(
        display_name=f"{given_names} {family_name}".strip(),
        sex=sex,
        birth_date=birth_date,
        birth_date_is_estimated=birth_date_is_estimated,
        expected_birth_date=expected_birth_date,
    )
    PersonName.objects.create(
        person=person,
        kind=NameKind.LEGAL,
        given_names=given_names,
        family_name=family_name,
        start_date=birth_date,
    )
    record_event(
        "people.person_added",
        by=by,
        day=timezone.localdate(),
        about=[person.pk],
        summary="Put on the record.",
    )
    return person


def check_birth(
    *, birth_date: datetime.date | None, expected_birth_date: datetime.date | None, sex: str
) -> None:
    """Raise CannotBeTrue where dates of birth, expected or past, and sex do not go together."""
    today = timezone.localdate()
    if birth_date is not None and birth_date > today:
        raise CannotBeTrue(
            "The date of birth has not come yet. For an unborn child, enter the expected date.", "birth_date"
        )
    if birth_date is None and expected_birth_date is not None:
        if sex != Sex.UNKNOWN:
            raise CannotBeTrue("A child not yet born is recorded with sex unknown.", "sex")
        if expected_birth_date > today + datetime.timedelta(days=300):
            raise CannotBeTrue(
                "The expected date is more than ten months away. Check the year.", "expected_birth_date"
            )


@transaction.atomic
def correct_person(
    *,
    person: Person,
    birth_date: datetime.date | None,
    birth_date_is_estimated: bool,
    expected_birth_date: datetime.date | None,
    death_date: datetime.date | None,
    sex: str,
    by: Worker,
) -> None:
    """Correct when a person was born or died and their sex; the record as it was stays readable as known at then."""
    check_birth(birth_date=birth_date, expected_birth_date=expected_birth_date, sex=sex)
    if death_date and birth_date and death_date < birth_date:
        raise CannotBeTrue("The date of death is before the date of birth.", "death_date")
    was_born = person.birth_date is None and birth_date is not None
    Person.objects.filter(pk=person.pk).update(
        birth_date=birth_date,
        birth_date_is_estimated=birth_date_is_estimated,
        expected_birth_date=expected_birth_date,
        death_date=death_date,
        sex=sex,
    )
    record_event(
        "people.child_born" if was_born else "people.person_corrected",
        by=by,
        day=birth_date if was_born and birth_date else timezone.localdate(),
        about=[person.pk],
        summary="Born." if was_born else "Date of birth, death or sex corrected.",
    )


@transaction.atomic
def say_in_their_words(*, person: Person, words: str, said_date: datetime.date, by: Worker) -> None:
    """Record what a person says of themselves, as they said it."""
    Person.objects.filter(pk=person.pk).update(
        in_their_words=words, in_their_words_date=said_date if words else None
    )
    record_event(
        "people.own_words_recorded",
        by=by,
        day=said_date,
        about=[person.pk],
        summary="Said who they are, in their words.",
    )
