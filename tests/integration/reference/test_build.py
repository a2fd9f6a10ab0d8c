"""The script that makes the tables, over small made-up files in the publishers' layouts."""

from pathlib import Path

import polars as pl
import pytest

from kith.recipes import reference as recipe
from kith.reference.build import (
    adjoining_authority,
    authority_change,
    builders,
    deprivation_by_authority,
    ethnicity_by_authority,
    first_names,
    looked_after,
    looked_after_profile,
    population_by_age,
    postcode_deprivation,
    schools,
    section_47_and_conferences,
    spending,
)
from kith.reference.build._files import MissingSourceError


def save(folder: Path, name: str, text: str) -> None:
    """Write a made-up file, its lines without the test's indentation."""
    lines = [line.strip() for line in text.strip().splitlines()]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_ages_are_scaled_to_the_latest_total_and_later_ages_left_alone(tmp_path: Path) -> None:
    """Three children of 2020 become seven of 2024: whole children, adding up; people of 18 stay as they were."""
    save(
        tmp_path,
        "population_single_year_0_25_by_la.csv",
        """la_code,age,population_mid2020
        E1,0,1
        E1,1,1
        E1,17,1
        E1,18,50""",
    )
    save(tmp_path, "local_authorities_england.csv", "la_code,population_0_17_mid2024\nE1,7")
    built = population_by_age.build(tmp_path)
    assert built["population"].to_list() == [3, 2, 2, 50]
    assert built["population_mid_2020"].to_list() == [1, 1, 1, 50]


def test_a_large_authority_is_scaled_without_overflow(tmp_path: Path) -> None:
    """Two populations multiplied pass what 32 bits hold."""
    save(
        tmp_path,
        "population_single_year_0_25_by_la.csv",
        "la_code,age,population_mid2020\nE1,0,300000\nE1,1,100000",
    )
    save(tmp_path, "local_authorities_england.csv", "la_code,population_0_17_mid2024\nE1,440000")
    assert population_by_age.build(tmp_path)["population"].to_list() == [330000, 110000]


def test_the_census_category_for_nobody_is_left_out_unless_somebody_is_in_it(tmp_path: Path) -> None:
    """Were people counted there one day, leaving it out would lose them: the build stops instead."""
    header = "la_code_2023,eth_code,ethnic_group,population\n"
    rows = "E08000016,13,White: Irish,5\nE08000016,1,Asian: Indian,7\n"
    save(tmp_path, "ethnicity_census2021_by_la.csv", header + rows + "E08000016,-8,Does not apply,0")
    built = ethnicity_by_authority.build(tmp_path)
    assert built.rows() == [("E08000038", "Asian", "Indian", 7), ("E08000038", "White", "Irish", 5)]
    save(tmp_path, "ethnicity_census2021_by_la.csv", header + rows + "E08000016,-8,Does not apply,3")
    with pytest.raises(ValueError, match="Does not apply"):
        ethnicity_by_authority.build(tmp_path)


def test_a_name_typed_in_small_letters_is_the_same_name(tmp_path: Path) -> None:
    """Its births are added to those of the name, which are kept most given first."""
    save(
        tmp_path,
        "first_names_england_wales_1996_2020.csv",
        """sex,name,cohort,n
        M,will,1996-1999,3
        M,Will,1996-1999,40
        M,Aled,1996-1999,90
        F,Zoë-Anne,1996-1999,9""",
    )
    assert first_names.build(tmp_path).rows() == [
        ("female", "Zoë-Anne", 1996, 1999, 9),
        ("male", "Aled", 1996, 1999, 90),
        ("male", "Will", 1996, 1999, 43),
    ]


def test_postcodes_become_runs_in_the_directorys_order(tmp_path: Path) -> None:
    """E1 before E10 before E1W, as seven characters sort, and a row only where the decile changes."""
    save(
        tmp_path,
        "postcodes_england_lite.csv",
        """postcode,imd2025_decile
        E1W 1AA,3
        E10 5AA,3
        E1 1AB,2
        E1 1AA,2
        E1 1AC,4""",
    )
    assert postcode_deprivation.build(tmp_path).rows() == [("E1  1AA", 2), ("E1  1AC", 4), ("E10 5AA", 3)]


