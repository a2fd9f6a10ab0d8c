"""Families small enough to draw by hand: who stands in which generation, in which order, and what the lines say.

A drawn table has a row for each generation, people from left to right. `=` joins partners side by side.
"""

from __future__ import annotations

import datetime

import pytest

from kith.engines.genogram.draw import draw
from kith.engines.genogram.drawing import Drawing
from kith.engines.genogram.family import Couple, Family, Member, Shape, Tie, TieKind
from kith.engines.genogram.reference import faults_of

TODAY = datetime.date(2026, 11, 25)
BORN = {
    "Ada": 1950, "Bob": 1948, "Cyd": 1952, "Dan": 1950, "Mum": 1985, "Dad": 1983, "Eve": 1988, "Fay": 1980,
    "Kim": 2010, "Lee": 2013, "Max": 2016, "Nia": 2018, "Zoe": 2020,
}  # fmt: skip
WOMEN = {"Ada", "Cyd", "Mum", "Eve", "Fay", "Kim", "Nia", "Zoe"}


def family(
    parents: str = "",
    couples: str = "",
    others: tuple[tuple[TieKind, str, str], ...] = (),
    homes: tuple[str, ...] = (),
    changes: dict[str, Member] | None = None,
) -> Family:
    """Return a family from lines such as 'Mum Dad: Kim Lee' and 'Mum=Dad Mum/Eve' (a stroke: parted)."""
    ties = []
    for line in filter(None, (part.strip() for part in parents.split(","))):
        elders, children = line.split(":")
        ties += [(TieKind.PARENT, elder, child) for elder in elders.split() for child in children.split()]
    ties += others
    joined = [(*pair.replace("/", "=").split("="), "/" in pair) for pair in couples.split()]
    names = {name for _, *ends in ties for name in ends} | {name for one in joined for name in one[:2]}
    names |= {name for home in homes for name in home.split()} | set(changes or {})
    number = {name: place for place, name in enumerate(BORN, 1)}
    members = [
        (changes or {}).get(name)
        or Member(
            number[name],
            name,
            Shape.CIRCLE if name in WOMEN else Shape.SQUARE,
            birth_date=datetime.date(BORN[name], 3, 1),
        )
        for name in sorted(names, key=number.__getitem__)
    ]
    subject = next(number[name] for name in ("Kim", *sorted(names)) if name in names)
    return Family(
        tuple(members),
        tuple(Tie(kind, number[elder], number[younger]) for kind, elder, younger in ties),
        tuple(
            Couple(number[a], number[b], parted, 2005, 2012 if parted else None) for a, b, parted in joined
        ),
        tuple(frozenset(number[name] for name in home.split()) for home in homes),
        (subject,),
        TODAY,
    )


def table_of(drawing: Drawing) -> list[str]:
    """Return the drawing as a drawn table."""
    rows = []
    for row in range(drawing.generations):
        here = sorted((one for one in drawing.figures if one.row == row), key=lambda one: one.x)
        rows.append(" ".join(one.member.name for one in here))
    return rows


@pytest.mark.parametrize(
    ("what", "given", "drawn"),
    [
        ("parents and children, the eldest on the left", family("Mum Dad: Lee Kim Max", "Mum=Dad"),
         ["Dad Mum", "Kim Lee Max"]),
        ("grandparents over their own child", family("Ada Bob: Mum, Cyd Dan: Dad, Mum Dad: Kim", "Ada=Bob Cyd=Dan Mum=Dad"),
         ["Dan Cyd Bob Ada", "Dad Mum", "Kim"]),
        ("half-sisters on either side of the parent whom they share", family("Mum Dad: Kim, Dad Eve: Nia", "Mum/Dad Dad=Eve"),
         ["Mum Dad Eve", "Kim Nia"]),
        ("step-sisters with their own parents", family("Mum: Kim, Dad: Nia", "Mum=Dad"), ["Dad Mum", "Nia Kim"]),
        ("a grandmother whose daughter is not known stands two generations up",
         family("Mum: Kim", others=((TieKind.GRANDPARENT, "Ada", "Kim"),)), ["Ada", "Mum", "Kim"]),
        ("brothers and sisters as recorded, without parents",
         family(others=((TieKind.SIBLING, "Lee", "Kim"), (TieKind.SIBLING, "Lee", "Max"))), ["Kim Lee Max"]),
        ("an aunt stands with the parents", family("Mum: Kim", others=((TieKind.AUNT_OR_UNCLE, "Eve", "Kim"),)),
         ["Mum Eve", "Kim"]),
        ("one person and nobody else", family(homes=("Kim",)), ["Kim"]),
    ],
)  # fmt: skip
def test_families_stand_as_they_would_be_drawn_by_hand(what: str, given: Family, drawn: list[str]) -> None:
    """Each generation from left to right."""
    drawing = draw(given)
    assert table_of(drawing) == drawn, what
    assert faults_of(given, drawing) == []


