"""The command from end to end on made-up instances, and the two ways of screening against each other."""

from __future__ import annotations

import json
import time
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from kith.engines.matching import neighbourhoods, solving
from kith.engines.matching import pool as pools
from kith.engines.matching.arrangement import broken_musts, objective_of
from kith.engines.matching.command import schema_text
from kith.engines.matching.diving import dive
from kith.engines.matching.greedy import fill_in_order
from kith.engines.matching.made_up.authorities import authorities, authorities_in, authority_named
from kith.engines.matching.made_up.making import grounds_for, make_instance
from kith.engines.matching.made_up.year import make_year
from kith.engines.matching.pair import Reading
from kith.engines.matching.prices import guess_dearness
from kith.engines.matching.profile import starting_profile
from kith.engines.matching.relaxation import safe_bound, solve_relaxation
from kith.engines.matching.replaying import HABITS, replay
from kith.engines.matching.rows import rows_for
from kith.engines.matching.score import score_columns
from kith.engines.matching.solving import placing_of, solve
from kith.engines.matching.writing import instance_to_dict
from kith.recipes import match

HACKNEY = (authority_named("Hackney"),)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small made-up instance, written by the command."""
    path = tmp_path_factory.mktemp("matching") / "instance.json"
    words = ["instance", "--authority", "Hackney", "--children", "25", "--homes", "40", "--seed", "5"]
    assert match.run([*words, "--out", str(path)]) == 0
    return path


def test_table_of_authorities_is_whole() -> None:
    """153 authorities in nine regions; shares are shares."""
    assert len(authorities()) == 153
    assert len({one.region for one in authorities()}) == 9
    assert len(authorities_in("London")) == 33
    assert all(0 <= share <= 1 for one in authorities() for share in one.shares.values())
    with pytest.raises(LookupError, match="Did you mean Hackney"):
        authority_named("Hackny")


def test_made_up_instance_fits_the_schema_and_is_the_same_for_a_seed(file: Path) -> None:
    """What others generate from and what Kith generates are one format."""
    raw = json.loads(file.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(json.loads(schema_text("instance"))).validate(raw)
    grounds = grounds_for(HACKNEY)
    again = [
        instance_to_dict(make_instance(HACKNEY, children=25, homes=40, seed=5, grounds=grounds))
        for _ in range(2)
    ]
    assert again[0] == again[1] == raw
    assert (len(raw["children"]), len(raw["homes"])) == (25, 40)


def test_solve_prints_every_child_with_reasons(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The result fits its schema, names every child and is proven best."""
    assert match.run(["solve", str(file), "--json", "--limit", "20s"]) == 0
    result = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(json.loads(schema_text("result"))).validate(result)
    asked = [child["id"] for child in json.loads(file.read_text(encoding="utf-8"))["children"]]
    assert [child["id"] for child in result["children"]] == asked
    assert result["gap"] == 0.0
    assert sum(child["points"] for child in result["children"]) == pytest.approx(
        result["objective"], abs=1e-3
    )


