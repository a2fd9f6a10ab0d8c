"""Laws of every genogram, on random families: half and step, several partners, circles, people whom nothing joins."""

from __future__ import annotations

import datetime
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engines.genogram.draw import draw
from kith.engines.genogram.family import Couple, Family, Member, Shape, Tie, TieKind
from kith.engines.genogram.picture import svg_of
from kith.engines.genogram.reference import faults_of, has_circle

TODAY = datetime.date(2026, 11, 25)
NAMES = [
    "Ada",
    "Bartholomew Featherstonehaugh",
    "Chi Wu",
    "Ngozi Anne-Marie van der Westhuizen-Okonkwo",
    "Ö",
    "<b>",
]


@st.composite
def people(draw_: st.DrawFn, least: int, most: int) -> tuple[Member, ...]:
    """Some people, a few of them dead, unborn, restricted or of unknown age."""
    made = []
    for number in range(1, draw_(st.integers(least, most)) + 1):
        name = f"{draw_(st.sampled_from(NAMES))} {number}"
        kind = draw_(st.integers(0, 9))
        if kind == 0:
            made.append(Member(number, name, is_restricted=True))
        elif kind == 1:
            made.append(
                Member(number, name, Shape.TRIANGLE, expected_birth_date=TODAY + datetime.timedelta(days=90))
            )
        elif kind == 2:
            made.append(Member(number, name))
        else:
            born = datetime.date(1930, 1, 1) + datetime.timedelta(days=draw_(st.integers(0, 35000)))
            died = born + datetime.timedelta(days=200) if kind == 3 else None
            shape = draw_(st.sampled_from([Shape.SQUARE, Shape.CIRCLE, Shape.DIAMOND]))
            made.append(Member(number, name, shape, birth_date=born, death_date=died))
    return tuple(made)


@st.composite
def any_family(draw_: st.DrawFn, most: int = 30) -> Family:
    """A family in which any tie may join any two people: what no real family is, and a record might say."""
    members = draw_(people(2, most))
    ends = st.tuples(st.integers(1, len(members)), st.integers(1, len(members))).filter(
        lambda pair: pair[0] != pair[1]
    )
    ties = draw_(st.lists(st.tuples(st.sampled_from(TieKind), ends), max_size=2 * len(members)))
    couples = draw_(st.lists(st.tuples(ends, st.booleans()), max_size=len(members) // 2))
    cut = draw_(st.lists(st.integers(0, len(members)), max_size=3))
    places = sorted({0, len(members), *cut})
    return Family(
        members,
        tuple(Tie(kind, *pair) for kind, pair in ties),
        tuple(Couple(*pair, has_parted=parted, start_year=2010) for pair, parted in couples),
        tuple(frozenset(range(a + 1, b + 1)) for a, b in itertools.pairwise(places)),
        (1,),
        TODAY,
    )


@st.composite
def likely_family(draw_: st.DrawFn) -> Family:
    """Forty people or more in four generations: couples and former couples, half and step, adopted, grandparents alone."""
    members = draw_(people(40, 55))
    count = len(members)
    quarter = count // 4
    rows = [range(1 + row * quarter, 1 + (row + 1) * quarter) for row in range(4)]
    ties, couples = [], []
    for row in range(4):
        for _ in range(quarter // 2 + 2):
            first, second = draw_(st.sampled_from(rows[row])), draw_(st.sampled_from(rows[row]))
            if first != second:
                couples.append(Couple(first, second, draw_(st.booleans()), 1990, 2010))
    for row in range(1, 4):
        pairs = [couple for couple in couples if couple.first in rows[row - 1]]
        for child in rows[row]:
            way = draw_(st.integers(0, 9))
            if way < 6 and pairs:
                couple = draw_(st.sampled_from(pairs))
                kind = TieKind.ADOPTIVE_PARENT if way == 5 else TieKind.PARENT
                ties += [Tie(kind, couple.first, child), Tie(kind, couple.second, child)]
            elif way < 8:
                ties.append(Tie(TieKind.PARENT, draw_(st.sampled_from(rows[row - 1])), child))
            if way in (4, 8):
                ties.append(Tie(TieKind.STEP_PARENT, draw_(st.sampled_from(rows[row - 1])), child))
            if way == 9 and row > 1:
                ties.append(Tie(TieKind.GRANDPARENT, draw_(st.sampled_from(rows[row - 2])), child))
    home = frozenset(draw_(st.lists(st.integers(1, count), max_size=7)))
    return Family(members, tuple(ties), tuple(couples), (home,), (rows[2][0],), TODAY)


@settings(max_examples=250, deadline=None)
@given(any_family())
def test_nobody_overlaps_and_everybody_is_drawn_once_whatever_the_record_says(family: Family) -> None:
    """Also where the record has circles: it is drawn, and says so exactly where somebody is their own ancestor."""
    drawing = draw(family)
    assert faults_of(family, drawing) == []
    assert bool(drawing.warnings) == has_circle(family)


@settings(max_examples=60, deadline=None)
@given(likely_family())
def test_a_family_of_forty_is_drawn_without_overlap(family: Family) -> None:
    """Half and step, several partners each: the laws hold for families as large as they come."""
    drawing = draw(family)
    assert faults_of(family, drawing) == []
    assert drawing.warnings == ()


@settings(max_examples=60, deadline=None)
@given(any_family(12), st.randoms(use_true_random=False))
def test_the_drawing_is_the_same_in_whatever_order_the_record_is_read(family: Family, chance) -> None:
    """Rows of a database come in any order; the picture does not change with it."""
    shuffled = []
    for held in (family.members, family.ties, family.couples, family.households):
        listed = list(held)
        chance.shuffle(listed)
        shuffled.append(tuple(listed))
    again = draw(Family(*shuffled, family.subjects, family.today))
    first = draw(family)
    assert (again.figures, set(again.strokes), set(again.outlines)) == (
        first.figures,
        set(first.strokes),
        set(first.outlines),
    )


@settings(max_examples=30, deadline=None)
@given(any_family(8))
def test_what_people_are_called_is_never_markup(family: Family) -> None:
    """A name is typed by somebody: the picture is well-formed whatever it says, and nothing in it becomes an element."""
    from lxml import etree

    drawing = draw(family)
    links = {member.number: '/people/1/?a=1&b="2"' for member in family.members}
    root = etree.fromstring(
        svg_of(
            drawing,
            title="<i>&",
            description='"',
            links=links,
            says={m.number: m.name for m in family.members},
        )
    )
    kinds = {etree.QName(one).localname for one in root.iter()}
    assert kinds <= {"svg", "title", "desc", "g", "path", "text", "a", "rect", "circle"}
