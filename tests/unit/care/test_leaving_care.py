"""Leaving care: statuses that follow from time in care, what advisers write, and what the return asks."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from kith.casework.access.models import AuditEntry
from kith.casework.care import tasks
from kith.casework.care.actions import leaving_care as actions
from kith.casework.care.actions.ending_care import end_care
from kith.casework.care.actions.leaving_care_status import bring_up_to_date
from kith.casework.care.models import (
    Home,
    LeaverAccommodation,
    LeaverContact,
    LeavingCareStatus,
    PathwayPlan,
    PathwayPlanReview,
    PeriodOfCare,
    StayingPut,
)
from kith.casework.care.queries.care_leavers_of_the_year import care_leavers_of_the_year
from kith.casework.care.queries.leaving_care import young_people_of
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Person
from kith.casework.timeline.models import Clock, Event
from kith.casework.workforce.models import Allocation, Worker
from tests.furnishing.cast import Cast
from tests.furnishing.clients import WorkersClient
from tests.furnishing.form_days import ago
from tests.furnishing.in_care import a_home, a_person, come_into_care

ClientFor = Callable[[Worker | None], WorkersClient]


def in_care_at(cast: Cast, age: int, *, days: int = 700) -> tuple[Person, PeriodOfCare]:
    """Return somebody of an age in care for so many days, whose adviser is the personal adviser."""
    person = a_person("Tamsin Vale", age, "F")
    period = come_into_care(person, by=cast.team_manager, day=ago(days))
    Allocation.objects.create(
        child=person,
        worker=cast.personal_adviser,
        role="personal_adviser",
        start_date=ago(30),
        reason="first",
    )
    return person, period


def test_who_turns_sixteen_in_care_becomes_eligible_by_night(cast: Cast) -> None:
    """The nightly task records it, with the clock of three months to the assessment; a second night changes nothing."""
    person, _ = in_care_at(cast, 16)
    tasks.bring_leaving_care_up_to_date(0)
    status = LeavingCareStatus.objects.get(young_person=person)
    assert (status.status, status.end_date) == ("eligible", None)
    assert person.birth_date is not None
    assert status.start_date == person.birth_date.replace(year=person.birth_date.year + 16)
    clock = Clock.objects.get(person=person, rule="leaving_care_needs_assessment")
    assert clock.start_date == status.start_date
    events = Event.objects.count()
    tasks.bring_leaving_care_up_to_date(0)
    assert Event.objects.count() == events


def test_leaving_care_at_seventeen_makes_relevant_on_the_day(cast: Cast) -> None:
    """The end of care and the new status are one transaction."""
    person, period = in_care_at(cast, 17)
    bring_up_to_date(person, by=None)
    end_care(period=period, day=ago(5), ended_because="E6", end_words="A flat.", by=cast.team_manager)
    assert [(row.status, row.end_date) for row in LeavingCareStatus.objects.order_by("start_date")] == [
        ("eligible", ago(5)),
        ("relevant", None),
    ]


def test_a_correction_of_time_in_care_corrects_what_is_owed(cast: Cast) -> None:
    """Where care turns out to have begun only weeks ago, nothing is owed yet."""
    person, period = in_care_at(cast, 16)
    bring_up_to_date(person, by=None)
    PeriodOfCare.objects.filter(pk=period.pk).update(start_date=ago(20))
    assert bring_up_to_date(person, by=cast.team_manager)
    assert not LeavingCareStatus.objects.exists()


def test_the_clocks_of_leaving_care_follow_the_work(cast: Cast) -> None:
    """The assessment stops its clock; the plan starts the six months to its review, which each review starts again."""
    person, _ = in_care_at(cast, 16)
    bring_up_to_date(person, by=None)
    by = cast.personal_adviser
    assessment = actions.start_needs_assessment(young_person=person, day=ago(20), by=by)
    actions.complete_needs_assessment(
        assessment=assessment, day=ago(15), words="A deposit.", own_words="My own door.", by=by
    )
    assert not Clock.objects.filter(rule="leaving_care_needs_assessment", stopped_date__isnull=True).exists()
    plan = actions.write_pathway_plan(
        young_person=person,
        day=ago(14),
        by=by,
        own_words="A nurse.",
        home="Here.",
        learning_and_work="College.",
    )
    [first] = Clock.objects.filter(rule="pathway_plan_review", stopped_date__isnull=True)
    assert first.start_date == ago(14)
    actions.review_pathway_plan(plan=plan, day=ago(2), own_words="", words="On its way.", by=by)
    [second] = Clock.objects.filter(rule="pathway_plan_review", stopped_date__isnull=True)
    assert second.start_date == ago(2)


def test_a_new_pathway_plan_takes_the_place_of_the_last(cast: Cast) -> None:
    """On one day one plan holds; the last stays readable, and is not reviewed any more."""
    person, _ = in_care_at(cast, 16)
    bring_up_to_date(person, by=None)
    words = {"own_words": "W", "home": "H", "learning_and_work": "L"}
    first = actions.write_pathway_plan(young_person=person, day=ago(14), by=cast.personal_adviser, **words)
    actions.write_pathway_plan(young_person=person, day=ago(4), by=cast.personal_adviser, **words)
    assert [row.end_date for row in PathwayPlan.objects.order_by("start_date")] == [ago(4), None]
    with pytest.raises(CannotBeTrue, match="taken the place"), transaction.atomic():
        actions.review_pathway_plan(plan=first, day=ago(1), own_words="", words="W", by=cast.personal_adviser)


def test_an_advisers_day_and_list_ask_a_fixed_number_of_queries(
    cast: Cast,
    client_for: ClientFor,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    """At most 25 for each page, whoever they are the adviser of."""
    for age in (16, 17, 17, 19):
        person, _ = in_care_at(cast, age)
        bring_up_to_date(person, by=None)
    client = client_for(cast.personal_adviser)
    for address in ("/", reverse("care:personal_adviser")):
        with django_assert_max_num_queries(25):
            assert client.get(address).status_code == 200


def test_an_advisers_page_has_who_waits_longest_first(cast: Cast, client_for: ClientFor) -> None:
    """By the day on which to be in touch; somebody with whom nobody was ever in touch comes first."""
    waits, _ = in_care_at(cast, 17)
    Person.objects.filter(pk=waits.pk).update(display_name="Waits Long")
    seen, _ = in_care_at(cast, 17)
    bring_up_to_date(waits, by=None)
    bring_up_to_date(seen, by=None)
    by = cast.personal_adviser
    actions.record_accommodation(young_person=seen, day=ago(90), code="D1", words="", by=by)
    for day in (80, 60, 3):
        actions.record_contact(young_person=seen, day=ago(day), way="telephone", by=by)
    actions.record_contact(young_person=seen, day=ago(1), way="tried", by=by)
    rows = young_people_of(by, timezone.localdate())
    assert [row.person_id for row in rows] == [waits.pk, seen.pk]
    assert rows[1].last_in_touch == ago(3)
    assert rows[1].suitable is True
    page = client_for(by).get(reverse("care:personal_adviser")).content.decode()
    assert page.index("Waits Long") < page.index("Tamsin Vale")
    assert young_people_of(cast.social_worker, timezone.localdate()) == []


CANNOT_BE: list[tuple[str, Callable[[Person, Worker], object], str]] = [
    ("in touch and not reached", lambda p, by: actions.record_contact(young_person=p, day=ago(1), way="tried", in_touch="YES", by=by), "Without an answer"),
    ("in touch tomorrow", lambda p, by: actions.record_contact(young_person=p, day=ago(-1), way="telephone", by=by), "not come yet"),
    ("an activity that is not in use", lambda p, by: actions.record_activity(young_person=p, day=ago(1), code="F3", words="", by=by), "not in use"),
    ("staying put at 16", lambda p, by: actions.stay_put(young_person=p, home=p.placements.get().home, day=ago(1), words="", by=by), "begins at 18"),
    ("a plan from before they were eligible", lambda p, by: actions.write_pathway_plan(young_person=p, day=ago(400), by=by), "became eligible"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "does", "sentence"), CANNOT_BE, ids=[row[0] for row in CANNOT_BE])
def test_what_cannot_be_true_of_leaving_care(
    cast: Cast, what: str, does: Callable[[Person, Worker], object], sentence: str
) -> None:
    """Each is refused with a sentence that says what to do."""
    person, _ = in_care_at(cast, 16)
    bring_up_to_date(person, by=None)
    with pytest.raises(CannotBeTrue, match=sentence), transaction.atomic():
        does(person, cast.personal_adviser)


def test_staying_put_is_with_the_carers_they_lived_with(cast: Cast) -> None:
    """At 18, in a home where they were placed, one at a time."""
    person, period = in_care_at(cast, 18, days=1500)
    home = period.placements.get().home
    bring_up_to_date(person, by=None)
    with pytest.raises(CannotBeTrue, match="former foster carers"), transaction.atomic():
        actions.stay_put(
            young_person=person, home=a_home("Elm"), day=ago(9), words="", by=cast.personal_adviser
        )
    staying = actions.stay_put(young_person=person, home=home, day=ago(9), words="", by=cast.personal_adviser)
    with pytest.raises(CannotBeTrue, match="already"), transaction.atomic():
        actions.stay_put(young_person=person, home=home, day=ago(8), words="", by=cast.personal_adviser)
    actions.end_staying_put(staying=staying, day=ago(1), words="A flat.", by=cast.personal_adviser)
    assert StayingPut.objects.get().end_date == ago(1)


def test_somebody_to_whom_nothing_is_owed_yet_is_told_so(cast: Cast, client_for: ClientFor) -> None:
    """At 15 the page says when it begins, and nothing is recorded."""
    person, _ = in_care_at(cast, 15)
    page = client_for(cast.personal_adviser).get(reverse("care:leaving", args=[person.pk])).content.decode()
    assert "begins at 16" in page
    with pytest.raises(CannotBeTrue, match="not 16"), transaction.atomic():
        actions.record_contact(young_person=person, day=ago(1), way="telephone", by=cast.personal_adviser)


def test_the_return_asks_around_each_birthday(cast: Cast) -> None:
    """In touch three months before to one month after; what they did and where they lived on the day itself."""
    person, _ = in_care_at(cast, 19, days=2000)
    born = person.birth_date
    assert born is not None
    day = born.replace(year=born.year + 19)
    eighteen = born.replace(year=born.year + 18)
    LeavingCareStatus.objects.create(young_person=person, status="former_relevant", start_date=eighteen)
    LeaverAccommodation.objects.create(young_person=person, code="U1", start_date=eighteen)
    first = datetime.date(day.year if (day.month, day.day) >= (4, 1) else day.year - 1, 4, 1)
    assert [(one.in_touch, one.activity) for one in care_leavers_of_the_year(first) if one.age == 19] == [
        ("NO", "")
    ]
    contact = LeaverContact.objects.create(
        young_person=person,
        day=day - datetime.timedelta(days=80),
        way="telephone",
        adviser=cast.personal_adviser,
    )
    [line] = [one for one in care_leavers_of_the_year(first) if one.age == 19]
    assert (line.in_touch, line.accommodation, line.activity) == ("YES", "U1", "0")
    LeaverContact.objects.filter(pk=contact.pk).update(day=day - datetime.timedelta(days=95))
    assert [one.in_touch for one in care_leavers_of_the_year(first) if one.age == 19] == ["NO"]
    LeaverContact.objects.filter(pk=contact.pk).update(day=day, in_touch="REFU")
    assert [one.in_touch for one in care_leavers_of_the_year(first) if one.age == 19] == ["REFU"]


def test_the_forms_keep_what_is_written(cast: Cast, client_for: ClientFor) -> None:
    """From the assessment through the plan to being in touch, as the adviser; a partner writes none of it."""
    person, _ = in_care_at(cast, 17)
    bring_up_to_date(person, by=None)
    client = client_for(cast.personal_adviser)
    day = {"day_0": ago(1).day, "day_1": ago(1).month, "day_2": ago(1).year}

    def post(name: str, **said: str) -> None:
        answer = client.post(reverse(f"care:{name}", args=[person.pk]), day | said)
        assert answer.status_code == 303, answer.content.decode()

    post("start_needs_assessment")
    post("complete_needs_assessment", words="A deposit.", own_words="My own door.")
    post("write_pathway_plan", own_words="A nurse.", home="Here.", learning_and_work="College.", agreed="yes")
    post("review_pathway_plan", words="On its way.")
    post("record_leaver_contact", way="in_person", own_words="I am all right.")
    post("record_accommodation", code="D2", words="Loud at night.")
    post("record_activity", code="F2")
    page = client.get(reverse("care:leaving", args=[person.pk])).content.decode()
    for words in ("A nurse.", "I am all right.", "Loud at night.", "Not suitable", "My own door."):
        assert words in page


def test_a_young_persons_own_copy_of_the_plan_begins_with_what_they_want(
    cast: Cast, client_for: ClientFor
) -> None:
    """As an accessible PDF, with what each review said, and without the address of carers that is kept from others."""
    person, period = in_care_at(cast, 17)
    home = period.placements.get().home
    Home.objects.filter(pk=home.pk).update(address_withheld=True)
    address = reverse("care:pathway_plan_document", args=[person.pk])
    client = client_for(cast.personal_adviser)
    assert client.get(address).status_code == 404, "there is no plan yet"
    plan = PathwayPlan.objects.create(
        young_person=person, adviser=cast.personal_adviser, start_date=ago(20), own_words="To be a nurse.",
        home="I stay at 12 Cedar Walk until the flat is ready.", learning_and_work="College.", agreed=False,
    )  # fmt: skip
    PathwayPlanReview.objects.create(
        plan=plan, day=ago(2), reviewed_by=cast.personal_adviser, own_words="I have seen it!", words="A flat.",
        late_reason="The adviser was ill.",
    )  # fmt: skip
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    made = PdfReader(io.BytesIO(answer.content))
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    said = " ".join(" ".join(page.extract_text() for page in made.pages).split())
    assert said.index("To be a nurse.") < said.index("College.")
    assert "I have seen it!" in said
    assert "you do not agree" in said
    assert "Cedar Walk" not in said
    assert "was ill" not in said
    assert AuditEntry.objects.filter(verb="export", subject_ids__contains=[person.pk]).exists()
    assert client_for(cast.outsider).get(address).status_code == 403
    bring_up_to_date(person, by=cast.personal_adviser)
    assert address in client.get(reverse("care:leaving", args=[person.pk])).content.decode()
