"""`manage.py reference update`: a newer file is read in, and the person is told what it did."""

import zipfile
from pathlib import Path

import polars as pl
import pytest

from kith.recipes import reference as recipe
from kith.reference import describe, read_table
from kith.reference.publishers_files import UnreadableFileError
from kith.reference.store import OVERLAY_VARIABLE
from kith.reference.updating import changes_from

HEADER = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,"
    "la_name,new_la_code,population_type,population_estimate,children_count,rate_per_10000"
)
AT_31_MARCH = "Children looked after on 31 March each year"


def _row(year: int, dfe_code: str, name: str, count: str, rate: str, kind: str = AT_31_MARCH) -> str:
    return f"{year},Reporting year,Local authority,E92000001,England,,,{dfe_code},{name},,{kind},54000,{count},{rate}"


def _file(
    folder: Path, *rows: str, name: str = "cla_number_and_rate_per_10k_children.csv", header: str = HEADER
) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An authority's own folder of tables, empty at first."""
    folder = tmp_path / "own"
    monkeypatch.setenv(OVERLAY_VARIABLE, str(folder))
    return folder


def _looked_after(year: int, area: str = "E09000012") -> tuple[float | None, str, str] | None:
    rows = read_table("looked_after").filter(
        pl.col("area_code") == area, pl.col("year") == year, pl.col("measure") == "looked_after_at_31_march"
    )
    return rows.select("value", "status", "source").row(0) if rows.height else None


