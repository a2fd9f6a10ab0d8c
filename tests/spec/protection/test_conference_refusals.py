"""What cannot be true of a conference, a protection plan or a move, drawn as a chair would read it, and what is said.

Each row is an attempt on the Okafors' record, and words of the sentence that refuses it. Nothing is kept of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kith import codes
from kith.casework.access.models import OwnFamily, RestrictedAccess
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.people.models import Family
from kith.casework.protection.actions import conferences, protection_plans, transfers
from kith.casework.protection.actions.agreeing import Agreed
from kith.casework.protection.actions.requesting import request_conference
from kith.casework.protection.models import ChildProtectionPlan, ConferencePlace
from kith.casework.timeline.models import Event
from tests.furnishing import conferences as made
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago

# What is attempted                                             | what is said
TABLE = """
a plan before its conference is held                            | Hold the conference first
a plan with no conference at all                                | A protection plan starts at a conference
a plan from before the day of its conference                    | the plan cannot begin before it
a second plan over the first                                    | has one at a time
a second plan at another initial conference                     | Decide whether it goes on or ends
a plan for somebody who is 18                                   | a child protection plan is for a child
an initial conference without an enquiry                        | follows a section 47 enquiry
a conference about a child who is not in the enquiry            | Call a strategy discussion about them first
a conference for another family's enquiry                       | about another family
a conference asked for before the enquiry began                 | The enquiry began on
a second conference while one is asked for                      | asked for already
a review of a child on no plan                                  | there is none to review
a review held of a child whose plan has ended meanwhile         | there is none to review
a conference on transfer of which nobody was told               | Record first that we were told
a conference held before it was asked for                       | The conference was asked for on
a conference held tomorrow                                      | has not come yet
a conference held that nobody has booked                        | Book it first
a conference held twice                                         | what it decided stands
somebody else's conference held                                 | Another worker chairs this conference
a conference that forgets one of its children                   | Say what was decided for Esther Okafor
a conference that decides for a child of another                | Decide for its own children alone
a plan without its category                                     | Choose the category
a category that is no longer used on that day                   | is not a category that can be recorded on
no plan with no offer of help                                   | say what help was offered
no plan and nothing offered, said by the chair                  | Only a manager
quorate with nobody but social care                             | who was missing
a parent left out for no reason                                 | Say why you left them out
a child's words with no day                                     | on which day Daniel Okafor said this
a boy of nine who was under four                                | Choose how they took part
a next conference before this one                               | The next conference comes after this one
an agreed action that nobody does                               | Say who will do this
a plan that ends on the day on which it began                   | enter a later day
a plan that ends tomorrow                                       | has not come yet
a plan that ends twice                                          | has ended
no longer at risk, without a conference                         | Only a review conference finds
grown up at nine                                                | was not 18 on
a category changed to itself                                    | already
a category changed before the plan                              | The protection plan began on
a chair who is a social worker                                  | neither a conference chair nor
a chair who holds the children                                  | works with this family
a chair who has left                                            | has left
a chair of their own family                                     | cannot chair this conference
a chair who may not read a child's record                       | is not open to Helen Marsh
somebody asked twice                                            | on the list already
a professional for no service                                   | Choose for which service they speak
people asked to a conference that was held                      | what it decided stands
a conference stood down for no reason                           | Say why the conference is not needed
a conference booked for before it was asked for                 | The conference was asked for on
a move in of a child on a plan here                             | is on a child protection plan here
a move out of a child on no plan                                | no child protection plan here
a move recorded twice                                           | recorded already
a plan taken on before anybody was told                         | The move was told of on
a plan taken on twice                                           | this move is over
a plan not taken on for no reason                               | Say why the plan is not taken on
"""
Attempt = Callable[[Cast], Any]
ATTEMPTS: dict[str, Attempt] = {}


def attempt(what: str) -> Callable[[Attempt], Attempt]:
    """Say which row of the table a function attempts."""

    def keep(function: Attempt) -> Attempt:
        ATTEMPTS[what] = function
        return function

    return keep


def rows() -> list[tuple[str, str]]:
    """Return each row of the table."""
    lines = [line for line in TABLE.splitlines() if line.strip()]
    return [(what.strip(), said.strip()) for what, said in (line.split("|") for line in lines)]


def both(cast: Cast) -> dict[int, Any]:
    """Return: a plan for each of the two."""
    return {cast.child.pk: made.on_a_plan(), cast.sibling.pk: made.on_a_plan()}


def start(cast: Cast, conference: Any, day: Any = None, **otherwise: Any) -> Any:
    """Start a protection plan for the boy."""
    given = {
        "child": cast.child,
        "plan": None,
        "conference": conference,
        "category": "NEG",
        "start_date": day or ago(1),
        "started_as": "conference",
        "by": cast.conference_chair,
    }
    return protection_plans.start_protection_plan(**{**given, **otherwise})


def end(cast: Cast, **otherwise: Any) -> None:
    """End the boy's plan, begun nine days ago, without a conference."""
    made.both_on_a_plan(cast, held_date=ago(9))
    row = ChildProtectionPlan.objects.get(child=cast.child)
    given = {
        "protection_plan": row,
        "conference": None,
        "end_date": ago(0),
        "ended_because": "other",
        "words": "He lives with his aunt.",
        "by": cast.team_manager,
    }
    protection_plans.end_protection_plan(**{**given, **otherwise})


