"""What a move does, said before it is decided: who may be named in it, and what it asks of the database."""

from __future__ import annotations

import datetime
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.access.models import RestrictedAccess
from kith.casework.care.models import Move
from kith.casework.care.queries.comparing import side_by_side
from kith.casework.care.queries.school_year import (
    exams_from,
    fits,
    is_middle_of_school_year,
    next_birthday,
    year_group,
)
from kith.casework.care.queries.what_a_move_does import (
    Effect,
    Panel,
    panel_as_shown,
    what_homes_do,
    what_it_does,
    what_they_do,
)
from kith.casework.people.models import PersonCharacteristic, Relationship
from kith.casework.workforce.models import Allocation
from tests.furnishing.care.moves import lives_at
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as
from tests.furnishing.in_care import a_home, a_person, come_into_care, place_with, three_in_care

TODAY = timezone.localdate()
SOON = TODAY + datetime.timedelta(days=14)
FAR = "CT10 1AA"


def told(panel: Panel) -> dict[str, tuple[str, str, Effect]]:
    """Return a panel's lines by their keys."""
    return {line.key: (line.before, line.after, line.effect) for line in panel.lines}


def everything_said(panel: Panel) -> str:
    """Return every word that a panel has."""
    return str(panel.as_shown())


def test_a_panel_is_kept_whole_and_read_again(cast: Cast) -> None:
    """What is shown from what was kept is what was shown."""
    family = three_in_care(cast)
    panel = what_it_does(family.eldest, "home", home=a_home("Elm House"), day=SOON)
    again = panel_as_shown(panel.as_shown())
    assert again == panel
    assert again.digest == panel.digest


def test_a_sibling_on_a_closed_record_is_a_number(cast: Cast) -> None:
    """Neither the name nor where they live is told to whom the record is closed, and the team manager is named to ask."""
    family = three_in_care(cast)
    closed = family.children[1]
    type(closed).objects.filter(pk=closed.pk).update(restriction="sealed")
    RestrictedAccess.objects.create(
        person=closed,
        worker=cast.conference_chair,
        named_by=cast.director,
        reason="Told by the court.",
        start_date=TODAY,
    )
    Allocation.objects.filter(child=closed).delete()
    with acting_as(cast.social_worker):
        panel = what_it_does(
            family.eldest, "home", home=a_home("Elm House"), day=SOON, worker_reading=cast.social_worker
        )
    assert panel.hidden_siblings == 1
    assert "Micah" not in everything_said(panel)
    assert told(panel)["siblings_hidden"] == (
        "On a record that is not open to you",
        "Contact the team manager",
        Effect.UNKNOWN,
    )
    assert panel.sums.siblings_with_now == 1


def test_a_sibling_whose_record_may_not_be_read_is_not_said_to_be_out_of_care(cast: Cast) -> None:
    """Somebody else's team holds him: he may be looked up by name, but where he lives is not told, nor guessed."""
    family = three_in_care(cast)
    other = family.children[1]
    Allocation.objects.filter(child=other, role="lead").update(worker=cast.outsider)
    other.family_memberships.all().delete()
    with acting_as(cast.social_worker):
        panel = what_it_does(
            family.eldest, "home", home=a_home("Elm House"), day=SOON, worker_reading=cast.social_worker
        )
    assert f"sibling:{other.pk}" not in told(panel)
    assert panel.hidden_siblings == 1


def test_an_address_that_is_kept_from_others_is_not_located(cast: Cast) -> None:
    """Their mother is told as a number, further or nearer, with no name and no distance."""
    family = three_in_care(cast)
    lives_at(family.mother, "9 Quay Road", "E8 3PH", withheld=True)
    panel = what_it_does(family.eldest, "home", home=a_home("Elm House", postcode=FAR), day=SOON)
    line = next(line for line in panel.lines if line.key == "people_withheld")
    assert (line.what, line.before, line.after) == (
        "1 person whose address is kept from others",
        "",
        "1 further",
    )
    assert "Dawn" not in everything_said(panel)
    assert panel.sums.people_further == 1


