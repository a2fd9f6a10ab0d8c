"""Which school a child goes to: looked up, added, left; and what cannot be true of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.actions.schools import add_school, go_to_school, leave_school
from kith.casework.people.models import School, SchoolPlace
from kith.casework.people.queries.schools import schools_like
from kith.casework.workforce.models import Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.form_days import ago, day_fields

TODAY = timezone.localdate()


@pytest.fixture
def school(cast: Cast) -> School:
    """A school on the list."""
    return add_school(
        name="Canal Side School", phase="primary", postcode="E8 4RP", urn="100200", by=cast.social_worker
    )


def test_a_school_is_found_by_name_place_or_number(school: School) -> None:
    """Every word counts; nothing asked finds nothing."""
    assert school.easting is not None
    for asked in ("canal", "side canal", "e8 4rp", "100200"):
        assert list(schools_like(asked)) == [school]
    assert list(schools_like("canal orchard")) == []
    assert list(schools_like(" ")) == []


def test_a_child_goes_to_one_school_at_a_time(cast: Cast, school: School) -> None:
    """The place before ends on the day on which the next begins, for a reason."""
    other = add_school(name="Orchard Primary School", phase="primary", by=cast.social_worker)
    go_to_school(child=cast.child, school=school, start_date=ago(300), by=cast.social_worker)
    go_to_school(
        child=cast.child, school=other, start_date=ago(10), by=cast.social_worker, ended_because="better_fit"
    )
    first, second = SchoolPlace.objects.filter(person=cast.child).order_by("start_date")
    assert (first.end_date, first.ended_because) == (ago(10), "better_fit")
    assert second.end_date is None
    leave_school(child=cast.child, end_date=ago(1), ended_because="excluded", by=cast.social_worker)
    assert not SchoolPlace.objects.filter(person=cast.child, end_date__isnull=True).exists()


# What is tried, once the child has gone to the school for 300 days | what is said
REFUSED = {
    "the school that they go to": "Daniel Okafor goes to Canal Side School already. Choose another school.",
    "a day to come": "This day has not come yet. Record it once the child goes there.",
    "a day before the last began": "Daniel Okafor went to Canal Side School from {began}. Enter a later day.",
    "no reason for leaving": "Daniel Okafor goes to Canal Side School now. Say why the child leaves it.",
    "a school that is on the list": "This school is on the list already. Choose it there.",
    "a number of five digits": "A school's unique reference number has six digits. Check it, or leave it empty.",
}


@pytest.mark.parametrize("tried", REFUSED)
def test_what_cannot_be_true_of_a_school(cast: Cast, school: School, tried: str) -> None:
    """It is refused in a sentence that says what to do."""
    by, child = cast.social_worker, cast.child
    go_to_school(child=child, school=school, start_date=ago(300), by=by)
    other = School.objects.create(name="Orchard Primary School", phase="primary")
    why = "better_fit"
    acts: dict[str, Callable[[], object]] = {
        "the school that they go to": lambda: go_to_school(
            child=child, school=school, start_date=ago(1), by=by, ended_because=why
        ),
        "a day to come": lambda: go_to_school(
            child=child, school=other, start_date=TODAY + datetime.timedelta(days=1), by=by, ended_because=why
        ),
        "a day before the last began": lambda: go_to_school(
            child=child, school=other, start_date=ago(300), by=by, ended_because=why
        ),
        "no reason for leaving": lambda: go_to_school(child=child, school=other, start_date=ago(1), by=by),
        "a school that is on the list": lambda: add_school(
            name="CANAL SIDE SCHOOL", phase="primary", postcode="E8 4RP", by=by
        ),
        "a number of five digits": lambda: add_school(name="New", phase="primary", urn="12345", by=by),
    }
    with pytest.raises(CannotBeTrue) as refused:
        acts[tried]()
    assert refused.value.sentence == REFUSED[tried].format(began=f"{ago(300):%-d %B %Y}")


def test_the_school_is_on_the_page_of_a_child(
    cast: Cast, client_for: Callable[[Worker | None], WorkersClient]
) -> None:
    """Looked up, added where it is not on the list, and read on the person's page; an adult has none."""
    client = client_for(cast.social_worker)
    page = f"/people/{cast.child.pk}/school/"
    assert "No school on the list is like" in client.get(page, {"q": "Willow"}).content.decode()
    added = client.post(
        f"{page}add/?q=Willow", {"name": "Willow School", "phase": "primary", "postcode": "E8 3PH"}
    )
    school = School.objects.get(name="Willow School")
    assert added.headers["Location"] == f"{page}?school={school.pk}"
    assert client.get(added.headers["Location"]).status_code == 200
    assert client.post(added.headers["Location"], day_fields("start_date", ago(30))).status_code == 303
    assert "Willow School" in client.get(f"/people/{cast.child.pk}/").content.decode()
    assert "Record the school" not in client.get(f"/people/{cast.mother.pk}/").content.decode()
    elsewhere = client.post(f"{page}add/?to=//elsewhere.example/", {"name": "Ash", "phase": "primary"})
    assert elsewhere.headers["Location"].startswith(page)
    assert client.get(f"{page}?school=999999").status_code == 404
