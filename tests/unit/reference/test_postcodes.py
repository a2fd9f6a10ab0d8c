"""Postcodes: their form, their place, and a cache that several processes may make at once."""

import multiprocessing
from pathlib import Path

import numpy as np
import pytest

from kith.reference import postcode_directory, postcodes, read_table
from kith.reference.postcodes import PostcodePlace, distance_miles, exists, find, in_authority, normalise


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("E8 1EA", "E8 1EA"),
        ("e81ea", "E8 1EA"),
        ("  e8  1ea ", "E8 1EA"),
        ("SW1A2AA", "SW1A 2AA"),
        ("ec1m 3ab", "EC1M 3AB"),
        ("M1\t1AE", "M1 1AE"),
        ("E8\u00a01EA", "E8 1EA"),
        # Not of the form: a letter O for a nought, too short, too long, a letter that inward parts never have.
        ("E8 IEA", None),
        ("E8 1E", None),
        ("E8 1EAA", None),
        ("E8 1EC", None),
        ("Q1 1AA", None),
        ("", None),
        ("unknown", None),
        ("E8 1EA; DROP TABLE", None),
        ("E" * 1_000_000, None),
    ],
)
def test_a_postcode_is_written_with_its_space_or_refused(typed: str, written: str | None) -> None:
    """Case and spaces do not matter; the form does."""
    assert normalise(typed) == written


def test_a_known_postcode_has_its_published_place() -> None:
    """Hackney Town Hall's, by the directory of November 2025."""
    place = find("e81ea")
    assert place == PostcodePlace("E8 1EA", 534870, 184694, "E09000012", 1)


@pytest.mark.parametrize(
    ("postcode", "authority"),
    [
        ("S1 2HH", "E08000039"),  # Sheffield has had this code only since April 2025
        ("CM1 1QH", "E10000012"),  # a district of Essex: the county has children's services
        ("CF10 1EP", "W06000015"),
        ("EH1 1YZ", "S12000036"),
    ],
)
def test_the_authority_is_the_one_with_childrens_services(postcode: str, authority: str) -> None:
    """The county for a district's postcode, the present code for a recoded authority, the council elsewhere."""
    place = find(postcode)
    assert place is not None
    assert place.authority_code == authority


def test_only_england_has_a_deprivation_decile() -> None:
    """The English index says nothing about Cardiff or Edinburgh."""
    for postcode in ("CF10 1EP", "EH1 1YZ"):
        place = find(postcode)
        assert place is not None
        assert place.deprivation_decile is None
    inside = in_authority("E09000012").deciles
    assert inside.min() >= 1
    assert inside.max() <= 10


@pytest.mark.parametrize("postcode", ["ZZ1 1ZZ", "E8 9ZZ", "not a postcode"])
def test_a_postcode_that_does_not_exist_has_no_place(postcode: str) -> None:
    """Well formed or not, nobody lives there."""
    assert find(postcode) is None
    assert not exists(postcode)


def test_a_postcode_of_northern_ireland_exists_but_has_no_place_on_this_grid() -> None:
    """A grandparent in Belfast is not refused, but no distance to her can be given."""
    assert exists("BT1 1AA")
    assert find("BT1 1AA") is None


def test_every_authority_has_postcodes_in_it_and_every_row_agrees_with_find() -> None:
    """What is drawn for a made-up address is found again, in the same authority with the same place."""
    for code in read_table("authority")["authority_code"]:
        drawn = in_authority(code)
        assert len(drawn.postcodes) == len(drawn.eastings) == len(drawn.northings) == len(drawn.deciles) > 0
        row = len(drawn.postcodes) // 2
        assert find(str(drawn.postcodes[row])) == PostcodePlace(
            str(drawn.postcodes[row]),
            int(drawn.eastings[row]),
            int(drawn.northings[row]),
            code,
            int(drawn.deciles[row]),
        )


def test_an_unknown_authority_is_refused_with_advice() -> None:
    """Sheffield's former code is a likely slip."""
    with pytest.raises(LookupError, match="April 2025"):
        in_authority("E08000019")


def test_nearly_every_school_has_its_postcode_in_the_directory() -> None:
    """Two independent publications agree about where England's schools are."""
    schools = read_table("schools")
    found = [find(postcode or "") for postcode in schools["postcode"]]
    assert sum(place is None for place in found) <= 5
    agreeing = [
        place.authority_code == code
        for place, code in zip(found, schools["authority_code"], strict=True)
        if place
    ]
    assert np.mean(agreeing) > 0.999


def test_distance_is_a_straight_line_in_miles() -> None:
    """Three and four thousand metres make five thousand: 3.107 miles; and a place is no way from itself."""
    here = PostcodePlace("AA1 1AA", 500_000, 200_000, "E09000012", 5)
    there = PostcodePlace("AA1 1AB", 503_000, 204_000, "E09000012", 5)
    assert distance_miles(here, there) == pytest.approx(5000 / 1609.344)
    assert distance_miles(there, here) == distance_miles(here, there)
    assert distance_miles(here, here) == 0


def _first_look_up(folder: str) -> tuple[str, list[str]]:
    """Look up a postcode in a new process whose cache is an empty folder."""
    import os

    os.environ[postcode_directory.STATE_VARIABLE] = folder
    postcode_directory.directory.cache_clear()
    place = postcodes.find("E8 1EA")
    assert place is not None
    return place.authority_code, sorted(path.name for path in (Path(folder) / "reference").iterdir())


def test_processes_that_start_at_once_make_one_cache(tmp_path: Path) -> None:
    """Two first look-ups at the same time both succeed, and nothing half made is left behind."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        answers = pool.map(_first_look_up, [str(tmp_path)] * 2)
    assert {authority for authority, _ in answers} == {"E09000012"}
    names = sorted(path.name for path in (tmp_path / "reference").iterdir())
    assert [name for name in names if name != "postcodes.lock"] == [
        name for name in names if name.startswith("postcodes-2026.1.1-")
    ]
    assert not [name for name in names if name.endswith(".part")]


def test_a_damaged_cache_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file cut short by a full disk is replaced, not trusted."""
    monkeypatch.setenv(postcode_directory.STATE_VARIABLE, str(tmp_path))
    postcode_directory.directory.cache_clear()
    try:
        postcode_directory.directory()
        keys = postcode_directory.cache_folder() / "keys.npy"
        keys.write_bytes(keys.read_bytes()[:1000])
        postcode_directory.directory.cache_clear()
        assert find("E8 1EA") is not None
    finally:
        postcode_directory.directory.cache_clear()


def test_a_cache_that_cannot_be_kept_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file stands where the folder should be: the sentence says which folder, and what to set."""
    in_the_way = tmp_path / "state"
    in_the_way.write_text("not a folder")
    monkeypatch.setenv(postcode_directory.STATE_VARIABLE, str(in_the_way))
    postcode_directory.directory.cache_clear()
    try:
        with pytest.raises(OSError, match="set KITH_STATE to a folder"):
            find("E8 1EA")
    finally:
        postcode_directory.directory.cache_clear()