def ask(cast: Cast, kind: str, enquiry: Any = None, **otherwise: Any) -> Any:
    """Ask for a conference about the boy."""
    given = {
        "family": cast.family,
        "children": [cast.child],
        "kind": kind,
        "requested_date": ago(1),
        "enquiry": enquiry,
        "by": cast.social_worker,
    }
    return request_conference(**{**given, **otherwise})


def told(cast: Cast, direction: str, **otherwise: Any) -> Any:
    """Record a move of the boy, told of five days ago."""
    given = {
        "child": cast.child,
        "family": cast.family,
        "direction": direction,
        "other_authority": "Northshire",
        "moved_date": ago(6),
        "told_date": ago(5),
        "by": cast.social_worker,
    }
    return transfers.tell_of_transfer(**{**given, **otherwise})


def with_chair(cast: Cast, chair: Any, children: Any = None) -> None:
    """Book a conference with somebody in the chair."""
    conferences.book_conference(
        conference=made.asked_for(cast, children=children),
        chair=chair,
        planned_at=made.noon(ago(-3)),
        where="",
        by=cast.social_worker,
    )


def people_asked(cast: Cast, conference: Any, *people: conferences.Asked) -> list[ConferencePlace]:
    """Ask people to a conference."""
    return conferences.ask_to_conference(conference=conference, people=people, by=cast.social_worker)


@attempt("a plan before its conference is held")
def _(cast: Cast) -> None:
    start(cast, made.booked(cast))


@attempt("a plan with no conference at all")
def _(cast: Cast) -> None:
    start(cast, None, family=cast.family)


@attempt("a plan from before the day of its conference")
def _(cast: Cast) -> None:
    baby = made.both_on_a_plan(cast)
    start(cast, baby, ago(3), child=cast.unheld_child)


@attempt("a second plan over the first")
def _(cast: Cast) -> None:
    start(cast, made.both_on_a_plan(cast))


@attempt("a second plan at another initial conference")
def _(cast: Cast) -> None:
    made.both_on_a_plan(cast, held_date=ago(9))
    made.SectionFortySevenEnquiry.objects.update(
        status="ended", end_date=ago(9), decided_by=cast.team_manager
    )
    made.hold(cast, made.booked(cast, requested_date=ago(5)), both(cast))


@attempt("a plan for somebody who is 18")
def _(cast: Cast) -> None:
    cast.child.birth_date = ago(7000)
    cast.child.save()
    made.hold(cast, made.booked(cast), both(cast))


