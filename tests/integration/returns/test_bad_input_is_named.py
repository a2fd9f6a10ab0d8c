"""What is wrong with a file is named, with file and line, and everything else is still checked."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from kith.engines.returns.command import main

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
GOOD = HEADER + "A1,M,01/02/2012,WBRI,A123456789012,,\n"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    "A1,01/05/2024,S,C2,N1,U6,PR1,,,,E8 1EA,E8 3RL,SC123456\n"
)


def check(capsys: pytest.CaptureFixture[str], *paths: Path, kind: str = "ssda903") -> tuple[int, dict]:  # type: ignore[type-arg]
    code = main(["check", kind, *map(str, paths), "--year", "2025-26", "--json"])
    return code, json.loads(capsys.readouterr().out)


def sentences(answer: dict) -> str:  # type: ignore[type-arg]
    return "\n".join(
        f"{note['file']}:{note.get('line', '')} {note.get('column', '')} {note['says']}"
        for note in answer["notes"]
    )


def status(answer: dict, code: str) -> dict:  # type: ignore[type-arg]
    return next(rule for rule in answer["rules"] if rule["code"] == code)


def folder(tmp_path: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        path = tmp_path / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path


def test_columns_in_any_order_with_a_byte_order_mark(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file from a spreadsheet, with a mark, Windows line ends and its columns moved, is read."""
    text = "\ufeffDOB,CHILD,SEX,ETHNIC,MC_DOB,UPN,MOTHER\r\n01/02/2012,A1,m,wbri,,A123456789012,\r\n"
    code, answer = check(capsys, folder(tmp_path, header__csv=text, episodes__csv=EPISODES))
    assert code == 0, sentences(answer)
    assert answer["tables"] == {"Episodes": 1, "Header": 1}


def test_a_misspelt_column_is_named_with_the_nearest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rules that need the column say so; the others run."""
    code, answer = check(
        capsys, folder(tmp_path, header__csv=GOOD.replace("ETHNIC", "ETHNICITY"), episodes__csv=EPISODES)
    )
    assert code == 2
    assert "ETHNIC is not in the header" in sentences(answer)
    assert "'ETHNICITY'" in sentences(answer)
    assert status(answer, "103")["status"] == "could not run"
    assert "Header.ETHNIC" in status(answer, "103")["reason"]
    assert status(answer, "101")["status"] == "ran"


def test_no_rule_is_lost_in_silence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every rule in force has a line, and one that did not run says which file it lacks."""
    _, answer = check(capsys, folder(tmp_path, header__csv=GOOD))
    assert len(answer["rules"]) == 311
    for rule in answer["rules"]:
        assert rule["status"] in ("ran", "could not run", "not applicable")
        assert rule["status"] == "ran" or rule["reason"]


def test_two_files_for_one_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second is named, and the first is checked."""
    code, answer = check(capsys, folder(tmp_path, a__csv=GOOD, b__csv=GOOD, c__csv=EPISODES))
    assert code == 2
    assert "second file for Header" in sentences(answer)
    assert answer["tables"]["Header"] == 1


def test_dates_that_are_none_are_findings_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """31/02, Excel's serial number and an ISO date count as empty, are told with their line, and the rules run on."""
    rows = "A1,M,31/02/2012,WBRI,UN2,,\nA2,M,41000,WBRI,UN2,,\nA3,M,2012-02-01,WBRI,UN2,,\nA4,M,01/02/2012,WBRI,UN2,,\n"
    code, answer = check(capsys, folder(tmp_path, header__csv=HEADER + rows))
    told = sentences(answer)
    assert code == 1
    assert ":2 DOB 31/02/2012 is no day of the calendar" in told
    assert ":3 DOB is Excel's serial number of a day: if it means 01/04/2012" in told
    assert ":4 DOB is an ISO date" in told
    assert status(answer, "102")["rows"] == {"Header": [0, 1, 2]}


def test_mixed_encodings_are_read_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line in Windows-1252 among lines in UTF-8 is read as what it is."""
    content = (
        HEADER.encode()
        + "É1,M,01/02/2012,WBRI,UN2,,\n".encode()
        + "É2,M,01/02/2012,WBRI,UN2,,\n".encode("cp1252")
    )
    _, answer = check(capsys, folder(tmp_path, header__csv=content))
    assert answer["tables"]["Header"] == 2
    assert "Windows-1252" in sentences(answer)


def test_quoted_cells_blank_lines_and_short_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Quotes with commas and line ends in them, blank lines and short rows are forgiven, with true line numbers."""
    text = HEADER + '"A1","M","01/02/2012","WBRI","UN2","",""\n\n"A\n2",M,31/02/2012,WBRI,UN2\n'
    _, answer = check(capsys, folder(tmp_path, header__csv=text))
    assert answer["tables"]["Header"] == 2
    assert "has 5 cells where the header has 7" in sentences(answer)
    assert ":5 DOB 31/02/2012" in sentences(answer)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04rubbish", "damaged zip"),
        (b"%PDF-1.4", "PDF"),
        (b"", "empty"),
        (b"a,b\n1,2\n", "no table has its columns"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, says: str
) -> None:
    """It is named for what it is; the other files are checked."""
    code, answer = check(capsys, folder(tmp_path, header__csv=GOOD, odd__csv=content))
    assert code == 2
    assert says in sentences(answer)
    assert status(answer, "101")["status"] == "ran"


