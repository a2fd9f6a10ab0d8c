"""Three brothers and sisters come into care, are kept together, near their school, and see their grandmother."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from kith.casework.care.models import (
    CareVisit,
    FamilyTime,
    FamilyTimePlan,
    Home,
    Move,
    PeriodOfCare,
    Placement,
    TogetherOrApart,
)
from kith.casework.people.actions.details import place_of
from kith.casework.people.models import Address, NetworkMember, Residence
from kith.casework.plans.models import PlanTier
from kith.casework.workforce.models import Allocation, Worker
from tests.functional.test_help_after_an_enquiry import Walk
from tests.furnishing.cast import Cast
from tests.furnishing.form_days import ago
from tests.furnishing.in_care import CareFamily, a_home, three_in_care

if TYPE_CHECKING:
    from playwright.sync_api import Page

NEAR, FAR = "Ann and Joseph Clarke", "Rose and Peter Whyte"
HER_WORDS = "I can sleep anywhere if I can hear the little ones breathe."
HIS_WORDS = "Can I still do football on Saturday?"
THEIR_WISH = "Every week at Nan’s. We want to bake."
OF_NAN = "Nan cried and then she laughed. We made rock cakes."


def test_three_siblings_stay_together_near_school_and_see_their_grandmother(
    site_cast: Cast,
    browser_page: Page,
    browse_as: Callable[[Worker | None], None],
    take_picture: Callable[..., None],
) -> None:
    """What each home does is seen before it is decided; then who they see, how the first day went, and who visited."""
    walk = Walk(browser_page, take_picture)
    with transaction.atomic():
        family = at_home(site_cast)
    browse_as(site_cast.social_worker)
    a_home_that_splits_them(walk, family)
    a_home_that_keeps_them_together(walk, family)
    it_is_decided_that_they_stay_together(walk, family)
    they_see_their_grandmother(walk, family)
    they_are_visited(walk, family)
    the_childs_page_tells_it(walk, family)


def at_home(cast: Cast) -> CareFamily:
    """A mother's three children before they came into care, at home near their schools, with two homes on the record."""
    family = three_in_care(cast)
    PeriodOfCare.objects.filter(child__in=family.children).delete()
    PlanTier.objects.filter(plan=family.plan).update(tier="child_in_need")
    Allocation.objects.filter(child__in=family.children, role="reviewing_officer").delete()
    address = Address.objects.create(lines="3 Canal Row", town="London", **place_of("E8 4RP"))
    for person in [family.mother, *family.children]:
        Residence.objects.create(person=person, address=address, start_date=ago(2000))
    a_home(FAR, postcode="LU1 2SE")
    return family


def look_up(walk: Walk, home: str) -> None:
    """Look a home up and go on with it."""
    page = walk.page
    page.get_by_label("Name or Ofsted number of the home").fill(home)
    walk.press("Look up")
    page.get_by_label(home, exact=True).check()
    walk.press("Go on")


def think_of(walk: Walk, family: CareFamily, *, together: bool) -> None:
    """Say under which power, of what kind, and who comes; and ask what it does."""
    page = walk.page
    page.locator("select[name=legal_status]").select_option("V2")
    page.locator("select[name=placement_type]").select_option("U6")
    for child in family.children[1:]:
        page.get_by_label(child.display_name, exact=True).set_checked(together)
    walk.press("Show what it does")


def a_home_that_splits_them(walk: Walk, family: CareFamily) -> None:
    """From the family's plan: the first home that is thought of has room for one, and is far from school."""
    page = walk.page
    page.goto(f"/plans/{family.plan.pk}/")
    page.get_by_text("A child came into care").click()
    page.get_by_role("region", name="In care").get_by_role("link", name=family.eldest.display_name).click()
    look_up(walk, FAR)
    think_of(walk, family, together=False)
    shown = page.get_by_role("region", name="Kezia Ferris", exact=False).first.inner_text()
    assert "would be lost" in shown
    assert "miles" in shown
    assert "Micah Ferris" in shown
    walk.look("care-walk-1")
    assert not PeriodOfCare.objects.filter(child__in=family.children).exists()
    page.get_by_role("link", name="Choose another home", exact=True).click()