@attempt("an initial conference without an enquiry")
def _(cast: Cast) -> None:
    ask(cast, "initial")


@attempt("a conference about a child who is not in the enquiry")
def _(cast: Cast) -> None:
    enquiry = made.enquiry_about(cast.family, [cast.child], start_date=ago(9), by=cast.social_worker)
    ask(cast, "initial", enquiry, children=[cast.child, cast.sibling])


@attempt("a conference for another family's enquiry")
def _(cast: Cast) -> None:
    family = Family.objects.create(name="Reid")
    enquiry = made.enquiry_about(family, [cast.child], start_date=ago(9), by=cast.social_worker)
    ask(cast, "initial", enquiry)


@attempt("a conference asked for before the enquiry began")
def _(cast: Cast) -> None:
    enquiry = made.enquiry_about(cast.family, [cast.child], start_date=ago(9), by=cast.social_worker)
    ask(cast, "initial", enquiry, requested_date=ago(12))


@attempt("a second conference while one is asked for")
def _(cast: Cast) -> None:
    conference = made.asked_for(cast)
    ask(cast, "initial", conference.enquiry)


@attempt("a review of a child on no plan")
def _(cast: Cast) -> None:
    ask(cast, "review")


@attempt("a review held of a child whose plan has ended meanwhile")
def _(cast: Cast) -> None:
    made.both_on_a_plan(cast, held_date=ago(9))
    review = made.review_booked(cast, [cast.child])
    # As another connection might, between the page and its sending.
    row = ChildProtectionPlan.objects.get(child=cast.child)
    row.categories.update(end_date=ago(1))
    ChildProtectionPlan.objects.filter(pk=row.pk).update(end_date=ago(1), ended_because="other")
    made.hold(cast, review, {cast.child.pk: made.decided("plan_continues", category="NEG")}, held_date=ago(0))


@attempt("a conference on transfer of which nobody was told")
def _(cast: Cast) -> None:
    ask(cast, "transfer_in")


@attempt("a conference held before it was asked for")
def _(cast: Cast) -> None:
    made.hold(cast, made.booked(cast, requested_date=ago(3)), both(cast), held_date=ago(4))


@attempt("a conference held tomorrow")
def _(cast: Cast) -> None:
    made.hold(cast, made.booked(cast), both(cast), held_date=ago(-1))


@attempt("a conference held that nobody has booked")
def _(cast: Cast) -> None:
    made.hold(cast, made.asked_for(cast), both(cast))


@attempt("a conference held twice")
def _(cast: Cast) -> None:
    made.hold(cast, made.both_on_a_plan(cast), both(cast))


@attempt("somebody else's conference held")
def _(cast: Cast) -> None:
    made.hold(cast, made.booked(cast), both(cast), by=cast.independent_reviewing_officer)


@attempt("a conference that forgets one of its children")
def _(cast: Cast) -> None:
    made.hold(cast, made.booked(cast), {cast.child.pk: made.on_a_plan()})


@attempt("a conference that decides for a child of another")
def _(cast: Cast) -> None:
    made.hold(cast, made.booked(cast), {**both(cast), cast.unheld_child.pk: made.on_a_plan()})


@attempt("a plan without its category")
def _(cast: Cast) -> None:
    made.hold(cast, made.booked(cast), {**both(cast), cast.child.pk: made.on_a_plan("")})


@attempt("a category that is no longer used on that day")
def _(cast: Cast) -> None:
    once = codes.code_list
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            codes,
            "code_list",
            lambda name: tuple(codes.Code(one.code, one.label, "", "2015-16", "") for one in once(name)),
        )
        made.hold(cast, made.booked(cast), both(cast))


@attempt("no plan with no offer of help")
def _(cast: Cast) -> None:
    made.hold(cast, made.booked(cast), {**both(cast), cast.child.pk: made.decided("no_plan")})


