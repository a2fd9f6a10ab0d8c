"""Laws of every ecomap: nobody over anybody, everyone once and on their side, no name that becomes markup."""

from __future__ import annotations

import datetime
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from kith.engines.genogram.ecomap import Contact, Side, arrange, svg_of_ecomap

TODAY = datetime.date(2026, 11, 25)
# What may stand in a record: no control characters, which a form and PostgreSQL refuse.
WORDS = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=60)
CONTACTS = st.lists(
    st.builds(
        Contact,
        name=WORDS,
        kind=st.sampled_from(["Relative", "Friend", "Mossbrook Primary School"]),
        side=st.sampled_from(Side),
        description=WORDS,
        is_named_important=st.booleans(),
        last_in_touch_date=st.none() | st.dates(datetime.date(2020, 1, 1), TODAY),
    ),
    max_size=25,
).map(tuple)


@settings(max_examples=60, deadline=None)
@given(WORDS, CONTACTS)
def test_everyone_has_a_place_of_their_own(name: str, contacts: tuple[Contact, ...]) -> None:
    """Inside the picture, own people left of the middle and services right of it, and well-formed whatever was typed."""
    ecomap = arrange(name, contacts, TODAY)
    assert sorted(map(id, contacts)) == sorted(id(place.contact) for place in ecomap.places)
    for place in ecomap.places:
        left, top, right, bottom = place.box
        assert left >= 0
        assert top >= 0
        assert right <= ecomap.width
        assert bottom <= ecomap.height
        assert right < ecomap.middle[0] if place.contact.side is Side.OWN else left > ecomap.middle[0]
    for one, other in combinations(ecomap.places, 2):
        a, b = one.box, other.box
        assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])
    root = etree.fromstring(svg_of_ecomap(ecomap, title=name, description=name, centre={}))
    kinds = {etree.QName(one).localname for one in root.iter()}
    assert kinds <= {"svg", "title", "desc", "g", "path", "text", "rect", "circle"}
