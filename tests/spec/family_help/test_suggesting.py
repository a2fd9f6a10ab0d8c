"""Which help is suggested for which need and age, as a practice lead would read it.

Each row: what the family needs (a goal's factor, or one that an assessment found), how old its children are, and what
of a small catalogue is suggested, in order; then what is left out for age.
"""

from __future__ import annotations

import pytest

from kith.casework.family_help.models import Intervention, InterventionAvailability, InterventionEvidence
from kith.casework.family_help.queries.catalogue import Entry, standing_of
from kith.casework.family_help.queries.suggesting import Child, Need, suggest


def entry(name: str, kinds: str, ages: tuple[int | None, int | None], ratings: str, here: bool) -> Entry:
    """Return one entry of the small catalogue."""
    row = Intervention(name=name, kinds_of_help=kinds.split(), youngest=ages[0], oldest=ages[1])
    return Entry(
        row,
        [InterventionEvidence(rating=rating) for rating in ratings.split()],
        [InterventionAvailability(provider="The Hub")] if here else [],
    )


#       name                kinds of help             ages       evidence               can be had here
CATALOGUE = [
    entry("Toddlers",       "parenting",              (0, 2),    "positive",            True),
    entry("Preschool",      "parenting behaviour",    (3, 6),    "positive",            True),
    entry("Teens",          "parenting behaviour",    (11, 16),  "",                    True),
    entry("Group",          "parenting behaviour",    (2, 12),   "no_effect",           True),
    entry("Films",          "parenting",              (1, 8),    "positive",            False),
    entry("Arguments",      "relationship",           (None, None), "uncertain",        True),
    entry("Both",           "relationship parenting", (None, None), "",                 True),
    entry("Harmful",        "parenting",              (None, None), "positive harmful", True),
    entry("Debt advice",    "debt",                   (None, None), "",                 True),
]  # fmt: skip

NEGLECT, MENTAL_HEALTH, BEHAVIOUR, OTHER = "16A", "4B", "14A", "20"

#    needs                        years        suggested, in order                                          left out for age
TABLE = [
    ([NEGLECT],                  [6],     "Preschool Both Debt_advice Group Harmful Films",            "Teens Toddlers"),
    ([NEGLECT],                  [1],     "Toddlers Both Debt_advice Harmful Films",                   "Group Preschool Teens"),
    ([NEGLECT],                  [1, 6],  "Preschool Toddlers Both Debt_advice Group Harmful Films",   "Teens"),
    ([MENTAL_HEALTH],            [6],     "Arguments Both",                                            ""),
    ([NEGLECT, MENTAL_HEALTH],   [6],     "Both Preschool Arguments Debt_advice Group Harmful Films",  "Teens Toddlers"),
    ([BEHAVIOUR],                [14],    "Teens",                                                     "Group Preschool"),
    ([BEHAVIOUR],                [17],    "",                                                          "Group Preschool Teens"),
    ([BEHAVIOUR],                [None],  "Preschool Teens Group",                                     ""),
    ([BEHAVIOUR],                [],      "Preschool Teens Group",                                     ""),
    ([OTHER],                    [6],     "",                                                          ""),
    ([],                         [6],     "",                                                          ""),
]  # fmt: skip


@pytest.mark.parametrize(("needs", "years", "suggested", "left_out"), TABLE)
def test_what_is_suggested(needs, years, suggested, left_out):
    """What can be had here first, then what answers more needs, then by evidence; wrong ages are named apart."""
    children = [Child(number, f"Child {number}", age) for number, age in enumerate(years)]
    found = suggest(CATALOGUE, [Need(factor) for factor in needs], children)
    assert " ".join(one.entry.name.replace(" ", "_") for one in found.fitting) == suggested
    assert " ".join(one.entry.name for one in found.wrong_age) == left_out


def test_the_reason_is_a_sentence_with_the_goal_and_the_child():
    """Whoever reads it knows why, without knowing how it was found."""
    need = Need("14A", goal_id=5, goal_words="Less shouting at home", child_id=2)
    children = [Child(1, "Daniel", 9), Child(2, "Esther", 6)]
    found = suggest([CATALOGUE[1]], [need], children)
    (one,) = found.fitting
    assert one.reason == (
        "Because the goal “Less shouting at home” is about socially unacceptable behaviour (14A) and Esther is 6."
    )
    assert one.goal_id == 5


def test_a_goal_for_one_child_is_judged_by_that_childs_age():
    """A toddler's goal suggests nothing for her brother of fourteen."""
    found = suggest(CATALOGUE, [Need("14A", child_id=1)], [Child(1, "Ife", 1), Child(2, "Daniel", 14)])
    assert not found.fitting
    assert {one.reason for one in found.wrong_age} == {
        "For ages 3 to 6; Ife is 1.",
        "For ages 11 to 16; Ife is 1.",
        "For ages 2 to 12; Ife is 1.",
    }


def test_reasons_for_a_child_who_is_unborn_or_whose_age_is_not_known():
    """An unborn child counts as 0 years; where nobody knows, the worker is asked to check."""
    (one,) = suggest([CATALOGUE[0]], [Need("16A")], [Child(1, "Baby", 0, is_unborn=True)]).fitting
    assert one.reason == "Because the assessment found neglect (16A) and Baby is not born yet."
    (one,) = suggest([CATALOGUE[0]], [Need("16A")], [Child(1, "Ali", None)]).fitting
    assert one.reason.endswith("Ali’s age is not known: check that it suits.")


@pytest.mark.parametrize(
    ("ratings", "together"),
    [
        ("", ""), ("positive", "positive"), ("positive positive", "positive"), ("no_effect", "no_effect"),
        ("positive no_effect", "mixed"), ("no_effect uncertain", "no_effect"), ("uncertain", "uncertain"),
        ("positive uncertain", "positive"), ("positive no_effect harmful", "harmful"), ("mixed positive", "mixed"),
    ],
)  # fmt: skip
def test_how_several_sources_stand_together(ratings, together):
    """Harm is never outweighed; a null result beside a good one is mixed; one that could not tell adds nothing."""
    assert standing_of(ratings.split()) == together