def test_a_zip_is_read_and_cannot_reach_outside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Members of a zip are read in place; one whose path leaves it is refused."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("return/header.csv", GOOD)
        archive.writestr("../../episodes.csv", EPISODES)
    code, answer = check(capsys, folder(tmp_path, all__zip=packed.getvalue()))
    assert code == 2
    assert "points outside the zip" in sentences(answer)
    assert answer["tables"] == {"Header": 1}


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Message><Header><CollectionDetails><Year>&b;</Year></CollectionDetails></Header></Message>"""
OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY secret SYSTEM "file:///etc/passwd">]><Message><Header><Year>&secret;</Year></Header></Message>"""


@pytest.mark.parametrize("content", [BOMB, OUTSIDE])
def test_entities_are_refused_before_they_are_expanded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    """A billion laughs or an external entity stops the reading of that file, which is said with its line."""
    code, answer = check(capsys, folder(tmp_path, census__xml=content), kind="cin")
    assert code == 2
    assert "declares entities" in sentences(answer)
    assert "root:" not in json.dumps(answer)


def test_broken_xml_is_checked_as_far_as_it_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What comes before the damage is checked, and the line of the damage is told."""
    text = "<Message><Header><CollectionDetails><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails></Header>\n<Children><Child><ChildIdentifiers><LAchildID>A1</LAchildID><Sex>X</Sex></ChildIdentifiers></Child>\n<Child"
    code, answer = check(capsys, folder(tmp_path, census__xml=text), kind="cin")
    assert code == 2
    assert "not well-formed" in sentences(answer)
    assert ":3 " in sentences(answer)
    assert status(answer, "4180")["rows"] == {"ChildIdentifiers": [0]}


def test_dates_of_a_census_that_are_none_are_told_with_their_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A day-month-year date in XML counts as empty and is told, not read as month-day-year."""
    text = "<Message><Header><CollectionDetails><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails></Header>\n<Children><Child>\n<ChildIdentifiers><LAchildID>A1</LAchildID><PersonBirthDate>05/06/2015</PersonBirthDate></ChildIdentifiers></Child></Children></Message>"
    _, answer = check(capsys, folder(tmp_path, census__xml=text), kind="cin")
    assert ":3 PersonBirthDate" in sentences(answer)
    assert status(answer, "8525Q")["rows"] == {"ChildIdentifiers": [0]}


def test_a_prefixed_census_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A vocabulary prefix on every element changes nothing."""
    text = '<c:Message xmlns:c="urn:x"><c:Header/><c:Children><c:Child><c:ChildIdentifiers><c:LAchildID>A1</c:LAchildID><c:Sex>M</c:Sex></c:ChildIdentifiers></c:Child></c:Children></c:Message>'
    _, answer = check(capsys, folder(tmp_path, census__xml=text), kind="cin")
    assert answer["tables"]["ChildIdentifiers"] == 1
    assert status(answer, "4180")["rows"] == {}


def test_a_child_in_episodes_and_not_in_header(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is a finding, not a crash."""
    _, answer = check(
        capsys, folder(tmp_path, header__csv=GOOD, episodes__csv=EPISODES.replace("\nA1", "\nZ9"))
    )
    assert status(answer, "INT03")["rows"] == {"Episodes": [0]}


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that does not exist is told."""
    code, answer = check(capsys, tmp_path / "nothing")
    assert code == 2
    assert "no such file" in sentences(answer)


def test_formulas_are_harmless_in_what_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A cell that a spreadsheet would run is written as text in CSV and workbook."""
    text = HEADER + '"=HYPERLINK(""http://x"")",M,01/02/2012,"+1+1",UN2,,\n'
    out = tmp_path / "out"
    code = main(
        ["check", "ssda903", str(folder(tmp_path, header__csv=text)), "--year", "2025-26", "--out", str(out)]
    )
    capsys.readouterr()
    written = (out / "findings.csv").read_text(encoding="utf-8-sig")
    assert code == 1
    assert "'=HYPERLINK" in written
    assert ",=HYPERLINK" not in written
    assert ',"=HYPERLINK' not in written
    with zipfile.ZipFile(out / "findings.xlsx") as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist())


def test_a_rule_that_raises_is_our_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule's line says that it failed, every other rule runs, and the command exits with 3."""
    import narwhals as nw

    from kith.engines.returns.rules.ssda903 import BOOK

    rule = next(rule for rule in BOOK.rules if rule.code == "103")
    from kith.engines.returns.rule import flag

    monkeypatch.setitem(rule.__dict__, "function", lambda year: flag("Header", nw.col("no such column")))
    code, answer = check(capsys, folder(tmp_path, header__csv=GOOD))
    assert code == 3
    assert status(answer, "103")["status"] == "failed"
    assert status(answer, "102")["status"] == "ran"


def test_a_huge_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two gigabytes of nothing take no time: the size is told, and the file is not read."""
    path = folder(tmp_path, header__csv=GOOD) / "huge.csv"
    with path.open("wb") as file:
        file.write(b"CHILD,DOB\n")
        file.truncate(2_000_000_000)
    code, answer = check(capsys, tmp_path)
    assert code == 2
    assert "2.0 GB" in sentences(answer)
    assert status(answer, "101")["status"] == "ran"