@attempt("no plan and nothing offered, said by the chair")
def _(cast: Cast) -> None:
    offer = made.Offer(answer="not_offered", not_offered_reason="They would not want it.")
    made.hold(cast, made.booked(cast), {**both(cast), cast.child.pk: made.decided("no_plan", offer=offer)})


@attempt("quorate with nobody but social care")
def _(cast: Cast) -> None:
    conference = made.booked(cast)
    (place,) = people_asked(
        cast,
        conference,
        conferences.Asked(part="professional", agency="social_care", worker=cast.social_worker),
    )
    made.hold(cast, conference, both(cast), came={place.pk: made.CAME})


@attempt("a parent left out for no reason")
def _(cast: Cast) -> None:
    conference = made.booked(cast)
    (place,) = people_asked(cast, conference, conferences.Asked(part="parent", person=cast.mother))
    made.hold(cast, conference, both(cast), came={place.pk: made.Came("left_out")})


@attempt("a child's words with no day")
def _(cast: Cast) -> None:
    made.hold(
        cast, made.booked(cast), {**both(cast), cast.child.pk: made.on_a_plan(child_words="I want to stay.")}
    )


@attempt("a boy of nine who was under four")
def _(cast: Cast) -> None:
    made.hold(cast, made.booked(cast), {**both(cast), cast.child.pk: made.on_a_plan(participation="PN0")})


@attempt("a next conference before this one")
def _(cast: Cast) -> None:
    made.hold(cast, made.booked(cast), both(cast), next_review_date=ago(1))


@attempt("an agreed action that nobody does")
def _(cast: Cast) -> None:
    made.hold(cast, made.booked(cast), both(cast), agreed=[Agreed("Fit a lock", " ")])


@attempt("a plan that ends on the day on which it began")
def _(cast: Cast) -> None:
    end(cast, end_date=ago(9))


@attempt("a plan that ends tomorrow")
def _(cast: Cast) -> None:
    end(cast, end_date=ago(-1))


@attempt("a plan that ends twice")
def _(cast: Cast) -> None:
    end(cast)
    row = ChildProtectionPlan.objects.get(child=cast.child)
    protection_plans.end_protection_plan(
        protection_plan=row,
        conference=None,
        end_date=ago(0),
        ended_because="other",
        words="Again.",
        by=cast.team_manager,
    )


@attempt("no longer at risk, without a conference")
def _(cast: Cast) -> None:
    end(cast, ended_because="no_longer_at_risk")


@attempt("grown up at nine")
def _(cast: Cast) -> None:
    end(cast, ended_because="grew_up")


@attempt("a category changed to itself")
def _(cast: Cast) -> None:
    conference = made.both_on_a_plan(cast, held_date=ago(9))
    row = ChildProtectionPlan.objects.get(child=cast.child)
    protection_plans.change_category(
        protection_plan=row,
        conference=conference,
        category="NEG",
        start_date=ago(1),
        by=cast.conference_chair,
    )


@attempt("a category changed before the plan")
def _(cast: Cast) -> None:
    conference = made.both_on_a_plan(cast, held_date=ago(9))
    row = ChildProtectionPlan.objects.get(child=cast.child)
    protection_plans.change_category(
        protection_plan=row,
        conference=conference,
        category="EMO",
        start_date=ago(10),
        by=cast.conference_chair,
    )


@attempt("a chair who is a social worker")
def _(cast: Cast) -> None:
    with_chair(cast, cast.outsider)


@attempt("a chair who holds the children")
def _(cast: Cast) -> None:
    cast.child.allocations.create(
        worker=cast.independent_reviewing_officer,
        role="reviewing_officer",
        reason="other",
        start_date=ago(30),
    )
    with_chair(cast, cast.independent_reviewing_officer)


@attempt("a chair who has left")
def _(cast: Cast) -> None:
    cast.conference_chair.end_date = ago(1)
    cast.conference_chair.save()
    with_chair(cast, cast.conference_chair)


