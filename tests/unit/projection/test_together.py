"""Adding authorities up: nobody's own numbers change, and what moves together does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace

import numpy as np
from scipy.stats import norm

from kith.engines.projection.england import project_all
from kith.engines.projection.panel import Panel
from kith.engines.projection.project import AT_THE_DATE, POUNDS, Measured
from kith.engines.projection.scores import LEVELS
from kith.engines.projection.together import ENGLAND, Joint, Shared, add_up, in_order, judge_sums, shared
from tests.unit.projection import made_up

COUNTS = ("looked_after", "on_plan", "in_need")


def wandering(seed: int, paths: int = 2_000, years: int = 3) -> np.ndarray:
    """Paths of a count that starts at 500 and wanders from year to year."""
    steps = np.random.default_rng(seed).normal(0.0, 20.0, (paths, years))
    return 500.0 + np.hstack([np.zeros((paths, 1)), steps.cumsum(axis=1)])


def test_surprises_are_shared_as_much_as_they_should_be_in_every_year():
    """Two of one region and one of another: correlations come within a few hundredths of country plus region, and of country."""
    numbers = np.random.default_rng(1).standard_normal((6, 2_000))
    share = Shared(0.3, 0.25)
    paths = [
        each[in_order(each[:, 1:], numbers[0], numbers[region], numbers[own], share)]
        for own, region, each in ((3, 1, wandering(1)), (4, 1, wandering(2)), (5, 2, wandering(3)))
    ]
    of_region, of_country = (
        [np.corrcoef(paths[0][:, year], paths[other][:, year])[0, 1] for year in (1, 2, 3)]
        for other in (1, 2)
    )
    assert abs(np.mean(of_region) - 0.55) < 0.06
    assert abs(np.mean(of_country) - 0.3) < 0.06


def measures(seed: int) -> dict[str, Measured]:
    """Three counts and a cost, by path."""
    values = wandering(seed, 200)
    return {
        **{count: Measured(AT_THE_DATE, values * size) for size, count in enumerate(COUNTS, 1)},
        "cost: late": Measured(POUNDS, values[:, 1:] * 1e6),
    }


def test_sums_add_up_and_do_not_depend_on_the_order_of_authorities():
    """England is its regions on every path, and each authority's numbers are its own, in another order; money goes with children in care."""
    regions = {"Ash": "North", "Birch": "North", "Cedar": "South"}
    own = {name: measures(seed) for seed, name in enumerate(regions)}
    shares = dict.fromkeys(COUNTS, Shared(0.2, 0.2))
    arranged = [(name, Joint(regions[name], shares).arranged(each, name, 4)) for name, each in own.items()]
    sums = add_up(arranged, regions)
    assert list(sums) == [ENGLAND, "North", "South"]
    for count in COUNTS:
        whole = sums[ENGLAND][count].values
        assert np.allclose(whole, sums["North"][count].values + sums["South"][count].values)
    cedar = sums["South"]["looked_after"].values
    assert (np.sort(cedar, axis=0) == np.sort(own["Cedar"]["looked_after"].values, axis=0)).all()
    assert np.allclose(sums["South"]["cost: late"].values, cedar[:, 1:] * 1e6)
    backwards = add_up(arranged[::-1], regions)
    assert np.allclose(backwards[ENGLAND]["on_plan"].values, sums[ENGLAND]["on_plan"].values)


def test_prices_grow_alike_for_everyone_on_a_path():
    """Two authorities with nothing of their children in common have money that moves together, because prices do."""
    shares = dict.fromkeys(COUNTS, Shared(0.0, 0.0))
    calm = replace(made_up.setting(), authority="Ash"), replace(made_up.setting(), authority="Birch")
    joint = {each.authority: Joint("North", shares) for each in calm}
    ash, birch = (each for _, each in project_all(calm, years=2, paths=300, seed=1, workers=1, joint=joint))
    apart_ash, apart_birch = (each for _, each in project_all(calm, years=2, paths=300, seed=1, workers=1))
    early = "cost: early"
    assert np.corrcoef(ash[early].values[:, -1], birch[early].values[:, -1])[0, 1] > 0.99
    assert abs(np.corrcoef(apart_ash[early].values[:, -1], apart_birch[early].values[:, -1])[0, 1]) < 0.25
    assert abs(np.corrcoef(ash["in_need"].values[:, -1], birch["in_need"].values[:, -1])[0, 1]) < 0.25


@dataclass
class Foretold:
    """A stack whose every forecast is a log count about that of 1,000, with a standard deviation of a tenth."""

    panel: Panel
    horizons: tuple[int, ...] = (1,)

    def first_origin(self) -> int:
        """Return the first year of the panel."""
        return self.panel.years[0]

    def forecast(self, origin: int, horizon: int) -> SimpleNamespace:
        """Return the same forecast for everyone."""
        rows = np.arange(len(self.panel.authorities))
        return SimpleNamespace(
            rows=rows, quantiles=np.tile(1_000 * np.exp(0.1 * norm.ppf(LEVELS)), (len(rows), 1))
        )


def panel_of_surprises() -> tuple[Panel, dict[str, str]]:
    """Outcomes of 60 authorities in 6 regions: a fifth of each surprise is the country's, three tenths the region's."""
    generator = np.random.default_rng(2)
    names = tuple(f"authority {number}" for number in range(60))
    region = np.repeat(np.arange(6), 10)
    years = tuple(range(1900, 2020))
    surprise = (
        np.sqrt(0.2) * generator.standard_normal((1, len(years)))
        + np.sqrt(0.3) * generator.standard_normal((6, len(years)))[region]
        + np.sqrt(0.5) * generator.standard_normal((60, len(years)))
    )
    panel = Panel("a count", names, years, 1_000 * np.exp(0.1 * surprise), np.full(surprise.shape, 50_000.0))
    return panel, {name: f"region {where}" for name, where in zip(names, region, strict=True)}


def test_what_surprises_have_in_common_is_learned_from_past_forecasts():
    """Outcomes made with a known share for all and a known share by region give those shares back, near enough."""
    panel, region_of = panel_of_surprises()
    stack = Foretold(panel)
    found = shared(stack, region_of)  # type: ignore[arg-type]
    assert abs(found.country - 0.2) < 0.06
    assert abs(found.region - 0.3) < 0.08
    assert shared(stack, {}) == Shared(0.0, 0.0)  # type: ignore[arg-type]


def test_sums_are_covered_as_promised_only_if_what_is_shared_is_known():
    """With the true shares half of England's sums and of regions' fall in 50% intervals; as if independent, far fewer."""
    panel, region_of = panel_of_surprises()
    known = judge_sums(Foretold(panel), region_of, Shared(0.2, 0.3), draws=200)  # type: ignore[arg-type]
    apart = judge_sums(Foretold(panel), region_of, Shared(0.0, 0.0), draws=200)  # type: ignore[arg-type]
    assert known.england[0] == 119
    assert known.regions[0] == 6 * 119
    assert abs(known.england[2] - 0.5) < 0.12
    assert abs(known.regions[2] - 0.5) < 0.08
    assert apart.england[2] < 0.3
    assert apart.regions[2] < 0.35
