"""The shapes that no published table gives, stated so that each can be argued with.

Published shares (age, sex, ethnicity, kind of home, provider) come from authorities.csv. What stands
here is an assumption of ours unless a source is named: change it, make the instance again, and see
whether a conclusion survives.
"""

from __future__ import annotations

# How many of a family's children wait together. No figure is published; about two looked-after
# children in five have a brother or sister who is looked after too, by the usual local counts.
FAMILY_SIZES = {1: 0.66, 2: 0.20, 3: 0.09, 4: 0.035, 5: 0.015}
MUST_BE_TOGETHER = 0.10  # of pairs, decided
MUST_BE_APART = 0.04

# Share of children with each need, by age band (under 5, 5 to 11, 12 and over), and its level.
NEEDS = {
    "autism": (0.03, 0.09, 0.10),
    "behaviour": (0.06, 0.25, 0.30),
    "exploitation": (0.0, 0.02, 0.18),
    "health": (0.10, 0.05, 0.05),
    "learning_disability": (0.04, 0.09, 0.09),
    "mental_health": (0.0, 0.06, 0.22),
    "offending": (0.0, 0.0, 0.10),
    "physical_disability": (0.03, 0.03, 0.03),
    "sexualised_behaviour": (0.01, 0.04, 0.05),
    "substance_use": (0.08, 0.0, 0.08),
    "trauma": (0.25, 0.40, 0.40),
}
LEVELS = {1: 0.62, 2: 0.30, 3: 0.08}

RELIGIONS = ("christian", "muslim", "hindu", "sikh", "jewish")
LANGUAGES = ("ur", "bn", "pl", "ro", "so", "ar", "tr", "pa", "sq", "ti")
FEATURES = ("a dog", "no dog", "a garden", "no smokers", "other children", "near a youth club")
PREFERENCE_SHARES = {
    "language": 0.08,
    "religion": 0.14,
    "ethnicity": 0.22,
    "identity": 0.03,
    "home_kind": 0.25,
    "feature": 0.20,
}
NAMED_PEOPLE = {0: 0.35, 1: 0.30, 2: 0.22, 3: 0.13}
PLACE_TO_AVOID = 0.04
PERSON_TO_AVOID = 0.02
ONLY_CHILD = 0.03
NO_YOUNGER_CHILDREN = 0.04
ALREADY_IN_A_HOME = 0.10
CONNECTED_PERSON = 0.06
LONG_TERM = 0.30
SHARES_A_BEDROOM = 0.45

# Pounds a week for each child: about the unit costs that authorities publish, rounded.
WEEKLY_COST = {
    ("foster", "own"): (520.0, 80.0),
    ("foster", "agency"): (1010.0, 140.0),
    ("foster", "other"): (900.0, 120.0),
    ("connected_person", "own"): (340.0, 60.0),
    ("childrens_home", "own"): (5200.0, 700.0),
    ("childrens_home", "agency"): (5900.0, 1100.0),
    ("childrens_home", "other"): (5400.0, 800.0),
    ("supported_accommodation", "own"): (1100.0, 250.0),
    ("supported_accommodation", "agency"): (1500.0, 400.0),
    ("supported_accommodation", "other"): (1200.0, 300.0),
}
# Free places in a foster home that has any, and in the others.
FOSTER_NUMBERS = {1: 0.36, 2: 0.38, 3: 0.22, 4: 0.04}
CHILDRENS_HOME_NUMBERS = {1: 0.10, 2: 0.20, 3: 0.25, 4: 0.30, 5: 0.10, 6: 0.05}
SUPPORTED_NUMBERS = {1: 0.30, 2: 0.20, 3: 0.20, 4: 0.20, 6: 0.10}
# Of homes for one authority's children: in its area, or within this many miles.
HOME_INSIDE = 0.55
HOME_WITHIN_MILES = 30.0