def test_a_home_that_is_kept_secret_is_told_only_as_nearer_or_further(cast: Cast) -> None:
    """A brother lives with carers whose address is withheld: no distance to them stands in the panel."""
    family = three_in_care(cast)
    family.placements[1].end_date = TODAY - datetime.timedelta(days=10)
    family.placements[1].ended_because = "CARPL"
    family.placements[1].save()
    place_with(
        family.periods[1],
        a_home("Somewhere safe", postcode="E8 3PH", address_withheld=True),
        day=TODAY - datetime.timedelta(days=10),
    )
    panel = what_it_does(family.eldest, "home", home=a_home("Elm House", postcode=FAR), day=SOON)
    assert told(panel)[f"sibling:{family.children[1].pk}"] == ("Apart", "Apart. Further", Effect.LOSS)


def test_moving_to_a_brother_brings_them_together(cast: Cast) -> None:
    """Who is apart today and would be together is gained; a decision that they be apart is not passed over."""
    family = three_in_care(cast)
    brother = a_person("Eli Ferris", 16, "M")
    Relationship.objects.create(
        person=family.mother, relative=brother, kind="parent", start_date=brother.birth_date
    )
    home = a_home("Bea Stone")
    come_into_care(brother, by=cast.team_manager, day=TODAY - datetime.timedelta(days=200), home=home)
    panel = what_they_do(family.children, "home", home=home, day=SOON)[family.eldest.pk]
    assert told(panel)[f"sibling:{brother.pk}"][1:] == ("Together", Effect.GAIN)
    assert told(panel)["siblings"] == ("2 of 3", "3 of 3", Effect.GAIN)


def test_a_move_that_is_decided_for_a_sister_counts(cast: Cast) -> None:
    """She is to leave next week: to stay together is to go with her."""
    family = three_in_care(cast)
    elm = a_home("Elm House")
    panel = what_it_does(family.children[1], "home", home=elm, day=SOON)
    Move.objects.create(
        child=family.children[1], kind="home", home=elm, planned_date=SOON, reasons="a", alternatives="b",
        child_words="c", shown=panel.as_shown(), decided_date=TODAY, decided_at=timezone.now(),
        decided_by=cast.social_worker,
    )  # fmt: skip
    line = told(what_it_does(family.eldest, "home", home=elm, day=SOON))[f"sibling:{family.children[1].pk}"]
    assert line[1].startswith("Together; Micah’s own move is decided for")


def test_what_is_not_known_is_said_to_be_unknown(cast: Cast) -> None:
    """A home with no address, a child with no school: nothing is made up, and nothing is called no change."""
    family = three_in_care(cast)
    family.eldest.school_places.all().delete()
    home = a_home("Elm House")
    home.addresses.all().delete()
    lines = told(what_it_does(family.eldest, "home", home=home, day=SOON))
    assert lines["from_home"] == ("0.0 miles", "Not known", Effect.UNKNOWN)
    assert lines["authority"][1:] == ("Not known", Effect.UNKNOWN)
    assert lines["school"][0] == "No school on the record"
    assert told(what_it_does(family.eldest, "home", day=SOON))["homes"][1:] == ("Not known", Effect.UNKNOWN)


def test_language_and_faith_are_told_where_the_carers_are_known(cast: Cast) -> None:
    """Nobody there is known to speak it, somebody does, or it is not known."""
    family = three_in_care(cast)
    carer = a_person("Ana Costa", 50, "F")
    home = a_home("Ana Costa", kind="connected")
    home.carers.create(person=carer, start_date=datetime.date(2020, 1, 1))
    PersonCharacteristic.objects.create(
        person=family.eldest, kind="language", code="por", start_date=datetime.date(2020, 1, 1)
    )
    lines = told(what_it_does(family.eldest, "home", home=home, day=SOON))
    assert lines["culture:language"] == ("Not known", "Not known", Effect.UNKNOWN)
    spoken = PersonCharacteristic.objects.create(
        person=carer, kind="language", code="eng", start_date=datetime.date(2020, 1, 1)
    )
    lines = told(what_it_does(family.eldest, "home", home=home, day=SOON))
    assert lines["culture:language"][1:] == ("Nobody there is known to share it", Effect.SAME)
    PersonCharacteristic.objects.filter(pk=spoken.pk).update(code="por")
    lines = told(what_it_does(family.eldest, "home", home=home, day=SOON))
    assert lines["culture:language"][1:] == ("Somebody there shares it", Effect.SAME)