@attempt("a chair of their own family")
def _(cast: Cast) -> None:

    OwnFamily.objects.create(
        person=cast.child, worker=cast.conference_chair, relation="nephew", declared_by=cast.conference_chair
    )
    with_chair(cast, cast.conference_chair)


@attempt("a chair who may not read a child's record")
def _(cast: Cast) -> None:
    cast.family.memberships.create(person=cast.restricted_child, role="child", start_date=ago(300))
    with_chair(cast, cast.conference_chair, [cast.child, cast.restricted_child])


@attempt("somebody asked twice")
def _(cast: Cast) -> None:
    mother = conferences.Asked(part="parent", person=cast.mother)
    people_asked(cast, made.booked(cast), mother, mother)


@attempt("a professional for no service")
def _(cast: Cast) -> None:
    people_asked(cast, made.booked(cast), conferences.Asked(part="professional", name="Una Doyle"))


@attempt("people asked to a conference that was held")
def _(cast: Cast) -> None:
    people_asked(cast, made.both_on_a_plan(cast), conferences.Asked(part="parent", person=cast.mother))


@attempt("a conference stood down for no reason")
def _(cast: Cast) -> None:
    conferences.stand_down(conference=made.booked(cast), reason=" ", by=cast.team_manager)


@attempt("a conference booked for before it was asked for")
def _(cast: Cast) -> None:
    made.book(cast, made.asked_for(cast), day=ago(11))


@attempt("a move in of a child on a plan here")
def _(cast: Cast) -> None:
    made.both_on_a_plan(cast)
    told(cast, "in")


@attempt("a move out of a child on no plan")
def _(cast: Cast) -> None:
    told(cast, "out")


@attempt("a move recorded twice")
def _(cast: Cast) -> None:
    told(cast, "in")
    told(cast, "in")


@attempt("a plan taken on before anybody was told")
def _(cast: Cast) -> None:
    transfers.take_on(transfer=told(cast, "in"), taken_on_date=ago(6), category="NEG", by=cast.team_manager)


@attempt("a plan taken on twice")
def _(cast: Cast) -> None:
    move = told(cast, "in")
    transfers.take_on(transfer=move, taken_on_date=ago(4), category="NEG", by=cast.team_manager)
    transfers.take_on(transfer=move, taken_on_date=ago(3), category="NEG", by=cast.team_manager)


@attempt("a plan not taken on for no reason")
def _(cast: Cast) -> None:
    transfers.do_not_take_on(transfer=told(cast, "in"), reason="", day=ago(1), by=cast.team_manager)


def test_every_row_is_attempted_and_every_attempt_is_a_row() -> None:
    """A row that nobody attempts would prove nothing."""
    assert {what for what, _ in rows()} == set(ATTEMPTS)


@pytest.mark.parametrize(("what", "said"), rows())
def test_what_cannot_be_true_is_refused_with_a_sentence(cast: Cast, what: str, said: str) -> None:
    """The sentence says what cannot be true and what to do."""
    with pytest.raises(CannotBeTrue, match=said):
        ATTEMPTS[what](cast)


def test_a_hidden_brother_or_sister_is_not_decided_for(cast: Cast) -> None:
    """A chair whose naming ends before the day may not decide for the child: the conference waits for one who may."""
    cast.family.memberships.create(person=cast.sealed_child, role="child", start_date=ago(300))
    conference = made.asked_for(cast, children=[cast.child, cast.sealed_child])
    made.book(cast, conference)
    RestrictedAccess.objects.all().delete()
    decisions = {cast.child.pk: made.on_a_plan(), cast.sealed_child.pk: made.on_a_plan()}
    for given in (decisions, {cast.child.pk: made.on_a_plan()}):
        with (
            acting_as(cast.conference_chair),
            pytest.raises(CannotBeTrue, match="A child is in this conference"),
        ):
            made.hold(cast, conference, given)
    assert not Event.objects.filter(kind="protection.initial_conference_held").exists()
