"""The help that the made-up authority has: who gives it, how long families wait, how much of it, for whom.

Providers, waits, completion and gains are invented. They are no evidence of anything: what is known of each kind of
help is in the catalogue, with its source.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

PARENT, COUPLE, CHILD, FAMILY = "parent", "couple", "child", "family"
OURS = ""  # given by the family's own practitioner


@dataclass(frozen=True)
class Given:
    """How one kind of help is given here: `sessions` of it, one each `every` days, after a wait of some weeks.

    `completed` is how many in a hundred of those who start finish; `gain` is how far scores move on average, in
    standard deviations of the score, and may be nothing.
    """

    provider: str
    wait: int
    sessions: int
    every: int
    to: str
    measures: tuple[str, ...]
    completed: int
    gain: float


HERE: dict[str, Given] = {
    "incredible-years-preschool": Given("Family hubs: parenting groups", 7, 18, 7, PARENT, ("sdq_total", "distance_travelled"), 62, 0.28),
    "incredible-years-school-age": Given("Family hubs: parenting groups", 8, 14, 7, PARENT, ("sdq_total", "distance_travelled"), 61, 0.18),
    "incredible-years-baby-and-toddler": Given("Family hubs: parenting groups", 5, 10, 7, PARENT, ("swemwbs",), 66, 0.15),
    "triple-p-level-4-group": Given("Family hubs: parenting groups", 6, 8, 7, PARENT, ("sdq_total", "distance_travelled"), 65, 0.0),
    "triple-p-teen": Given("Family hubs: parenting groups", 6, 8, 7, PARENT, ("sdq_total", "distance_travelled"), 60, 0.08),
    "being-a-parent": Given("Lanternlight Families, a charity of parents", 4, 8, 7, PARENT, ("distance_travelled", "swemwbs"), 72, 0.24),
    "video-feedback-positive-parenting": Given("Health visiting service", 5, 6, 14, PARENT, ("sdq_total",), 74, 0.26),
    "parenting-with-a-learning-disability": Given("Community learning disability team", 9, 10, 14, PARENT, ("distance_travelled",), 70, 0.12),
    "parents-as-partners": Given("Quietwater Counselling", 10, 16, 7, COUPLE, ("swemwbs", "phq9"), 60, 0.14),
    "mediation-after-separation": Given("Quietwater Counselling", 4, 4, 14, COUPLE, ("distance_travelled",), 63, 0.10),
    "family-transitions-triple-p": Given("Quietwater Counselling", 7, 10, 7, PARENT, ("phq9", "distance_travelled"), 61, 0.05),
    "reducing-parental-conflict-practitioner": Given(OURS, 2, 6, 9, COUPLE, ("distance_travelled",), 66, 0.16),
    "parents-under-pressure": Given("Sixpenny Road recovery service", 5, 18, 7, PARENT, ("phq9", "distance_travelled"), 61, 0.22),
    "family-support-at-home": Given(OURS, 1, 10, 7, FAMILY, ("distance_travelled", "sdq_total"), 74, 0.20),
    "functional-family-therapy": Given("Thornfield Youth Project", 7, 12, 7, FAMILY, ("sdq_total",), 63, 0.0),
    "independent-domestic-violence-adviser": Given("Safe Harbour Lane", 1, 8, 8, PARENT, ("distance_travelled", "gad7"), 70, 0.25),
    "children-recover-from-domestic-abuse": Given("Safe Harbour Lane", 8, 12, 7, FAMILY, ("sdq_total",), 64, 0.30),
    "exploitation-key-worker": Given("Thornfield Youth Project", 2, 14, 7, CHILD, ("distance_travelled", "school_attendance"), 62, 0.06),
    "social-worker-in-school": Given("Family Help in schools", 2, 6, 10, CHILD, ("school_attendance", "sdq_total"), 73, 0.0),
    "debt-advice": Given("Halfpenny Advice", 2, 3, 14, PARENT, ("distance_travelled",), 75, 0.30),
    "household-support": Given("The council's household fund", 0, 1, 7, PARENT, ("distance_travelled",), 96, 0.10),
    "housing-help": Given("Housing options", 3, 4, 18, PARENT, ("distance_travelled",), 70, 0.12),
    "short-breaks": Given("Saturday Club for disabled children", 9, 12, 14, CHILD, ("distance_travelled",), 75, 0.18),
    "supporting-families-keyworker": Given(OURS, 1, 12, 9, FAMILY, ("distance_travelled",), 73, 0.16),
    "young-carers-support": Given("Halfway Up, for young carers", 4, 10, 14, CHILD, ("swemwbs", "distance_travelled"), 69, 0.20),
    "drug-and-alcohol-treatment": Given("Sixpenny Road recovery service", 3, 14, 8, PARENT, ("phq9", "distance_travelled"), 60, 0.18),
    "talking-therapy-for-a-parent": Given("Talking therapies", 9, 8, 8, PARENT, ("phq9", "gad7"), 62, 0.32),
    "perinatal-mental-health": Given("Perinatal mental health team", 3, 10, 9, PARENT, ("phq9", "gad7"), 68, 0.30),
    "care-at-home-for-a-disabled-parent": Given("Adult social care", 4, 8, 14, PARENT, ("distance_travelled",), 74, 0.10),
}  # fmt: skip
# Help that is for one need and no other, by the factor of it.
ONLY_FOR: dict[str, tuple[str, ...]] = {
    "parenting-with-a-learning-disability": ("5B",), "parents-under-pressure": ("1B", "2B"), "drug-and-alcohol-treatment": ("1B", "2B"),
    "independent-domestic-violence-adviser": ("3B",), "children-recover-from-domestic-abuse": ("3B",), "young-carers-support": ("7A", "6B", "5B"),
    "care-at-home-for-a-disabled-parent": ("6B", "5B"), "exploitation-key-worker": ("10A", "13A", "24A"),
    "talking-therapy-for-a-parent": ("4B",), "short-breaks": ("5A", "6A"), "functional-family-therapy": ("14A", "15A", "4A"),
}  # fmt: skip
# Help that suits any family, whatever brought it.
FOR_ANYONE = ("family-support-at-home", "supporting-families-keyworker", "household-support", "debt-advice")
# Short enough a wait that help may be the first that the family has.
QUICK_WEEKS = 3


@dataclass(frozen=True)
class HelpHere:
    """One entry of the authority's catalogue that can be had here."""

    number: int
    code: str
    name: str
    kinds: tuple[str, ...]
    youngest: int
    oldest: int
    given: Given


def read_catalogue() -> tuple[HelpHere, ...]:
    """Return the entries of the catalogue in the database that families here can have, in the order of their codes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, code, name, kinds_of_help, coalesce(youngest, 0), coalesce(oldest, 17)"
            " FROM family_help_intervention WHERE code = ANY (%s) AND is_in_use ORDER BY code",
            [list(HERE)],
        )
        rows = cursor.fetchall()
    return tuple(
        HelpHere(number, code, name, tuple(kinds), youngest, oldest, HERE[code])
        for number, code, name, kinds, youngest, oldest in rows
    )