def test_a_change_of_worker_says_who_leaves_and_which_one_comes(cast: Cast) -> None:
    """The second lead practitioner; brothers and sisters keep the one whom she loses."""
    family = three_in_care(cast)
    lines = told(what_it_does(family.eldest, "worker", worker=cast.outsider, day=SOON))
    assert lines["worker"] == ("Priya Nair, for 4 months", "They would no longer", Effect.LOSS)
    assert lines["workers"] == ("1 lead practitioner", "Luke Grant would be the second", Effect.CARE)
    assert lines[f"worker_with:{family.children[1].pk}"] == ("The same worker", "Another worker", Effect.LOSS)
    together = told(what_they_do(family.children, "worker", worker=cast.outsider, day=SOON)[family.eldest.pk])
    assert together[f"worker_with:{family.children[1].pk}"][2] is Effect.KEPT


def test_a_change_of_school_says_with_whom_they_go(cast: Cast) -> None:
    """A boy of nine leaves the school that his sister goes to."""
    family = three_in_care(cast)
    lines = told(what_it_does(family.children[1], "school", school=family.schools[0], day=SOON))
    assert lines["school"] == ("Orchard Primary School", "They would go to Canal Side School", Effect.LOSS)
    assert lines[f"school_with:{family.children[2].pk}"] == (
        "At the same school",
        "At another school",
        Effect.LOSS,
    )
    assert lines[f"school_with:{family.children[0].pk}"][2] is Effect.GAIN


@pytest.mark.parametrize("more", [0, 5])
def test_it_asks_little_of_the_database_whatever_there_is(cast: Cast, more: int) -> None:
    """At most eight queries for a child, and as many for three children and three homes."""
    family = three_in_care(cast)
    lives_at(family.grandmother, "4 Pear Close", "E8 4RP")
    for number in range(more):
        other = a_person(f"Child{number} Ferris", 10, "M")
        Relationship.objects.create(
            person=family.mother, relative=other, kind="parent", start_date=other.birth_date
        )
    homes = [a_home(name) for name in ("Elm House", "Oak House", "Ash House")]
    with acting_as(cast.social_worker):
        with CaptureQueriesContext(connection) as asked:
            what_it_does(family.eldest, "home", home=homes[0], day=SOON, worker_reading=cast.social_worker)
        assert len(asked) <= 4
        with CaptureQueriesContext(connection) as asked:
            what_homes_do(family.children, homes, day=SOON, worker_reading=cast.social_worker)
        assert len(asked) <= 4


def test_homes_stand_side_by_side(cast: Cast) -> None:
    """One row a line, one column a home; what any of them would lose comes first."""
    family = three_in_care(cast)
    homes = [a_home("Near", postcode="E8 3PH"), a_home("Far", postcode=FAR)]
    panels = what_homes_do([family.eldest], homes, day=SOON)[family.eldest.pk]
    rows = side_by_side(panels, [home.name for home in homes])
    assert all([name for name, _ in row.lines] == ["Near", "Far"] for row in rows)
    from_home = next(row for row in rows if row.what.startswith("Distance from home, where"))
    assert [line.effect if line else None for _, line in from_home.lines] == [Effect.SAME, Effect.LOSS]
    worst = [min([*Effect].index(line.effect) for _, line in row.lines if line) for row in rows]
    assert worst == sorted(worst)


def test_where_in_the_school_year_a_day_falls() -> None:
    """August and September are between school years; the year group follows the age on 31 August."""
    born = datetime.date(2011, 9, 1)
    for month, middle in zip(range(1, 13), [True] * 7 + [False, False] + [True] * 3, strict=True):
        assert is_middle_of_school_year(datetime.date(2026, month, 15)) is middle
    assert year_group(born, datetime.date(2026, 8, 31)) == 9
    assert year_group(born, datetime.date(2026, 9, 1)) == 10
    assert year_group(datetime.date(2011, 8, 31), datetime.date(2026, 9, 1)) == 11
    assert exams_from(datetime.date(2010, 10, 1), datetime.date(2027, 4, 20), weeks=8).startswith(
        "Year 11 exams"
    )
    assert exams_from(born, datetime.date(2027, 4, 20), weeks=8) == ""
    assert fits("secondary", born, datetime.date(2026, 10, 1))
    assert not fits("primary", born, datetime.date(2026, 10, 1))
    assert fits("special", born, datetime.date(2026, 10, 1))
    assert next_birthday(datetime.date(2012, 2, 29), datetime.date(2027, 2, 1)) == datetime.date(2027, 3, 1)


def test_every_effect_has_its_word() -> None:
    """What a line does is never told by colour alone."""
    from kith.casework.care.queries.move_panel import WORDS

    assert set(WORDS) == set(Effect)
    assert all(one != other for one, other in itertools.combinations(WORDS.values(), 2))