def test_deprivation_shares_count_neighbourhoods(tmp_path: Path) -> None:
    """Two of four areas in the first decile is a half."""
    rows = "\n".join(f"E1,{decile},{score}" for decile, score in ((1, 60), (1, 50), (5, 20), (10, 2)))
    save(tmp_path, "imd2025_lsoa21.csv", "la_code,imd_decile,imd_score\n" + rows)
    built = deprivation_by_authority.build(tmp_path).row(0, named=True)
    assert (built["neighbourhoods"], built["mean_score"]) == (4, 33.0)
    assert (built["share_decile_1"], built["share_decile_2"], built["share_decile_10"]) == (0.5, 0.0, 0.25)


def test_a_phase_read_from_the_name_says_so(tmp_path: Path) -> None:
    """What was inferred is not passed off as published."""
    save(
        tmp_path,
        "schools_england_statefunded_2025-07.csv",
        """urn,name,town,postcode,la_code,phase_derived
        2, Elm Infants ,Leeds,ls1 1aa,E08000035,primary (from name)
        1,Oak,,,,""",
    )
    assert schools.build(tmp_path).rows() == [
        (1, "Oak", None, None, None, False, None),
        (2, "Elm Infants", "Leeds", "LS1 1AA", "primary", True, "E08000035"),
    ]


def test_a_split_authoritys_children_are_shared_by_its_successors_first_year(tmp_path: Path) -> None:
    """North and West Northamptonshire, by the children of mid-2021; Dorset's share is not known and not guessed."""
    save(
        tmp_path,
        "ons_mid-year_population_estimates_2012_to_2024.csv",
        """time_period,new_la_code,population_estimate
        2021,E06000061,40
        2021,E06000062,60
        2022,E06000061,99
        2023,E06000063,1
        2023,E06000064,1
        2019,E06000058,70
        2019,E06000059,30""",
    )
    shares = {(row[0], row[1]): row[4] for row in authority_change.build(tmp_path).iter_rows()}
    assert shares["E10000021", "E06000061"] == 0.4
    assert shares["E10000021", "E06000062"] == 0.6
    assert shares["E06000029", "E06000058"] == 1
    assert shares["E10000009", "E06000058"] is None


TOOL = "measure_short,years,dfe_la_code,la_name,value,status\n"


def test_the_tool_fills_the_years_that_a_release_lacks(tmp_path: Path) -> None:
    """The release's suppressed figure stays suppressed; the tool's earlier year is added, with its source."""
    save(
        tmp_path,
        "cla_number_and_rate_per_10k_children.csv",
        """time_period,geographic_level,old_la_code,population_type,children_count,rate_per_10000
        2025,Local authority,201,Children looked after on 31 March each year,c,c""",
    )
    save(
        tmp_path, "lait_measures_by_la.csv", TOOL + "LACnum,2025,201,City of London,4,\nLACnum,2016,201,,9,\n"
    )
    built = looked_after.build(tmp_path).filter(pl.col("measure") == "looked_after_at_31_march")
    assert built.select("year", "value", "status", "source").rows() == [
        (2016, 9.0, "published", "interactive-tool-2025"),
        (2025, None, "suppressed", "children-looked-after-2025"),
    ]


