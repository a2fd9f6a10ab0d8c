"""What a map of harm outside the home refuses, how its pages work, and how it is drawn."""

from __future__ import annotations

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.casework.protection.actions import outside_map
from kith.casework.protection.map_drawing import HEIGHT, WIDTH, Edge, Node, draw_map
from kith.casework.protection.models import MapLink, MapNode, OutsideMap
from tests.furnishing.cast import Cast
from tests.furnishing.clients import acting_as
from tests.furnishing.form_days import ago, day_fields
from tests.unit.protection.outside_home import a_map, in_days, refused

CANNOT_BE_TRUE = """
opened by a social worker           | A team manager opens a map
without a purpose                   | Say why the map is kept
looked at again today               | It is looked at again later
a place that is a person            | A place or a group is not a person on the record
nobody and nothing                  | Choose a person on the record
a person with a postcode            | Where a person lives is on their record
the same person twice               | They are on this map already
joined with itself                  | Choose two that are not the same
joined across maps                  | Both stand on this map
joined with what was taken off      | It has been taken off the map
joined by nothing                   | Say what joins them
said by nobody                      | Say who says so
taken off twice                     | It has been taken off the map already
named twice                         | Grace Mensah is named on this map already
named without why                   | Say why they need it
named by a reader                   | The map's owner does this
added to by whoever only reads      | You read this map and do not add to it
the owner closed out                | The owner reads the map
closed without what came of it      | Say what came of it
added to once closed                | This map is closed
"""


def _attempts(cast: Cast) -> dict[str, object]:
    by = cast.team_manager

    def opened(**changed: object) -> OutsideMap:
        return a_map(cast, **changed)

    def put(on: OutsideMap, **changed: object) -> MapNode:
        told = {"kind": "group", "label": "The older boys", "by": by}
        return outside_map.add_node(outside_map=on, **told | changed)  # type: ignore[arg-type]

    def join(on: OutsideMap, first: MapNode, second: MapNode, **changed: object) -> MapLink:
        told = {"what": "meet", "source": "Police", "how_sure": "thought", "by": by}
        return outside_map.link_nodes(outside_map=on, from_node=first, to_node=second, **told | changed)  # type: ignore[arg-type]

    def name(on: OutsideMap, worker, why: str = "W", by=by, may_write: bool = False) -> OutsideMap:
        outside_map.name_reader(outside_map=on, worker=worker, why=why, may_write=may_write, by=by)
        return on

    def closed() -> OutsideMap:
        one = opened()
        outside_map.close_map(outside_map=one, closed_words="The arcade has closed.", by=by)
        return one

    def same(**changed: object) -> None:
        one = opened()
        node = put(one)
        join(one, node, node, **changed)

    def removed_twice() -> None:
        node = put(opened())
        outside_map.remove_node(node=node, by=by)
        node.refresh_from_db()
        outside_map.remove_node(node=node, by=by)

    def joined_with_removed() -> None:
        one = opened()
        first, second = put(one), put(one, label="The pier")
        outside_map.remove_node(node=second, by=by)
        second.refresh_from_db()
        join(one, first, second)

    def two(**changed: object) -> None:
        one = opened()
        join(one, put(one), put(one, label="The pier"), **changed)

    def by_a_reader(act: object) -> None:
        assert callable(act)
        act(name(opened(), cast.social_worker))

    return {
        "opened by a social worker": lambda: opened(by=cast.social_worker),
        "without a purpose": lambda: opened(purpose=" "),
        "looked at again today": lambda: opened(review_date=ago(0)),
        "a place that is a person": lambda: put(opened(), kind="place", person=cast.sibling),
        "nobody and nothing": lambda: put(opened(), label=" "),
        "a person with a postcode": lambda: put(
            opened(), kind="adult", person=cast.mother, postcode="E8 1EA"
        ),
        "the same person twice": lambda: put(opened(), kind="young_person", person=cast.child),
        "joined with itself": same,
        "joined across maps": lambda: join((one := opened()), put(one), put(opened(title="The pier"))),
        "joined with what was taken off": joined_with_removed,
        "joined by nothing": lambda: two(what=" "),
        "said by nobody": lambda: two(source=" "),
        "taken off twice": removed_twice,
        "named twice": lambda: name(opened(), cast.team_manager),
        "named without why": lambda: name(opened(), cast.social_worker, " "),
        "named by a reader": lambda: by_a_reader(lambda one: name(one, cast.outsider, by=cast.social_worker)),
        "added to by whoever only reads": lambda: by_a_reader(lambda one: put(one, by=cast.social_worker)),
        "the owner closed out": lambda: outside_map.end_reader(reader=opened().readers.get(), by=by),
        "closed without what came of it": lambda: outside_map.close_map(
            outside_map=opened(), closed_words=" ", by=by
        ),
        "added to once closed": lambda: put(closed()),
    }


ROWS = [tuple(part.strip() for part in line.split("|")) for line in CANNOT_BE_TRUE.strip().splitlines()]


@pytest.mark.django_db
@pytest.mark.parametrize(("what", "sentence"), ROWS, ids=[row[0] for row in ROWS])
def test_what_cannot_be_true_gets_a_sentence(cast: Cast, what: str, sentence: str) -> None:
    """Each is refused with what cannot be true and what to do."""
    said = refused(_attempts(cast)[what]).sentence
    assert said.startswith(sentence), said