def test_brothers_and_sisters_stand_oldest_first_and_the_unborn_last() -> None:
    """Left to right as the field draws them."""
    baby = Member(99, "Baby", Shape.TRIANGLE, expected_birth_date=datetime.date(2027, 2, 1))
    given = family("Mum Dad: Max Kim Lee", "Mum=Dad")
    given = Family(
        (*given.members, baby),
        (*given.ties, Tie(TieKind.PARENT, 5, 99), Tie(TieKind.PARENT, 6, 99)),
        given.couples, (), given.subjects, TODAY,
    )  # fmt: skip
    drawing = draw(given)
    assert table_of(drawing)[1] == "Kim Lee Max Baby"
    figure = next(one for one in drawing.figures if one.member.number == 99)
    assert (figure.inside, figure.under) == ("", ("due February 2027",))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (family("Mum Dad: Kim Lee", "Mum=Dad"), "Mum and Dad are the parents of Kim and Lee."),
        (family("Mum Dad: Kim", "Mum=Dad"), "Mum and Dad are partners, since 2005."),
        (family("Mum Dad: Kim", "Mum/Dad"), "Mum and Dad were partners, from 2005 to 2012."),
        (family("Mum Dad: Kim"), "Mum and Dad have a child together. They are not recorded as a couple."),
        (family(others=((TieKind.ADOPTIVE_PARENT, "Eve", "Kim"),)), "Eve is the adoptive parent of Kim."),
        (
            family(others=((TieKind.STEP_PARENT, "Dad", "Kim"), (TieKind.STEP_PARENT, "Dad", "Lee"))),
            "Dad is a step-parent of Kim and Lee.",
        ),
        (
            family(others=((TieKind.GRANDPARENT, "Ada", "Kim"),)),
            "Ada is a grandparent of Kim. Through whom is not recorded.",
        ),
        (family(others=((TieKind.SIBLING, "Kim", "Lee"),)), "Kim and Lee are recorded as brothers and sisters."),
    ],
)  # fmt: skip
def test_every_line_says_what_it_means(given: Family, sentence: str) -> None:
    """A sentence for each relationship, for whoever does not see the picture."""
    assert sentence in draw(given).sentences


def test_a_tie_that_the_picture_tells_already_has_no_line_of_its_own() -> None:
    """A grandmother through a drawn mother, a step-father who is the mother's partner, sisters of one mother."""
    given = family(
        "Ada: Mum, Mum: Kim Lee",
        "Mum=Dad",
        others=(
            (TieKind.GRANDPARENT, "Ada", "Kim"),
            (TieKind.STEP_PARENT, "Dad", "Kim"),
            (TieKind.SIBLING, "Kim", "Lee"),
        ),
    )
    assert {stroke.kind for stroke in draw(given).strokes} == {"birth", "couple"}


def test_twins_come_from_one_point() -> None:
    """Born on one day: their lines part from one place on the bar."""
    given = family("Mum Dad: Kim Lee Max", "Mum=Dad")
    members = tuple(
        Member(one.number, one.name, one.shape, birth_date=datetime.date(2013, 5, 5)) if one.name in ("Lee", "Max") else one
        for one in given.members
    )  # fmt: skip
    drawing = draw(Family(members, given.ties, given.couples, (), given.subjects, TODAY))
    (birth,) = [stroke for stroke in drawing.strokes if stroke.kind == "birth"]
    slanted = [
        path for path in birth.paths if len({x for x, _ in path}) == 2 and len({y for _, y in path}) == 2
    ]
    assert len(slanted) == 2
    assert slanted[0][0] == slanted[1][0]


