"""Over authorities: the same seeds give the same numbers, whoever computes them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kith.engines.projection.england import over_ray, project_all, project_one
from tests.unit.projection import made_up


def test_the_number_of_workers_changes_nothing():
    """One process here, or two apart, the same paths."""
    settings = [replace(made_up.setting(), authority=name) for name in ("North", "South", "East")]
    one = dict(project_all(settings, years=1, paths=20, seed=3, workers=1))
    two = dict(project_all(settings, years=1, paths=20, seed=3, workers=2))
    assert list(one) == list(two) == ["North", "South", "East"]
    for name in one:
        for measure, here in one[name].items():
            assert (here.values == two[name][measure].values).all()
    assert not np.array_equal(one["North"]["looked_after"].values, one["South"]["looked_after"].values)


def test_ray_gives_the_same_numbers_where_it_is_installed():
    """With the extra 'cluster' the answer is the same; without it the person is told how to get it."""
    task = (made_up.setting(), 1, 20, 3, None)
    try:
        import ray  # noqa: F401
    except ImportError:
        with pytest.raises(RuntimeError, match="extra 'cluster'"):
            list(over_ray(project_one, [task]))
        return
    (_name, measures), *_ = over_ray(project_one, [task])
    assert (measures["in_need"].values == project_one(task)[1]["in_need"].values).all()