def test_other_words_answer(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Explain, emergency, what-if, sufficiency and fairness print JSON about the same instance."""
    child = json.loads(file.read_text(encoding="utf-8"))["children"][0]["id"]
    home = json.loads(file.read_text(encoding="utf-8"))["homes"][0]
    added = tmp_path / "homes.json"
    added.write_text(json.dumps([{**home, "id": "added"}]), encoding="utf-8")
    for words in (
        ["explain", str(file), "--child", child],
        ["emergency", str(file), "--child", child],
        ["what-if", str(file), "--add", str(added), "--remove", home["id"]],
        ["sufficiency", str(file), "--areas", "1", "--most", "2"],
        ["fairness", str(file)],
    ):
        assert match.run([*words, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)
        assert match.run(words) == 0
        assert capsys.readouterr().out


def test_bad_input_is_refused_with_every_fault(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A spoilt file gives exit code 2 and its faults, as JSON when asked; unknown names are said too."""
    raw = json.loads(file.read_text(encoding="utf-8"))
    raw["homes"][3]["approval"]["number"] = -1
    raw["children"][2]["id"] = raw["children"][1]["id"]
    spoilt = tmp_path / "spoilt.json"
    spoilt.write_text(json.dumps(raw), encoding="utf-8")
    assert match.run(["solve", str(spoilt), "--json"]) == 2
    printed = capsys.readouterr()
    assert {fault["where"] for fault in json.loads(printed.out)["faults"]} >= {
        "homes[3].approval",
        "children",
    }
    assert "negative" in printed.err
    assert match.run(["explain", str(file), "--child", "nobody"]) == 2
    assert match.run(["solve", str(tmp_path / "missing.json")]) == 2
    assert match.run(["instance", "--authority", "Nowhere"]) == 2
    assert "nobody" in capsys.readouterr().err


def narrowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small instance be screened as a country's is: the likeliest homes first, few columns kept."""
    monkeypatch.setattr(pools, "PAIRS_KEPT_WHOLE", 0)
    monkeypatch.setattr(pools, "PAIRS_SCREENED_WHOLE", 0)
    monkeypatch.setattr(pools, "FIRST_HOMES", 8)
    monkeypatch.setattr(pools, "SAMPLED", 1)
    monkeypatch.setattr(pools, "CHEAPEST_OF_BUNDLE", 4)
    monkeypatch.setattr(pools, "CHEAPEST_WHERE_SCARCE", 4)
    monkeypatch.setattr(solving, "ENOUGH_SCREENED", 0.0)


def test_screening_by_distance_and_price_finds_what_screening_everything_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A country's instance is not screened whole; on a small one the two ways must agree exactly."""
    instance = make_instance(HACKNEY, children=60, homes=160, seed=11)
    whole = solve(instance, limit=30.0)
    narrowly(monkeypatch)
    narrow = solve(instance, limit=30.0)
    assert narrow.pool.size < whole.pool.size
    assert narrow.objective == pytest.approx(whole.objective, abs=1e-6)
    assert narrow.bound <= whole.objective + 1e-6


@pytest.mark.parametrize("seed", [5, 6])
def test_no_column_left_out_costs_less_than_is_said(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the bound says of homes never looked at rests on this: each left-out column, one by one."""
    reading = Reading(make_instance(HACKNEY, children=40, homes=120, seed=seed), starting_profile())
    whole = pools.pool_for(reading)
    narrowly(monkeypatch)
    narrow = pools.pool_for(reading)
    kept = set(zip(narrow.bundle.tolist(), narrow.home.tolist(), strict=True))
    columns = list(zip(whole.bundle.tolist(), whole.home.tolist(), whole.points.tolist(), strict=True))
    left_out = [one for one in columns if one[:2] not in kept]
    assert kept <= {one[:2] for one in columns}
    assert left_out
    for bundle, _, points in left_out:
        assert points >= narrow.left_out[bundle] - 1e-6
    # Asked for all that costs less than some price, the pool has it.
    worth = narrow.left_out + 10.0
    wider = pools.widen(narrow, worth)
    kept = set(zip(wider.bundle.tolist(), wider.home.tolist(), strict=True))
    assert kept >= {one[:2] for one in columns if one[2] < worth[one[0]]}


def test_bound_of_any_prices_is_below_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    """Right prices or wrong, with all columns or few: no arrangement costs less than their bound."""
    instance = make_instance(HACKNEY, children=40, homes=50, seed=4)
    best = solve(instance, limit=30.0)
    assert best.proven
    narrowly(monkeypatch)
    random = np.random.default_rng(1)
    for pool in (best.pool, pools.pool_for(best.pool.reading)):
        rows = rows_for(pool)
        right = solve_relaxation(pool, rows, time.monotonic() + 10).price
        assert rows.cuts
        for noise in (0.0, 1.0, 30.0, 300.0):
            price = right + random.normal(0.0, noise, right.size)
            assert safe_bound(pool, rows, price) + pool.bundling.all_parted <= best.objective + 1e-6


def test_diving_makes_the_relaxation_whole_at_little_cost() -> None:
    """What is taken of it bit by bit fits together, and costs a little more than its parts did."""
    pool = pools.pool_for(Reading(make_instance(HACKNEY, children=80, homes=40, seed=3), starting_profile()))
    relaxation = solve_relaxation(pool, rows_for(pool), time.monotonic() + 10)
    assert relaxation.problem is not None
    assert ((relaxation.value > 0.1) & (relaxation.value < 0.9)).any()
    columns = dive(relaxation.problem, time.monotonic() + 10)
    assert fill_in_order(pool, columns).tolist() == columns.tolist()
    points = score_columns(pool, columns) + pool.bundling.all_parted
    assert relaxation.bound < points < relaxation.bound * 1.05
    assert dive(relaxation.problem, time.monotonic()).size == 0


def test_guessed_prices_make_cheap_what_the_relaxation_takes() -> None:
    """Most that the relaxation takes is within a few points of what families take at guessed prices."""
    pool = pools.pool_for(Reading(make_instance(HACKNEY, children=120, homes=55, seed=3), starting_profile()))
    rows = rows_for(pool)
    value = solve_relaxation(pool, rows, time.monotonic() + 10).value
    guessed = guess_dearness(pool, rows, time.monotonic() + 10)
    unguessed = guess_dearness(pool, rows, time.monotonic() + 10, steps=0)
    assert guessed.min() == pytest.approx(0.0, abs=1e-9)
    assert value[guessed <= 6.0].sum() > 0.9 * value.sum()
    assert value[unguessed <= 6.0].sum() < 0.5 * value.sum()


def test_neighbourhoods_keep_every_must_and_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one model would be too large, families are placed again some at a time: never below the bound."""
    instance = make_instance(HACKNEY, children=80, homes=60, seed=3)
    best = solve(instance, limit=30.0)
    monkeypatch.setattr(solving, "EXACT_UNITS", 10)
    monkeypatch.setattr(solving, "GUESSED_ABOVE", 0)
    monkeypatch.setattr("kith.engines.matching.relaxation.LARGE", 10)
    monkeypatch.setattr("kith.engines.matching.neighbourhoods.FREED_UNITS", 25)
    found = solve(instance, limit=10.0)
    reading = Reading(instance, starting_profile())
    assert broken_musts(reading, found.placing) == []
    assert found.objective == pytest.approx(objective_of(reading, found.placing))
    assert found.bound <= best.objective + 1e-6 <= found.objective + 2e-6
    assert found.objective <= best.objective * 1.1


def test_neighbourhoods_placed_at_once_do_not_take_the_same_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """From nobody placed, two at a time want the same homes: what is kept fits, and comes near the bound."""
    reading = Reading(make_instance(HACKNEY, children=80, homes=40, seed=3), starting_profile())
    pool = pools.pool_for(reading)
    rows = rows_for(pool)
    relaxation = solve_relaxation(pool, rows, time.monotonic() + 10)
    monkeypatch.setattr(neighbourhoods, "FREED_UNITS", 25)
    nobody, until = np.zeros(0, dtype=np.int64), time.monotonic() + 10
    bound = relaxation.bound - pool.bundling.all_parted
    columns, points = neighbourhoods.improve(pool, rows, relaxation, nobody, until, 1, bound, 0.05)
    assert broken_musts(reading, placing_of(pool, columns)) == []
    assert points == pytest.approx(
        objective_of(reading, placing_of(pool, columns)) - pool.bundling.all_parted
    )
    assert relaxation.bound <= points + pool.bundling.all_parted <= relaxation.bound * 1.1


def test_a_replayed_year_answers_for_every_child() -> None:
    """Each habit meets the same children; daily habits leave nobody waiting who can be placed."""
    year = make_year(grounds_for(HACKNEY), homes=60, seed=2)
    outcomes = [replay(year, habit, starting_profile(), 2) for habit in ("nearest first", "engine weekly")]
    assert {one.children for one in outcomes} == {HACKNEY[0].starts}
    assert all(one.placements >= one.children - one.never_placed for one in outcomes)
    assert outcomes[0].waiting_days <= outcomes[1].waiting_days
    with pytest.raises(KeyError):
        replay(year, "by the moon", starting_profile(), 2)
    assert len(HABITS) == 5