@pytest.mark.django_db
def test_a_map_is_made_from_its_pages_alone(cast: Cast, client_for) -> None:
    """Opened, two put on it, joined, looked at again, closed: by its owner, through the real pages."""
    client = client_for(cast.team_manager)

    def send(path: str, **sent: object) -> str:
        answer = client.post(path, sent)
        assert answer.status_code == 303, answer.content.decode()
        return str(answer["Location"])

    page = send(
        "/maps/open/", title="The pier", purpose="Public task.", **day_fields("review_date", in_days(80))
    )
    assert "Name a second reader" in client.get(page).content.decode()
    send(f"{page}add/?with={cast.child.pk}", kind="young_person", label="", words="Is there most evenings.")
    send(f"{page}add/", kind="place", label="Arcade", postcode="")
    child, place = MapNode.objects.order_by("pk")
    send(
        f"{page}links/add/", from_node=child.pk, to_node=place.pk, what="is often at", source="School",
        how_sure="rumour",
    )  # fmt: skip
    said = client.get(page).content.decode()
    for words in ("Daniel Okafor", "Arcade", "is often at", "Heard, not checked", "<svg", "kith-map-rumour"):
        assert words in said
    assert "style=" not in said, "the policy forbids inline styles"
    send(f"{page}look-again/", purpose="Still needed.", **day_fields("review_date", in_days(90)))
    send(f"{page}close/", closed_words="Police and council agreed on lighting.")
    assert client.get(f"{page}add/").status_code == 403
    assert "Police and council agreed on lighting." in client.get(page).content.decode()


@pytest.mark.django_db
def test_taking_something_off_takes_its_lines_and_keeps_them_in_history(cast: Cast) -> None:
    """A line drawn on an earlier day ends; what was known is still in history, behind the same wall."""
    one = a_map(cast)
    MapLink.objects.update(start_date=ago(5))
    node = MapNode.objects.get(kind="place")
    with acting_as(cast.team_manager):
        outside_map.remove_node(node=node, by=cast.team_manager)
    link = MapLink.objects.get(map=one)
    assert link.end_date == timezone.localdate()


@pytest.mark.django_db
def test_a_map_to_look_at_again_is_on_its_owners_day(cast: Cast, client_for) -> None:
    """As no task, which others would see: on the owner's day alone."""
    one = a_map(cast)
    outside_map.name_reader(
        outside_map=one, worker=cast.social_worker, why="W", may_write=False, by=cast.team_manager
    )
    OutsideMap.objects.update(review_date=ago(1))
    assert "Maps to look at again" in client_for(cast.team_manager).get("/").content.decode()
    assert "Maps to look at again" not in client_for(cast.social_worker).get("/").content.decode()


@pytest.mark.django_db
def test_the_page_of_a_large_map_stays_within_its_queries(
    cast: Cast, client_for, django_assert_max_num_queries
) -> None:
    """Thirty things, forty lines and eight readers."""
    one = a_map(cast)
    nodes = [
        MapNode.objects.create(map=one, kind="group", label=f"Group {n}", added_date=ago(0))
        for n in range(30)
    ]
    for n in range(40):
        MapLink.objects.create(
            map=one, from_node=nodes[n % 30], to_node=nodes[(n * 7 + 1) % 30], what="W", source="S",
            how_sure="known", start_date=ago(0),
        )  # fmt: skip
    for worker in (
        cast.social_worker, cast.outsider, cast.outside_manager, cast.family_help_practitioner, cast.director,
        cast.conference_chair, cast.independent_reviewing_officer, cast.virtual_school,
    ):  # fmt: skip
        outside_map.name_reader(
            outside_map=one, worker=worker, why="W", may_write=False, by=cast.team_manager
        )
    client = client_for(cast.team_manager)
    with django_assert_max_num_queries(25):
        assert client.get(f"/maps/{one.pk}/").status_code == 200


KINDS = st.sampled_from(["young_person", "adult", "place", "group"])


@st.composite
def maps(draw: st.DrawFn) -> tuple[list[Node], list[Edge]]:
    """Draw a map of up to fourteen things."""
    numbers = draw(st.lists(st.integers(1, 500), unique=True, max_size=14))
    nodes = [Node(number, draw(KINDS), draw(st.text(max_size=40))) for number in numbers]
    if len(numbers) < 2:
        return nodes, []
    pairs = draw(
        st.lists(st.lists(st.sampled_from(numbers), min_size=2, max_size=2, unique=True), max_size=16)
    )
    return nodes, [Edge(a, b, "known", n) for n, (a, b) in enumerate(pairs, start=1)]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(maps())
def test_nothing_on_a_map_is_drawn_over_anything_else_and_the_same_map_always_alike(
    drawn: tuple[list[Node], list[Edge]],
) -> None:
    """Whatever stands on it and however it is joined; in whichever order it is read."""
    nodes, edges = drawn
    drawing = draw_map(nodes, edges)
    assert len(drawing.nodes) == len(nodes)
    assert len(drawing.edges) == len(edges)
    for one in drawing.nodes:
        assert 0 < one.x < drawing.width
        assert 0 < one.y < drawing.height
        for other in drawing.nodes:
            if one is not other:
                assert abs(one.x - other.x) >= WIDTH or abs(one.y - other.y) >= HEIGHT
    again = draw_map(list(reversed(nodes)), edges)
    assert {one.node.number: (one.x, one.y) for one in again.nodes} == {
        one.node.number: (one.x, one.y) for one in drawing.nodes
    }


def test_three_in_a_row_are_not_drawn_as_if_all_were_joined() -> None:
    """A line past something that it does not join goes round it."""
    nodes = [Node(n, "group", str(n)) for n in (1, 2, 3)]
    drawing = draw_map(nodes, [Edge(1, 2, "known", 1), Edge(2, 3, "known", 2), Edge(1, 3, "known", 3)])
    assert len({(one.x, one.y) for one in drawing.edges}) == 3
    several = draw_map(nodes[:2], [Edge(1, 2, "known", n) for n in (1, 2, 3)])
    assert len({one.path for one in several.edges}) == 3, "lines between the same two are told apart"