def a_home_that_keeps_them_together(walk: Walk, family: CareFamily) -> None:
    """The other home takes all three, minutes from school; it is recorded once for all of them."""
    page = walk.page
    look_up(walk, NEAR)
    think_of(walk, family, together=True)
    for child in family.children:
        page.get_by_role("heading", name=child.display_name, exact=False).first.wait_for()
    walk.look("care-walk-2")
    kezia, micah, noor = family.children
    walk.fill(
        **{
            f"child_words_{kezia.pk}": HER_WORDS,
            f"child_words_{micah.pk}": HIS_WORDS,
            f"child_words_{noor.pk}": "I want my bunny.",
        },
        why="Their mother is in hospital and nobody at home can look after them.",
        reasons="All three can share the top floor, and walk to both schools.",
        alternatives="Their grandmother has one room. The Whytes had a place for one, in Luton.",
        what_is_done="Sunday at Nan’s every week; football on Saturday.",
    )
    page.locator("select[name=category_of_need]").select_option("N4")
    if page.locator("[name=despite]").count():
        walk.fill(despite="It was agreed with their mother this morning.")
    walk.press("Record that they came into care")
    walk.told("It is recorded.")
    periods = PeriodOfCare.objects.filter(child__in=family.children, end_date__isnull=True)
    assert periods.count() == 3
    homes = Placement.objects.filter(child__in=family.children).values_list("home__name", flat=True)
    assert list(homes) == [NEAR] * 3
    moves = Move.objects.filter(child__in=family.children)
    assert [move.outcome for move in moves] == ["made"] * 3
    assert all(move.shown for move in moves), "each is kept with the panel as it was shown"
    page.wait_for_url(f"**/people/{family.eldest.pk}/care/")
    siblings = page.get_by_role("region", name="Brothers and sisters").inner_text()
    assert siblings.count("Together, in one home") == 2


def it_is_decided_that_they_stay_together(walk: Walk, family: CareFamily) -> None:
    """Nothing is decided for the three pairs: the page says so, and one form decides for all of them."""
    page = walk.page
    page.get_by_role("region", name="Brothers and sisters").get_by_role(
        "link", name="Decide", exact=True
    ).click()
    for child, words in ((family.children[0], HER_WORDS), (family.children[1], "With Kezia.")):
        page.locator(f"[name=words_{child.pk}]").fill(words)
    for row in page.get_by_label("Together", exact=True).all():
        row.check()
    walk.fill(reasons="They have never slept apart, and each says that they want to be together.")
    walk.look("care-walk-3")
    walk.press("Save")
    walk.told("It is decided, on the record of each child.")
    decided = TogetherOrApart.objects.filter(first__in=family.children, second__in=family.children)
    assert [row.decision for row in decided] == ["together"] * 3


def they_see_their_grandmother(walk: Walk, family: CareFamily) -> None:
    """Every week at hers, on one form for all three; and the first time is written down with what they said."""
    page = walk.page
    page.goto(f"/people/{family.eldest.pk}/care/family-time/plan/")
    for child in family.children:
        assert page.get_by_label(child.display_name, exact=True).is_checked()
    page.get_by_label("Iris Ferris, grandmother", exact=True).check()
    page.locator("select[name=every_days]").select_option("7")
    walk.choose(kind="in_person", supervision="none")
    walk.fill(children_words=THEIR_WISH, where="Nan’s kitchen", hours="3")
    walk.press("Save the plan")
    walk.told("It is planned, on the record of each child.")
    plan = FamilyTimePlan.objects.get(children__child=family.eldest)
    assert plan.children.count() == 3
    walk.press("Write down a time")
    walk.choose(happened="yes")
    walk.fill(children_words=OF_NAN, how_it_was="Three hours; she walked them back.")
    walk.press("Save")
    walk.told("It is written down, for each child.")
    assert FamilyTime.objects.get(plan=plan).happened
    in_touch = NetworkMember.objects.filter(child__in=family.children, member=family.grandmother)
    assert set(in_touch.values_list("last_in_touch_date", flat=True)) == {timezone.localdate()}
    walk.look("care-walk-4")


def they_are_visited(walk: Walk, family: CareFamily) -> None:
    """One visit to the home, written once, each child's words first."""
    page = walk.page
    page.goto(f"/people/{family.eldest.pk}/care/visits/write/")
    for child, words in zip(family.children, (HER_WORDS, HIS_WORDS, "Bunny has a bed."), strict=True):
        walk.fill(**{f"child_words_{child.pk}": words})
        walk.choose(**{f"how_{child.pk}": "alone", f"bedroom_{child.pk}": "yes"})
    walk.fill(how_it_is="Noor showed me where Bunny sleeps. They eat at one table.")
    walk.press("Send the visit")
    walk.told("The visit is on the record.")
    visit = CareVisit.objects.get(children__child=family.eldest)
    assert visit.children.count() == 3
    walk.look("care-walk-5")


def the_childs_page_tells_it(walk: Walk, family: CareFamily) -> None:
    """Where she lives, with whom, when she sees her grandmother, and nothing left to decide."""
    page = walk.page
    page.goto(f"/people/{family.children[1].pk}/care/")
    siblings = page.get_by_role("region", name="Brothers and sisters").inner_text()
    assert siblings.count("Together, in one home. Decided: together") == 2
    assert "not decided" not in siblings
    time = page.get_by_role("region", name="Family time").inner_text()
    assert "Iris Ferris (grandmother)" in time
    assert THEIR_WISH in time
    assert Home.objects.get(name=NEAR).address_withheld
    walk.look("care-walk-6")
