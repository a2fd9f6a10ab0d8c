"""Reviews of the child's plan."""

from __future__ import annotations

from kith.engines.returns.codes import codes_of
from kith.engines.returns.expressions import among, birthday, blank, c, filled, true
from kith.engines.returns.rule import Flag, flag
from kith.engines.returns.rules.ssda903.book import rule
from kith.engines.returns.years import CollectionYear


@rule("166", "Reviews REVIEW", "The date of the review is missing or not a date. Enter it as dd/mm/yyyy.")
def review_has_a_date(year: CollectionYear) -> Flag:
    """REVIEW is empty or cannot be read as a date."""
    return flag("Reviews", blank("REVIEW"))


@rule(
    "167",
    "Reviews REVIEW REVIEW_CODE",
    "The review's date and how the child took part do not go together, or the code is not of the list. Enter both, with PN0 to PN7.",
)
def review_has_date_and_code(year: CollectionYear) -> Flag:
    """Unless REVIEW is filled with a code of the list, or both are empty."""
    both = filled("REVIEW") & among("REVIEW_CODE", codes_of("ssda903", "REVIEW_CODE", year))
    return flag("Reviews", ~both & ~blank("REVIEW_text", "REVIEW_CODE"))


@rule(
    "440",
    "Reviews DOB REVIEW REVIEW_CODE",
    "The review says that the child was under four (PN0), but the child was four. Enter how the child took part.",
)
def child_of_four_takes_part(year: CollectionYear) -> Flag:
    """REVIEW_CODE is PN0 and REVIEW is after the 4th birthday."""
    return flag("Reviews", among("REVIEW_CODE", "PN0") & true(c("REVIEW") > birthday("DOB", 4)))


@rule(
    "441",
    "Reviews DOB REVIEW REVIEW_CODE",
    "The review says how the child took part, but the child was under four. Enter PN0, or correct a date.",
)
def child_under_four_does_not_take_part(year: CollectionYear) -> Flag:
    """REVIEW_CODE is PN1 to PN7 and REVIEW is before the 4th birthday."""
    took_part = among("REVIEW_CODE", "PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN7")
    return flag("Reviews", took_part & true(c("REVIEW") < birthday("DOB", 4)))
