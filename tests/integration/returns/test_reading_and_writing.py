"""Returns written and read again are equal; workbooks are read; fixes, summaries and timelines are made."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from kith.engines.returns.checking import check_cin, check_ssda903
from kith.engines.returns.codes import find_authority
from kith.engines.returns.command import main
from kith.engines.returns.findings import changes_since, findings
from kith.engines.returns.making.cin import write_census
from kith.engines.returns.making.ssda903 import make_ssda903
from kith.engines.returns.reading.annex_a import read_annex_a
from kith.engines.returns.reading.notes import Note
from kith.engines.returns.reading.returns import read_cin, read_ssda903
from kith.engines.returns.timeline import as_svg, as_text, bars_of
from kith.engines.returns.writing.returns import write_census as write_census_frames
from kith.engines.returns.writing.returns import write_csv, write_ssda903_xml
from kith.engines.returns.years import read_year

YEAR = read_year("2025-26")


def cells(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    kept = [
        name
        for name in frame.columns
        if not name.startswith("row_") and name not in ("UASC", "our_authority")
    ]
    return sorted(frame.select(kept).rows(), key=repr)


def test_ssda903_csv_and_xml_read_again_are_equal(tmp_path: Path) -> None:
    """Each table holds the same rows after a journey through CSV, and through XML."""
    this, _ = make_ssda903(60, YEAR, seed=2, faults=["104", "344", "333", "567", "631", "560"]).write(
        tmp_path / "made"
    )
    first = read_ssda903([this], YEAR)
    write_csv("ssda903", first.frames, tmp_path / "csv")
    again = read_ssda903([tmp_path / "csv"], YEAR)
    assert set(again.frames) == set(first.frames)
    for name, frame in first.frames.items():
        assert again.frames[name].equals(frame), name
    path = write_ssda903_xml(first.frames, tmp_path / "return.xml", YEAR)
    from_xml = read_ssda903([path], YEAR)
    for name, frame in first.frames.items():
        if len(frame) and name != "Header":
            assert cells(from_xml.frames[name]) == cells(frame), name


def test_a_census_read_again_is_equal(tmp_path: Path) -> None:
    """Every table, with its rows in their order and their links, is as it was."""
    first = read_cin(
        [write_census(tmp_path / "census.xml", 80, YEAR, faults=["4014", "8869", "8841", "8510", "8790"])],
        YEAR,
    )
    again = read_cin([write_census_frames(first.frames, tmp_path / "again.xml")], YEAR)
    for name, frame in first.frames.items():
        assert again.frames[name].equals(frame), name


CENSUS_FAULTS = ["4014", "8869", "8841", "8510", "8790", "8500", "8925", "8750"]


def test_a_census_written_as_csv_and_read_again_is_equal(tmp_path: Path) -> None:
    """Every table with its links to the rows above, from a file for each table, and every rule finds the same rows."""
    path = write_census(tmp_path / "census.xml", 80, YEAR, faults=CENSUS_FAULTS)
    first = read_cin([path], YEAR)
    write_csv("cin", first.frames, tmp_path / "csv")
    again = read_cin([tmp_path / "csv"], YEAR)
    for name, frame in first.frames.items():
        assert again.frames[name].select(frame.columns).equals(frame), name
    found = {result.rule.code: result.rows for result in check_cin([path], YEAR).results}
    assert any(found.values())
    assert {result.rule.code: result.rows for result in check_cin([tmp_path / "csv"], YEAR).results} == found


def test_a_census_of_csv_files_that_do_not_fit_is_told_by_file(tmp_path: Path) -> None:
    """A second file for a table, a column misspelt, rows that hang on nothing, and tables that are not there."""
    write_csv(
        "cin", read_cin([write_census(tmp_path / "census.xml", 9, YEAR)], YEAR).frames, tmp_path / "csv"
    )
    (tmp_path / "csv" / "Header.csv").unlink()
    (tmp_path / "csv" / "Second.csv").write_text((tmp_path / "csv" / "Section47.csv").read_text())
    plans = (tmp_path / "csv" / "CINplanDates.csv").read_text()
    (tmp_path / "csv" / "CINplanDates.csv").write_text(
        plans.replace("CINPlanEndDate", "CINPlanEndDat") + "NOBODY,9,2025-05-01,\n"
    )
    told = [note.sentence() for note in read_cin([tmp_path / "csv"], YEAR).notes]
    assert any("is a second file for Section47" in one for one in told), told
    assert any("The nearest in the file is 'CINPLANENDDAT'" in one for one in told), told
    assert any("has 1 row whose numbers are in no row of CINdetails" in one for one in told), told
    assert any("have no Header" in one for one in told), told


def test_convert_writes_and_overwrites_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command writes to a new folder and refuses one with something in it."""
    census = write_census(tmp_path / "census.xml", 5, YEAR)
    words = [
        "convert",
        "cin",
        str(census),
        "--year",
        "2025-26",
        "--to",
        "csv",
        "--out",
        str(tmp_path / "out"),
    ]
    assert main(words) == 0
    assert (tmp_path / "out" / "ChildProtectionPlans.csv").exists()
    assert main(words) == 2
    assert "nothing is overwritten" in capsys.readouterr().err