def test_a_newer_release_adds_its_year_and_says_so(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The new year is there, with its source; the years before stay; the shipped tables are not touched."""
    file = _file(
        tmp_path, _row(2026, "204", "Hackney", "340", "63"), _row(2025, "204", "Hackney", "352", "65")
    )
    assert recipe.run(["update", str(file)]) == 0
    assert "2 figures added, 0 changed, 2 as before for 2026" in capsys.readouterr().out
    assert _looked_after(2026) == (340.0, "published", "children-looked-after-2026")
    assert _looked_after(2025) == (352.0, "published", "children-looked-after-2025")
    source = describe("looked_after").sources["children-looked-after-2026"]
    assert source["publisher"] == "Department for Education"
    assert file.name in source["vintage"]
    headline = read_table("headline_by_authority").filter(pl.col("authority_code") == "E09000012")
    assert headline["looked_after"].item() == 340
    assert {path.name for path in own.iterdir()} == {
        "looked_after.parquet",
        "looked_after.toml",
        "headline_by_authority.parquet",
    }


def test_a_revised_figure_is_changed_and_a_second_reading_changes_nothing(own: Path, tmp_path: Path) -> None:
    """A release that revises last year's figure is believed; read again, it is as before."""
    file = _file(
        tmp_path, _row(2026, "204", "Hackney", "340", "63"), _row(2025, "204", "Hackney", "354", "65")
    )
    [change] = changes_from(file)
    assert (change.added, change.changed, change.unchanged) == (2, 1, 1)
    assert recipe.run(["update", str(file)]) == 0
    assert _looked_after(2025) == (354.0, "published", "children-looked-after-2026")
    [again] = changes_from(file)
    assert (again.added, again.changed) == (0, 0)


def test_an_older_release_does_not_overrule_a_newer_one(own: Path, tmp_path: Path) -> None:
    """Last year's file, read by mistake, changes nothing and says why."""
    newer = _file(
        tmp_path, _row(2026, "204", "Hackney", "340", "63"), _row(2025, "204", "Hackney", "354", "65")
    )
    assert recipe.run(["update", str(newer)]) == 0
    older = _file(tmp_path, _row(2025, "204", "Hackney", "351", "65"))
    [change] = changes_from(older)
    assert change.changed == 0
    assert any("later release" in sentence for sentence in change.refused)


def test_the_interactive_tool_fills_gaps_and_never_overrules_a_release(own: Path, tmp_path: Path) -> None:
    """Its mark cannot hide the department's figure, nor its number give away what the department withheld."""
    file = _file(
        tmp_path,
        "204,Hackney,Children Looked After,Number of Children looked after,999,340",
        "201,City of London,Children Looked After,Number of Children looked after,3,4",
        name="table.csv",
        header="LA Number,LA and Regions,Topic,Measure,2025,2026",
    )
    [change] = changes_from(file)
    assert (change.table, change.added, change.changed) == ("looked_after", 2, 0)
    assert recipe.run(["update", str(file)]) == 0
    assert _looked_after(2025) == (352.0, "published", "children-looked-after-2025")
    assert _looked_after(2025, "E09000001") == (None, "suppressed", "children-looked-after-2025")
    assert _looked_after(2026) == (340.0, "published", "interactive-tool-2026")


def test_a_category_never_seen_is_refused_until_a_person_accepts_it(own: Path, tmp_path: Path) -> None:
    """A renamed category would cut a series in two without a word."""
    header = "time_period,geographic_level,old_la_code,cla_group,sw_stability,number,percentage"
    row = "2025,Local authority,204,CLA on 31 March,3 or more social workers in the year,40,11"
    file = _file(tmp_path, row, name="la_cla_swcount.csv", header=header)
    [change] = changes_from(file)
    assert change.added == 0
    assert "3 or more social workers in the year is new" in change.refused[0]
    [accepted] = changes_from(file, accept_new_categories=True)
    assert accepted.added == 2


def test_impossible_figures_are_refused_and_the_rest_is_read(own: Path, tmp_path: Path) -> None:
    """A number below nought is a mistake or a mark of someone's own, and no figure."""
    file = _file(
        tmp_path, _row(2026, "204", "Hackney", "-300", "63"), _row(2026, "205", "H & F", "200", "60")
    )
    [change] = changes_from(file)
    assert change.added == 3
    assert "impossible, such as -300" in change.refused[0]


def test_a_share_over_a_hundred_is_refused(own: Path, tmp_path: Path) -> None:
    """A column read as the wrong figure shows itself so."""
    header = "time_period,geographic_level,old_la_code,cla_group,sw_stability,number,percentage"
    row = "2025,Local authority,204,CLA on 31 March,3 or more social workers during the year,40,140"
    [change] = changes_from(_file(tmp_path, row, name="la_cla_swcount.csv", header=header))
    assert change.added == 1
    assert "impossible, such as 140" in change.refused[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("name,colour\nA,blue\n", "not in the layout of Explore"),
        (
            "time_period,geographic_level,shoe_size\n2025,National,9\n",
            "none of the files that tables are made from",
        ),
        ("", "cannot be read as CSV"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(
    own: Path, tmp_path: Path, content: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written, the exit code says so, and the sentence says which file would do."""
    file = tmp_path / "download.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=words):
        changes_from(file)
    assert recipe.run(["update", str(file)]) == 1
    assert "not read" in capsys.readouterr().out
    assert not (own / "looked_after.parquet").exists()


def test_an_archive_of_underlying_data_is_read_file_by_file(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A publication is downloaded as one archive; what no table needs is named and left, nothing lands outside."""
    file = _file(tmp_path, _row(2026, "204", "Hackney", "340", "63"))
    archive = tmp_path / "children-looked-after-in-england.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(file, f"../data/{file.name}")
        packed.writestr("data/national_only.csv", "time_period,geographic_level,shoe_size\n2025,National,9\n")
        packed.writestr("data/data-guidance.txt", "words")
    assert recipe.run(["update", str(archive)]) == 0
    told = capsys.readouterr().out
    assert "2 figures added" in told
    assert "national_only.csv is none of the files" in told
    assert _looked_after(2026) == (340.0, "published", "children-looked-after-2026")
    assert not (tmp_path.parent / "data").exists()


@pytest.mark.parametrize("content", [b"PK not really", None])
def test_an_archive_that_is_damaged_or_empty_is_refused(
    own: Path, tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence, an exit code, and nothing written."""
    archive = tmp_path / "broken.zip"
    if content is None:
        with zipfile.ZipFile(archive, "w"):
            pass
    else:
        archive.write_bytes(content)
    assert recipe.run(["update", "--dry-run", str(archive)]) == 1
    assert "not read" in capsys.readouterr().out


def test_a_figure_that_the_file_no_longer_has_is_named_and_the_rest_is_read(
    own: Path, tmp_path: Path
) -> None:
    """A release that drops a column still brings its other figures."""
    file = _file(
        tmp_path,
        "2026,Local authority,204,4100,3700",
        name="c1_children_in_need_referrals_and_rereferrals_2013_to_2026.csv",
        header="time_period,geographic_level,old_la_code,referral_count,referral_child_count",
    )
    with pytest.raises(UnreadableFileError, match="table referrals"):
        changes_from(file)
    most = "rereferral_count,rereferral_percent,no_further_action_count"
    file = _file(
        tmp_path,
        "2026,Local authority,204,4100,3700,800,19.5,200",
        name=file.name,
        header=f"time_period,geographic_level,old_la_code,referral_count,referral_child_count,{most}",
    )
    [change] = changes_from(file)
    assert (change.table, change.added) == ("referrals", 5)
    assert "has no column no_further_action_percent" in change.refused[0]


def test_a_dry_run_writes_nothing(own: Path, tmp_path: Path) -> None:
    """What would change is said; the folder stays empty."""
    file = _file(tmp_path, _row(2026, "204", "Hackney", "340", "63"))
    assert recipe.run(["update", "--dry-run", str(file)]) == 0
    assert not own.exists()


def test_list_and_show_tell_what_the_tables_are(capsys: pytest.CaptureFixture[str]) -> None:
    """A newcomer can find a table, read what its columns mean, and see where it is from."""
    assert recipe.run(["list"]) == 0
    assert "looked_after " in capsys.readouterr().out
    assert recipe.run(["show", "looked_after", "--rows", "2"]) == 0
    shown = capsys.readouterr().out
    assert "looked_after_at_31_march (children)" in shown
    assert "Open Government Licence" in shown
    assert recipe.run(["show", "lookd_after"]) == 1
    assert "Did you mean 'looked_after'" in capsys.readouterr().out
