"""The state of protection at a glance: counted in SQL as a slow reference counts it, and safe to show."""

from __future__ import annotations

import datetime
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.casework.family_help.models import Intervention, InterventionDelivery
from kith.casework.family_help.queries.report import counted_for
from kith.casework.plans.models import PlanLead
from kith.casework.protection.models import ChildProtectionConference, ConferenceChild
from kith.casework.protection.queries.figure_counts import count, counts_of
from kith.casework.protection.queries.figures import asked_for, figures_for
from kith.casework.timeline.models import Event, EventSubject
from kith.casework.workforce.models import TeamMembership
from kith.engines.indicators.disclosure import SMALLEST_PUBLISHED
from tests.furnishing import figures_reference as reference
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago
from tests.furnishing.help_given import furnish_catalogue
from tests.furnishing.on_protection import (
    another_family,
    confer,
    end_enquiry,
    enquire,
    plan_of,
    put_on_plan,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def _help(children, day: datetime.date) -> None:
    event = Event.objects.create(
        kind="plans.help_given", day=day, at=timezone.now(), recorded_at=timezone.now(), summary="Help."
    )
    EventSubject.objects.bulk_create(EventSubject(event=event, person=child, day=day) for child in children)


def _history(cast: Cast, drawn: random.Random, number: int, intervention: Intervention) -> None:
    """One family's years with protection, drawn by chance: enquiries, conferences, plans, reviews, help."""
    family, children = another_family(f"Drawn {number}", drawn.choice([1, 1, 2]))
    lead = drawn.choice([cast.social_worker, cast.outsider, cast.partner])
    day = ago(drawn.randrange(300, 1400))
    plan = plan_of(family, children, day, lead)
    if drawn.random() < 0.3:  # another leads the plan from the middle of it
        PlanLead.objects.filter(plan=plan).update(end_date=day + datetime.timedelta(days=200))
        PlanLead.objects.create(
            plan=plan, worker=cast.family_help_practitioner, start_date=day + datetime.timedelta(days=200)
        )
    for _ in range(drawn.choice([1, 1, 2, 3])):
        day += datetime.timedelta(days=drawn.randrange(1, 60))
        if day > TODAY:
            break
        enquiry = enquire(family, children, day, lead=lead, plan=plan)
        end = day + datetime.timedelta(days=drawn.randrange(0, 40))
        if end > TODAY or drawn.random() < 0.1:
            break
        if drawn.random() < 0.5:
            end_enquiry(enquiry, end, outcome=drawn.choice("2345678"), decided_by=cast.team_manager)
            day = end
        else:
            end_enquiry(enquiry, end, outcome="1", decided_by=cast.team_manager)
            held = end + datetime.timedelta(days=drawn.randrange(0, 12))
            what = drawn.choice(["plan", "plan", "plan", "no_plan", "stood_down", "to_come", "none"])
            if held > TODAY or what in ("stood_down", "to_come", "none"):
                if what != "none":
                    waiting = ChildProtectionConference.objects.create(
                        family=family, kind="initial", enquiry=enquiry, plan=plan, requested_date=end,
                        requested_by=lead, status="stood_down" if what == "stood_down" else "requested",
                        stood_down_reason="Not needed." if what == "stood_down" else "",
                    )  # fmt: skip
                    ConferenceChild.objects.bulk_create(
                        ConferenceChild(conference=waiting, child=child) for child in children
                    )
                day = end
            else:
                made = confer(
                    family,
                    children,
                    held,
                    chair=cast.conference_chair,
                    enquiry=enquiry,
                    plan=plan,
                    outcome=what,
                )
                day = held
                if what == "plan":
                    day = _plan(cast, drawn, family, children, plan, made, held)
        if drawn.random() < 0.5:
            _help(children, min(day + datetime.timedelta(days=drawn.randrange(0, 25)), TODAY))
        if drawn.random() < 0.4:
            start = day + datetime.timedelta(days=drawn.randrange(-30, 30))
            over = start + datetime.timedelta(days=drawn.randrange(0, 60)) if drawn.random() < 0.6 else None
            InterventionDelivery.objects.create(
                plan=plan, intervention=intervention, why_this="W", offered_date=start - datetime.timedelta(days=3),
                start_date=start, end_date=over, ending="completed" if over else "",
            )  # fmt: skip


def _plan(cast, drawn, family, children, plan, made, start) -> datetime.date:
    length = drawn.choice([40, 100, 200, 500, 729, 730, 731, 900])
    end = start + datetime.timedelta(days=length)
    over = end <= TODAY and drawn.random() < 0.8
    for child in children:
        put_on_plan(
            child, plan, start, conference=made, end=end if over else None,
            category=drawn.choice(["NEG", "EMO", "PHY", "SAB"]), is_repeat=drawn.random() < 0.2,
        )  # fmt: skip
    last, until = start, end if over else TODAY
    while True:
        last += datetime.timedelta(days=drawn.choice([80, 90, 92, 170, 182, 190]))
        if last > until or drawn.random() < 0.1:
            break
        confer(
            family,
            children,
            last,
            chair=cast.conference_chair,
            kind="review",
            outcome="plan_continues",
            plan=plan,
        )
    # One plan has its family's: another enquiry may begin while it goes on, never a second plan over it.
    return until + datetime.timedelta(days=1)


@pytest.mark.parametrize("seed", range(4))
def test_sql_counts_what_the_slow_reference_counts(cast, seed):
    """Over histories drawn by chance, for every team, none, one, and several; in this year, last year and twelve months."""
    furnish_catalogue(cast)
    drawn = random.Random(seed)
    intervention = Intervention.objects.first()
    assert intervention is not None
    for number in range(14):
        _history(cast, drawn, number, intervention)
    # One worker changed teams half a year ago.
    TeamMembership.objects.filter(worker=cast.outsider).update(end_date=ago(183))
    TeamMembership.objects.create(worker=cast.outsider, team=cast.riverside, start_date=ago(183))
    asked = 0
    for code in ("", "last-twelve-months", str(TODAY.year - 1)):
        period, _ = asked_for(code, TODAY, exact=True)
        counted = count(period.since, period.until, TODAY)
        for teams in (None, [cast.riverside.pk], [cast.riverside.pk, cast.hillside.pk], []):
            found = counts_of(counted, teams)

            def of(team: int | None, teams: list[int] | None = teams) -> bool:
                return teams is None or team in teams

            wanted = reference.figures(period.since, period.until, TODAY, of)
            only = counts_of(count(period.since, period.until, TODAY, teams), teams)
            assert only == found, "some teams counted alone are counted as among all"
            for name, expected in wanted.items():
                got = getattr(found, name)
                if isinstance(got, dict):
                    got = {key: number for key, number in got.items() if number}
                    expected = {key: number for key, number in expected.items() if number}  # type: ignore[union-attr]
                assert got == expected, (seed, code, teams, name)
            asked += found.started
    assert asked, "nothing was drawn in any period"


def _ended(
    cast: Cast, number: int, *, days: int = 60, outcome: str = "5", lead=None, helped: int | None = None
):
    """So many families whose enquiry ended with no plan, and whose help began so many days after it."""
    for one in range(number):
        family, children = another_family(f"Ended {outcome} {lead} {one} {days}", 1)
        enquiry = enquire(family, children, ago(days), lead=lead or cast.social_worker)
        end_enquiry(enquiry, ago(days - 10), outcome=outcome, decided_by=cast.director)
        if helped is not None:
            _help(children, ago(days - 10 - helped))


def _planned(cast: Cast, number: int, *, lead=None, days: int = 60) -> None:
    for one in range(number):
        family, children = another_family(f"Planned {lead} {one} {days}", 1)
        plan = plan_of(family, children, ago(days), lead or cast.social_worker)
        enquiry = enquire(family, children, ago(days), lead=lead or cast.social_worker, plan=plan)
        end_enquiry(enquiry, ago(days - 10), outcome="1", decided_by=cast.director)
        made = confer(
            family, children, ago(days - 14), chair=cast.conference_chair, enquiry=enquiry, plan=plan
        )
        put_on_plan(children[0], plan, ago(days - 14), conference=made)


def _figures(worker, code: str = "last-twelve-months"):
    whose = counted_for(worker, None, TODAY)
    period, _ = asked_for(code, TODAY, exact=whose.exact)
    return figures_for(worker, whose, period, TODAY)


def test_help_within_ten_working_days_counts_and_what_cannot_be_known_yet_is_left_out(cast):
    """Help on the third day counts, help a month later does not, and an enquiry that ended yesterday is too soon to say."""
    _ended(cast, 2, helped=3)
    _ended(cast, 1, days=61, helped=29)
    _ended(cast, 1, days=11)
    figures = _figures(cast.director)
    assert (figures.help_in_time.part, figures.help_in_time.whole, figures.help_too_soon) == (2, 3, 1)
    assert figures.without_plan.part == figures.without_plan.whole == 4


def test_plans_from_enquiries_and_the_crude_figure(cast):
    """Three enquiries with a plan from them, two without; a plan that came from elsewhere is in the crude figure alone."""
    _planned(cast, 3)
    _ended(cast, 2)
    family, children = another_family("Moved in", 1)
    put_on_plan(children[0], plan_of(family, children, ago(30), cast.social_worker), ago(30))
    figures = _figures(cast.director)
    assert (figures.without_plan.part, figures.without_plan.whole) == (2, 5)
    assert figures.plans_to_enquiries == 4 / 5


def test_whoever_is_not_above_every_team_reads_no_small_number(cast):
    """Every count that an analyst reads is nought or six or more, and none can be worked out from the others."""
    _planned(cast, 12)
    _ended(cast, 9, outcome="5", helped=2)
    _ended(cast, 2, outcome="7")
    figures = _figures(cast.performance_analyst, "")
    everything = [
        figures.started, figures.on_plan, figures.without_plan.part, figures.help_in_time.part,
        figures.help_in_time.whole, figures.help_too_soon, figures.long_now.part, figures.repeat.part,
        *(part.count for part in [*figures.outcomes, *figures.conferences, *figures.categories]),
    ]  # fmt: skip
    assert all(number is None or number == 0 or number >= SMALLEST_PUBLISHED for number in everything)
    assert figures.is_suppressed
    by_label = {part.label: part.count for part in figures.outcomes}
    assert by_label["Nothing further from us"] is None
    hidden = [label for label, number in by_label.items() if number is None]
    assert len(hidden) >= 2, "one hidden part of a shown total is what the others leave"
    assert figures.help_in_time.is_hidden, "those helped add up to outcomes that are hidden"


def test_the_team_and_those_above_it_read_exact_numbers(cast):
    """The manager counts her own team exactly, and the whole service safely."""
    _ended(cast, 2, outcome="7")
    whose = counted_for(cast.team_manager, cast.riverside, TODAY)
    period, _ = asked_for("", TODAY, exact=whose.exact)
    assert figures_for(cast.team_manager, whose, period, TODAY).started == 2
    assert _figures(cast.director).started == 2
    assert _figures(cast.team_manager, "").started is None


def test_what_a_manager_knows_exactly_does_not_uncover_another_team(cast):
    """Eight of the service less six of her own would be two of somebody else's: so the eight are not shown."""
    _ended(cast, 6, outcome="7")
    _ended(cast, 2, outcome="7", lead=cast.outsider)
    _ended(cast, 8, outcome="5", lead=cast.outsider)
    _ended(cast, 8, outcome="5", days=59)
    shown = {part.label: part.count for part in _figures(cast.team_manager, "").outcomes}
    assert shown["Nothing further from us"] is None
    analyst = {part.label: part.count for part in _figures(cast.performance_analyst, "").outcomes}
    assert analyst["Nothing further from us"] == 8


def test_teams_too_small_to_stand_apart_stand_together(cast):
    """A team with numbers from one to five is in the last row with others; no number of any row is small."""
    _planned(cast, 8)
    _ended(cast, 9)
    _planned(cast, 7, lead=cast.contact_officer, days=59)
    _ended(cast, 7, lead=cast.contact_officer, days=59)
    _ended(cast, 2, lead=cast.outsider)
    rows = {row.label: row for row in _figures(cast.performance_analyst, "").teams}
    assert "Hillside" not in rows
    assert "All others together" in rows
    for row in rows.values():
        for number in (row.started, row.plans, row.started - row.plans, row.on_plan):
            assert number == 0 or number >= SMALLEST_PUBLISHED
    exact = {row.label: row.started for row in _figures(cast.director).teams}
    assert exact == {"Front door": 14, "Hillside": 2, "Riverside": 17}
    assert sum(row.started for row in rows.values()) == sum(exact.values())


def test_the_last_twelve_months_are_for_whoever_reads_exactly(cast):
    """Two periods that overlap tell what lies between them."""
    assert len(asked_for("", TODAY, exact=True)[1]) == len(asked_for("", TODAY, exact=False)[1]) + 1


def test_the_page_says_how_each_figure_is_counted(cast, client_for):
    """With its definition beside it, for the service or a team, in a year or the last twelve months."""
    _planned(cast, 3)
    _ended(cast, 2, helped=1)
    client = client_for(cast.director)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/protection/figures/?period=last-twelve-months").content.decode()
    assert len(queries) <= 25
    assert page.count("How it is counted") == 10
    assert "Help that was under way on the day counts." in page
    assert "By team" in page
    analyst = client_for(cast.performance_analyst).get("/protection/figures/").content.decode()
    assert "Too few to show" in analyst
    team = (
        client_for(cast.team_manager).get(f"/protection/figures/?team={cast.riverside.pk}").content.decode()
    )
    assert "Riverside" in team
    assert client.get("/protection/figures/?team=x&period=nothing").status_code == 200
    own = client_for(cast.social_worker).get(f"/teams/{cast.riverside.pk}/protection/").content.decode()
    assert "How it is going" in own
    assert client_for(cast.social_worker).get("/protection/figures/").status_code == 403


def test_the_whole_service_is_counted_once_in_a_while_and_the_page_says_when(cast, client_for):
    """What was counted is shown for a quarter of an hour with its time; a team, and whoever asks afresh, is counted now."""
    client = client_for(cast.director)
    address = "/protection/figures/?period=last-twelve-months"

    def enquiries(asked: str = "") -> str:
        page = client.get(address + asked).content.decode()
        if "team" not in asked:
            assert "Counted at " in page
        return page.partition("<strong>")[2].partition("</strong>")[0].strip()

    assert enquiries() == "0"
    _ended(cast, 2, days=12)
    assert enquiries() == "0"
    assert enquiries(f"&team={cast.riverside.pk}") == "2"
    assert enquiries("&afresh=yes") == "2"
    assert enquiries() == "2"


def test_an_empty_service_has_figures_of_nothing(cast, client_for):
    """No division by nothing: a page that says none."""
    page = client_for(cast.director).get("/protection/figures/").content.decode()
    assert "None" in page