def test_fix_proposes_a_diff_and_changes_only_copies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Spaces, capitals, forms of dates and replaced codes are proposed; the file that was given stays."""
    given = tmp_path / "header.csv"
    text = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nA1, m,2010-02-01,wbri,UN1,0.0,\nA2,1,45383,XXXX,UN2,N,\nA3,F,01/02/10,WBRI,UN2,,\n"
    given.write_text(text)
    assert main(["fix", "ssda903", str(given), "--year", "2025-26"]) == 1
    told = capsys.readouterr().out
    assert "line 2, DOB: it was an ISO date\n-2010-02-01\n+01/02/2010" in told
    assert "line 3, SEX: the code was replaced\n-1\n+M" in told
    assert "XXXX" not in told
    assert "01/02/10" not in told  # the century is not certain
    assert (
        main(["fix", "ssda903", str(given), "--year", "2025-26", "--apply", "--out", str(tmp_path / "out")])
        == 1
    )
    assert given.read_text() == text
    fixed = (tmp_path / "out" / "header.csv").read_text().splitlines()
    assert fixed[1:3] == ["A1,M,01/02/2010,WBRI,UN1,0,", "A2,M,01/04/2024,XXXX,UN2,0,"]


def test_fix_of_a_census_keeps_all_else_of_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only the text of elements that can safely be corrected changes."""
    given = tmp_path / "census.xml"
    given.write_text(
        "<Message>\n <Child><Sex> m </Sex>\n<PersonBirthDate>05/06/2015</PersonBirthDate><!-- kept --></Child></Message>"
    )
    main(["fix", "cin", str(given), "--year", "2025-26", "--apply", "--out", str(tmp_path / "out")])
    assert "line 3, PersonBirthDate" in capsys.readouterr().out
    assert (tmp_path / "out" / "census.xml").read_text() == given.read_text().replace(" m ", "M").replace(
        "05/06/2015", "2015-06-05"
    )


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


@pytest.mark.parametrize(
    "header",
    [
        [
            "URN",
            "Placement code",
            "Placement provider code",
            "Registration end date",
            "Setting address postcode",
        ],
        ["Provision URN (SC URN)", "Place code", "Provider code", "Date closed", "Post Code"],
    ],
)
def test_ofsteds_workbook_is_read_whatever_it_calls_its_columns(tmp_path: Path, header: list[object]) -> None:
    """The provider rules run against a list whose sheet and columns are named in either way."""
    rows: list[list[object]] = [
        ["Providers as at 31 March"], header,
        ["SC123456", "K2", "PR4", "01/06/2025", "E8 1EA"], [1234567, "K1, R3", "PR1", "", "E8 3RL"],
    ]  # fmt: skip
    path = workbook(tmp_path / "ofsted.xlsx", {"About": [["Notes"]], "List": rows})
    episodes = tmp_path / "episodes.csv"
    episodes.write_text(
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
        "A1,01/05/2025,S,C2,N1,K2,PR4,01/06/2025,E8,,E8 1EA,E8 1EA,SC123456\n"
        "A2,01/06/2025,S,C2,N1,K1,PR1,,,,E8 1EA,E8 3RL,1234567\n"
        "A3,01/06/2025,S,C2,N1,K2,PR1,,,,E8 1EA,E8 3RL,SC123456\n"
        "A4,01/06/2025,S,C2,N1,U1,PR1,,,,E8 1EA,E8 3RL,SC999999\n"
    )
    check = check_ssda903([episodes], YEAR, providers=path, authority=find_authority("204"))
    rows_of = {result.rule.code: result.rows for result in check.results}
    assert rows_of["1008"] == {"Episodes": [3]}
    assert rows_of["219"] == {"Episodes": [3]}
    assert rows_of["221"] == {"Episodes": [2]}
    assert rows_of["224"] == {"Episodes": [2, 3]}
    assert rows_of["227"] == {"Episodes": [2]}
    assert rows_of["228"] == {"Episodes": [2]}
    assert rows_of["229"] == {"Episodes": [3]}


