"""The facts about areas agree with each other, and with figures anyone can look up."""

import polars as pl

from kith.reference import read_table


def test_there_are_153_authorities_with_distinct_codes_and_names() -> None:
    """England has 153 authorities with children's services."""
    authorities = read_table("authority")
    assert authorities.height == 153
    for column in ("authority_code", "former_code", "dfe_code", "name"):
        assert authorities[column].n_unique() == 153
    assert authorities["region_code"].n_unique() == 9


def test_known_authorities_have_their_published_codes() -> None:
    """Hackney, Leeds, Hertfordshire and the two that were recoded in 2025."""
    by_name = {row["name"]: row for row in read_table("authority").iter_rows(named=True)}
    assert (by_name["Hackney"]["authority_code"], by_name["Hackney"]["dfe_code"]) == ("E09000012", "204")
    assert (by_name["Leeds"]["authority_code"], by_name["Leeds"]["dfe_code"]) == ("E08000035", "383")
    assert by_name["Hertfordshire"]["dfe_code"] == "919"
    assert (by_name["Barnsley"]["former_code"], by_name["Barnsley"]["authority_code"]) == (
        "E08000016",
        "E08000038",
    )
    assert (by_name["Sheffield"]["former_code"], by_name["Sheffield"]["authority_code"]) == (
        "E08000019",
        "E08000039",
    )


def test_children_by_single_year_add_up_to_the_latest_total() -> None:
    """Scaling keeps whole children: the ages 0 to 17 add up exactly to the authority's published total."""
    sums = (
        read_table("population_by_age")
        .filter(pl.col("age") < 18)
        .group_by("authority_code")
        .agg(pl.col("population").sum())
        .join(read_table("authority"), on="authority_code")
    )
    assert sums.height == 153
    assert sums.filter(pl.col("population") != pl.col("population_0_17")).is_empty()


def test_every_authority_is_in_every_table_of_authorities() -> None:
    """A made-up authority can be shaped on any of the 153."""
    codes = set(read_table("authority")["authority_code"])
    for name in (
        "population_by_age",
        "ethnicity_by_authority",
        "statistical_neighbours",
        "deprivation_by_authority",
    ):
        assert set(read_table(name)["authority_code"]) == codes, name
    schools = read_table("schools")
    assert set(schools["authority_code"].drop_nulls()) <= codes
    # The Isles of Scilly has one all-through school; the City of London one primary.
    assert set(schools["authority_code"].drop_nulls()) == codes


def test_each_authority_has_ten_neighbours_and_is_not_its_own() -> None:
    """The department's model gives ten neighbours, nearest first."""
    neighbours = read_table("statistical_neighbours")
    assert neighbours.group_by("authority_code").len()["len"].unique().to_list() == [10]
    assert neighbours.filter(pl.col("authority_code") == pl.col("neighbour_code")).is_empty()
    assert set(neighbours["neighbour_code"]) <= set(read_table("authority")["authority_code"])


def test_deprivation_shares_add_up_to_one() -> None:
    """Every neighbourhood of an authority is in one of the ten deciles."""
    shares = read_table("deprivation_by_authority")
    totals = shares.select(
        pl.sum_horizontal([f"share_decile_{decile}" for decile in range(1, 11)])
    ).to_series()
    assert ((totals - 1).abs() < 1e-4).all()


def test_authorities_that_adjoin_do_so_both_ways() -> None:
    """Every pair is there from both ends; nobody adjoins themself; only islands adjoin nobody."""
    pairs = set(read_table("adjoining_authority").iter_rows())
    assert pairs == {(other, one) for one, other in pairs}
    assert all(one != other for one, other in pairs)
    names = dict(read_table("authority").select("authority_code", "name").iter_rows())
    alone = set(names) - {one for one, _ in pairs}
    assert {names[code] for code in alone} == {"Isle of Wight", "Isles of Scilly"}


def test_known_authorities_adjoin_those_that_any_map_shows() -> None:
    """Hackney's six neighbours; two that meet at little more than a point; two with an estuary between them do not."""
    names = dict(read_table("authority").select("authority_code", "name").iter_rows())
    pairs = {(names[one], names[other]) for one, other in read_table("adjoining_authority").iter_rows()}
    assert {other for one, other in pairs if one == "Hackney"} == {
        "City of London", "Haringey", "Islington", "Newham", "Tower Hamlets", "Waltham Forest",
    }  # fmt: skip
    assert ("Bracknell Forest", "Surrey") in pairs
    assert ("Liverpool", "Wirral") not in pairs