def test_a_release_that_is_not_in_the_folder_is_done_without_as_long_as_something_is(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The table is made from the tool alone, and the maintainer is told what it lacks."""
    save(
        tmp_path,
        "lait_measures_by_la.csv",
        TOOL + "Section_47,2025,204,Hackney,249.5,\nSection_47,2024,204,,,-\n",
    )
    built = section_47_and_conferences.build(tmp_path)
    assert built.select("year", "value", "status").rows() == [
        (2024, None, "not given"),
        (2025, 249.5, "published"),
    ]
    assert "c4_children_in_need_section_47s" in caplog.text
    with pytest.raises(MissingSourceError, match="lait_measures_by_la"):
        section_47_and_conferences.build(tmp_path / "nothing")


def test_the_three_releases_of_who_is_looked_after_make_one_table(tmp_path: Path) -> None:
    """Apart or put together in one file, they give the same rows, in one wording."""
    columns = "time_period,geographic_level,region_code,region_name,old_la_code,cla_group,characteristic,number,percentage"
    rows = {
        "la_cla_on_31_march_by_characteristics": "Category of need,N4. Family in acute stress,12,40",
        "la_children_who_started_to_be_looked_after_during_the_year": "Category of need,N4. Family acute stress,c,c",
        "la_children_who_ceased_during_the_year": "Sex,Total,0,100",
    }
    apart, together = tmp_path / "apart", tmp_path / "together"
    for folder in (apart, together):
        folder.mkdir()
    for name, row in rows.items():
        save(apart, f"{name}.csv", f"{columns}\n2025,Regional,,North East,,{row}")
    names = dict(zip(rows, looked_after_profile.TOGETHER, strict=True))
    lines = "\n".join(f"2025,Regional,,North East,,{row},{names[name]}" for name, row in rows.items())
    save(together, "cla_profile_by_la_2021_2025.csv", f"{columns},dataset\n{lines}")
    built = looked_after_profile.build(together)
    assert built.sort(built.columns).equals(
        looked_after_profile.build(apart).select(built.columns).sort(built.columns)
    )
    assert built.filter(pl.col("measure") == "children").select(
        "area_code", "moment", "category", "value"
    ).rows() == [
        ("E12000001", "at 31 March", "Family in acute stress", 12.0),
        ("E12000001", "ceased in year", "Total", 0.0),
        ("E12000001", "started in year", "Family in acute stress", None),
    ]


def test_spending_is_in_pounds_and_a_council_without_accounts_is_not_nought(tmp_path: Path) -> None:
    """The outturn is published in thousands, regions by name only, and x where a council made no return."""
    header = (
        "time_period,geographic_level,geo_breakdown,new_la_code,old_la_code,CS Expenditure,Total Expenditure"
    )
    save(
        tmp_path,
        "mhclg_spending_data_2024_25.csv",
        f"""{header}
        2024/25,Local authority,Hackney,E09000012,204.0,101932,1045070
        2024/25,Local authority,Slough,E06000039,871.0,x,x
        2024/25,Regional,Inner London,,,5.5,7
        2024/25,National,National,,,9,10""",
    )
    save(tmp_path, "lait_measures_by_la.csv", TOOL + "SureStartFinance,2024-25 (OT),204,Hackney,17277349,\n")
    built = spending.build(tmp_path)
    outturn = built.filter(
        (pl.col("measure") == "revenue_outturn") & (pl.col("heading") == "children's social care")
    )
    assert outturn.select("area_code", "year", "value", "status").rows() == [
        ("E06000039", 2025, None, "not available"),
        ("E09000012", 2025, 101_932_000.0, "published"),
        ("E13000001", 2025, 5_500.0, "published"),
        ("E92000001", 2025, 9_000.0, "published"),
    ]
    early = built.filter(pl.col("measure") == "gross_expenditure").row(0, named=True)
    assert (early["class"], early["heading"], early["value"]) == (
        "early",
        "children's centres and early years",
        17_277_349.0,
    )


def test_every_builder_says_which_file_it_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty folder builds nothing, overwrites nothing, and each table is named with the file it needs."""
    names = [name for name in builders() if name != "headline_by_authority"]
    assert recipe.run(["build", "--from", str(tmp_path), *names]) == 1
    told = capsys.readouterr().out
    assert all(f"{name}: not built. The folder has no file" in told for name in names)
    assert recipe.run(["build", "--from", str(tmp_path), "no_such_table"]) == 1


def test_authorities_adjoin_where_their_boundaries_have_a_point_in_common(tmp_path: Path) -> None:
    """Two squares side by side adjoin, both ways; an island of the second, far off, makes it adjoin nobody else."""
    save(
        tmp_path,
        "la_boundaries_england.geojson",
        """{"features": [
        {"properties": {"la_code": "E1"}, "geometry": {"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
        {"properties": {"la_code": "E2"}, "geometry": {"type": "MultiPolygon", "coordinates":
        [[[[1,0],[2,0],[2,1],[1,1],[1,0]]], [[[8,8],[9,8],[9,9],[8,8]]]]}},
        {"properties": {"la_code": "E3"}, "geometry": {"type": "Polygon", "coordinates": [[[5,5],[6,5],[6,6],[5,5]]]}}]}""",
    )
    assert adjoining_authority.build(tmp_path).rows() == [("E1", "E2"), ("E2", "E1")]
    with pytest.raises(MissingSourceError, match="la_boundaries_england"):
        adjoining_authority.build(tmp_path / "nowhere")