def test_annex_a_is_read_for_its_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbered sheets are lists, titles above the header do no harm, and the rest is named."""
    path = workbook(
        tmp_path / "annex.xlsx",
        {
            "Guidance": [["Read me"]],
            "List 8": [
                ["Children in care"],
                [],
                ["Child ID", "Date of birth", "Legal status"],
                ["A1", "01/02/2012", "C2"],
                ["A2", "", ""],
            ],
            "10": [["Child ID", "Sex", "Match"], [7, "M", "01/02/2025"]],
        },
    )
    notes: list[Note] = []
    lists = read_annex_a(path, notes)
    assert set(lists) == {"children_in_care", "adoption"}
    assert lists["children_in_care"].rows() == [("A1", "01/02/2012", "C2"), ("A2", None, None)]
    assert lists["adoption"]["Child ID"].to_list() == ["7"]
    assert "Guidance" in notes[0].file
    assert main(["convert", "annexa", str(path), "--out", str(tmp_path / "lists")]) == 0
    assert (tmp_path / "lists" / "adoption.csv").exists()


def test_summary_counts_both_years(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Children in care and their codes, this year and last, with the change."""
    this, last = make_ssda903(50, YEAR, seed=4).write(tmp_path)
    assert (
        main(["summary", "ssda903", str(this), "--previous", str(last), "--year", "2025-26", "--json"]) == 0
    )
    tables = {table["title"]: table["lines"] for table in json.loads(capsys.readouterr().out)}
    whole = {line["name"]: (line["this"], line["last"]) for line in tables["The return as a whole"]}
    status = tables["Legal status on 31 March"]
    assert (
        sum(line["this"] for line in status) == whole["Children in care on 31 March, short breaks aside"][0]
    )
    assert (
        sum(line["last"] for line in status) == whole["Children in care on 31 March, short breaks aside"][1]
    )
    census = write_census(tmp_path / "census.xml", 30, YEAR)
    assert main(["summary", "cin", str(census), "--year", "2025-26"]) == 0
    assert re.search(r"Children +30", capsys.readouterr().out)


def test_findings_say_who_where_and_what(tmp_path: Path) -> None:
    """A finding has child, line and the cells that the rule looks at, and the next run tells what changed."""
    this, _ = make_ssda903(5, YEAR, faults=["567"]).write(tmp_path)
    found = list(findings(check_ssda903([this], YEAR)))
    (late,) = [finding for finding in found if finding.rule == "567"]
    assert late.child == "567-0-B"
    assert late.values == {"MIS_END": "01/05/2025", "MIS_START": "02/05/2025"}
    assert late.line == late.row + 2
    assert "Correct one of the dates" in late.says
    changes = changes_since(
        {finding.key for finding in found if finding.rule != "567"} | {("1", "T", "c", "v")}, found
    )
    assert [finding.rule for finding in changes.new] == ["567"]
    assert changes.gone == [("1", "T", "c", "v")]


def test_a_childs_year_is_drawn_with_what_fails(tmp_path: Path) -> None:
    """The bars have their rules, the text marks them, and the drawing is well-formed with a title for each bar."""
    this, _ = make_ssda903(5, YEAR, faults=["567"]).write(tmp_path)
    check = check_ssda903([this], YEAR)
    bars = bars_of(check, "567-0-B")
    assert [bar.rules for bar in bars if bar.table == "Missing"] == [tuple(rule for rule in bars[0].rules)]
    assert "567" in bars[0].rules
    assert "!" in as_text(bars, check)
    drawing = ElementTree.fromstring(as_svg(bars, check, "567-0-B & co"))
    assert any("567" in (title.text or "") for title in drawing.iter("{http://www.w3.org/2000/svg}title"))


def test_an_xml_return_carries_its_own_asylum_marker(tmp_path: Path) -> None:
    """Rule 105 is asked of XML alone, with the marker that the file has."""
    path = tmp_path / "return.xml"
    path.write_text(
        "<SSDA903><CHILD><HEADER><CHILDID>a1</CHILDID><SEX>M</SEX><DOB>01/02/2012</DOB><ETHNIC>WBRI</ETHNIC><UPN>UN2</UPN><UASC>9</UASC>"
        "<AREVIEW><REVIEW>01/05/2025</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW></HEADER>"
        "<EPISODE><DECOM>01/05/2025</DECOM><RNE>S</RNE><PL>U1</PL></EPISODE></CHILD></SSDA903>"
    )
    check = check_ssda903([path], YEAR)
    frames = check.read.frames
    assert frames["Header"]["CHILD"].to_list() == ["A1"]
    assert frames["Episodes"]["PLACE"].to_list() == ["U1"]
    assert frames["Reviews"]["DOB_text"].to_list() == ["01/02/2012"]
    results = {result.rule.code: result for result in check.results}
    assert results["105"].rows == {"Header": [0]}
