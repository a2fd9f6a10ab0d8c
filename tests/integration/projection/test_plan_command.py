"""`manage.py plan` from the words typed to what is printed, on England's published figures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kith.engines.projection.together import Shared
from kith.recipes import _planning_setting, plan
from kith.recipes import _published_figures as figures


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    """Run plan with these words and return the JSON it prints."""
    assert plan.run(list(words)) == 0
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def test_an_authority_is_projected_with_no_file_at_all(capsys: pytest.CaptureFixture[str]):
    """Hackney, two years on: every measure at every date, from the published number, with ordered quantiles."""
    answer = printed(
        capsys, "project", "--authority", "Hackney", "--years", "2", "--paths", "60", "--json",
        "--scenario", "family_group_conference",
    )  # fmt: skip
    rows = answer["series"]
    assert isinstance(rows, list)
    looked = [row for row in rows if row["measure"] == "looked_after"]
    assert [row["date"] for row in looked] == ["2025-03-31", "2026-03-31", "2027-03-31"]
    assert looked[0]["mean"] == looked[0]["q025"] == looked[0]["q975"] == 352
    for row in rows:
        assert row["q025"] <= row["q25"] <= row["q50"] <= row["q75"] <= row["q975"]
    assert {"on_plan", "in_need", "family_help", "cost: late", "cost: early"} <= {
        row["measure"] for row in rows
    }
    assert answer["sources"]
    assert any("2021" in note and "not available" in note for note in answer["notes"])  # type: ignore[union-attr]
    comparison = answer["comparison"]
    assert comparison["differences"]["looked_after"][-1]["mean"] < 0  # type: ignore[index]
    assert comparison["chance_paid_for_itself"] is None  # type: ignore[index]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["project", "--authority", "Hakney"], "Did you mean Hackney"),
        (["project", "--authority", "Cumbria"], "is now Cumberland and Westmorland and Furness"),
        (["project", "--authority", "Hackney", "--years", "40"], "--years must be from 1 to 10"),
        (["project", "--authority", "Hackney", "--paths", "3"], "--paths must be from 20"),
        (["project", "--authority", "Hackney", "--scenario", "no such"], "no shipped scenario of that name"),
        (["compare", "--authority", "Hackney"], "Name a scenario"),
        (["project", "--england", "--scenario", "family_group_conference"], "of carrying on"),
        (["project", "--england", "--workers", "0"], "--workers must be at least 1"),
        (["project", "--england", "--out", "england.pdf"], "written as .csv"),
    ],
)
def test_a_request_that_cannot_be_met_is_answered_with_a_sentence(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
):
    """Each row is a request and part of the sentence; the code is 2 and nothing is printed as a result."""
    assert plan.run(words) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert not said.out


def test_a_new_authority_follows_its_former_ones_past(capsys: pytest.CaptureFixture[str]):
    """Cumberland began in 2023: the projection says whose movement it follows."""
    answer = printed(
        capsys, "project", "--authority", "Cumberland", "--years", "1", "--paths", "40", "--json"
    )
    assert any("took over from Cumbria" in note for note in answer["notes"])  # type: ignore[union-attr]


def test_suppressed_figures_are_said_and_are_not_zero(capsys: pytest.CaptureFixture[str]):
    """The Isles of Scilly publish almost nothing: what stands in is said, and no zero is made of it."""
    answer = printed(
        capsys, "project", "--authority", "Isles of Scilly", "--years", "1", "--paths", "40", "--json"
    )
    notes = " ".join(answer["notes"])  # type: ignore[arg-type]
    assert "'Looked after' is not published for Isles of Scilly" in notes
    assert "likely to be too narrow" in notes


def test_shipped_scenarios_are_listed_with_their_evidence(capsys: pytest.CaptureFixture[str]):
    """A person can see the grade and source of each before choosing one."""
    answer = printed(capsys, "scenarios", "--json")
    grades = {each["scenario"]: each["grades"] for each in answer}  # type: ignore[index, call-overload]
    assert grades["family_group_conference"] == ["A"]
    assert grades["social_workers_in_schools"] == ["none found"]


def test_a_report_is_a_pdf_with_charts(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """The report of an elected member: a PDF, and the same as text with its charts as SVG."""
    words = ["project", "--authority", "Rutland", "--years", "2", "--paths", "40", "--out"]
    assert plan.run([*words, str(tmp_path / "report.pdf")]) == 0
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert plan.run([*words, str(tmp_path / "report.typ")]) == 0
    assert "<svg" in (tmp_path / "looked-after.svg").read_text("utf-8")
    assert "== Sources" in (tmp_path / "report.typ").read_text("utf-8")
    capsys.readouterr()
    assert plan.run([*words, str(tmp_path / "report.docx")]) == 2
    assert "written as .pdf or .typ" in capsys.readouterr().err


HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE\n"


def test_an_authoritys_own_returns_replace_the_published_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """Two years of made-up returns: the projection starts from their children, and says what it left out."""
    generator = np.random.default_rng(1)
    heads, rows = [HEADER], [EPISODES]
    for child in range(80):
        born = f"{1 + child % 28:02}/0{1 + child % 9}/{2009 + child % 14}"
        heads.append(f"M{child},M,{born},WBRI,,,\n")
        month = 1 + int(generator.integers(9))
        rows.append(
            f"M{child},1{child % 9}/0{month}/2023,S,V2,N1,{('U6', 'K2', 'U4')[child % 3]},PR{1 + 3 * (child % 2)}"
        )
        rows.append(",,,\n" if child % 4 else f",10/0{month}/2024,E4A,\n")
    rows.append("M2,31/12/2024,P,V2,N1,U6,PR1,01/12/2024,X1,\n")
    rows.append("M999,31/12/2024,P,V2,N1,U6,PR1,,,\n")
    rows.append("M3,not a date,P,V2,N1,U6,PR1,,,\n")
    (tmp_path / "header.csv").write_text("".join(heads), "utf-8")
    (tmp_path / "episodes.csv").write_text("".join(rows), "utf-8")
    answer = printed(
        capsys,
        "project",
        "--authority",
        "Hackney",
        "--years",
        "1",
        "--paths",
        "40",
        "--json",
        "--returns",
        str(tmp_path),
    )
    looked = [row for row in answer["series"] if row["measure"] == "looked_after"]  # type: ignore[union-attr]
    assert looked[0]["mean"] == 60
    notes = " ".join(answer["notes"])  # type: ignore[arg-type]
    for told in (
        "episodes that end before they begin: 1,",
        "episodes of a child with no date of birth: 1,",
        "episodes whose start date is missing or cannot be read: 1,",
    ):
        assert told in notes
    assert plan.run(["project", "--authority", "Hackney", "--returns", str(tmp_path / "none")]) == 2
    assert "There is no folder" in capsys.readouterr().err


def test_all_england_is_its_authorities_added_up(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Of three authorities for speed: one schema, regions that add up to the whole, a table, and a few lines said."""
    monkeypatch.setattr(figures, "names", lambda: ("Hackney", "Rutland", "Camden"))
    monkeypatch.setattr(
        _planning_setting, "shares", lambda years: dict.fromkeys(figures.MEASURES, Shared(0.03, 0.05))
    )
    words = ["project", "--england", "--years", "1", "--paths", "40", "--workers", "1"]
    answer = printed(capsys, *words, "--json")
    alone = printed(capsys, "project", "--authority", "Rutland", "--years", "1", "--paths", "40", "--json")
    rows, regions = answer["series"], answer["regions"]
    assert isinstance(rows, list)
    assert isinstance(regions, list)
    assert [each["area"] for each in regions] == ["East Midlands", "London"]
    shown = [(row["measure"], row["date"], row["kind"]) for row in rows]
    assert shown == [(row["measure"], row["date"], row["kind"]) for row in alone["series"]]  # type: ignore[union-attr]
    for index, row in enumerate(rows):
        assert row["mean"] == pytest.approx(sum(each["series"][index]["mean"] for each in regions))
    assert answer["history"]["looked_after"][-1]["value"] > 80_000  # type: ignore[index]
    assert any("shared by England" in note for note in answer["notes"])  # type: ignore[union-attr]
    assert plan.run([*words, "--out", str(tmp_path / "england.csv")]) == 0
    table = (tmp_path / "england.csv").read_text().splitlines()
    assert table[0] == "area,measure,date,mean,q025,q25,q50,q75,q975,kind"
    assert len(table) == 1 + 3 * len(rows)
    assert plan.run(words) == 0
    assert "Children looked after:" in capsys.readouterr().out