def test_a_parted_couple_has_two_strokes_and_one_parted_by_death_has_none() -> None:
    """Separation is not what a death is."""
    parted = draw(family("Mum Dad: Kim", "Mum/Dad"))
    assert [len(one.paths) for one in parted.strokes if one.kind == "parted"] == [2]
    dead = Member(
        6, "Dad", Shape.SQUARE, birth_date=datetime.date(1983, 3, 1), death_date=datetime.date(2020, 1, 1)
    )
    widowed = draw(family("Mum Dad: Kim", "Mum=Dad", changes={"Dad": dead}))
    assert not [one for one in widowed.strokes if one.kind == "parted"]
    assert [one.text for one in widowed.writings] == ["2005–2020"]
    figure = next(one for one in widowed.figures if one.member.name == "Dad")
    assert figure.under == ("1983–2020", "died at 36")


def test_a_household_is_outlined_and_leaves_out_whoever_lives_elsewhere() -> None:
    """Mother and children in one line; the father, who lives elsewhere, outside it."""
    drawing = draw(family("Mum Dad: Kim Lee", "Mum/Dad", homes=("Mum Kim Lee",)))
    (outline,) = drawing.outlines
    inside = [(min(x for x, _ in outline.points), max(x for x, _ in outline.points))]
    places = {one.member.name: one for one in drawing.figures}
    top = [x for x, y in outline.points if y <= places["Mum"].y]
    assert min(top) <= places["Mum"].x <= max(top)
    assert not min(top) <= places["Dad"].x <= max(top)
    assert inside[0][0] < places["Kim"].x < places["Lee"].x < inside[0][1]


def test_a_home_in_two_pieces_has_the_same_letter_under_both() -> None:
    """Grandmother and grandchild live together, the mother between them elsewhere: seen to be one home."""
    drawing = draw(family("Ada: Mum, Mum Dad: Kim", "Mum=Dad", homes=("Ada Kim",)))
    assert len(drawing.outlines) == 2
    assert [one.text for one in drawing.writings if one.text.startswith("Home")] == ["Home A", "Home A"]


def test_somebody_with_three_partners_is_drawn_once_with_a_line_to_each() -> None:
    """The one who cannot stand beside has a line under the names."""
    given = family("Mum Dad: Kim, Mum Bob: Lee, Mum Dan: Max", "Mum/Dad Mum/Bob Mum=Dan")
    drawing = draw(given)
    assert faults_of(given, drawing) == []
    assert len([one for one in drawing.strokes if one.kind == "couple"]) == 3
    assert len([one for one in drawing.figures if one.member.name == "Mum"]) == 1


def test_of_a_circle_the_unlikely_tie_is_cut_and_the_page_is_told() -> None:
    """The mother was born first: that the child is her parent is what cannot be."""
    given = family("Mum: Kim, Kim: Mum")
    drawing = draw(given)
    assert table_of(drawing) == ["Mum", "Kim"]
    (warning,) = drawing.warnings
    assert "it says that Kim is the parent of Mum" in warning
    assert "end the relationship that is wrong" in warning


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Tie(TieKind.PARENT, 1, 1),
        lambda: Couple(1, 1),
        lambda: Member(1, "A", Shape.CIRCLE, is_restricted=True),
        lambda: Member(1, "A", birth_date=TODAY, death_date=datetime.date(2020, 1, 1)),
        lambda: Family((Member(1, "A"),), (Tie(TieKind.PARENT, 1, 2),), (), (), (1,), TODAY),
        lambda: Family((Member(1, "A"), Member(1, "B")), (), (), (), (1,), TODAY),
    ],
)
def test_nonsense_is_refused_as_it_is_built(wrong) -> None:
    """Somebody's own parent, a death before birth, a tie to nobody, something told of somebody restricted."""
    with pytest.raises(ValueError):
        wrong()
