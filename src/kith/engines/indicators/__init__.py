"""Indicators: what is counted over what, how sure one can be, what is unusual, unequal or changing, and what may be shown.

`definitions` has the forty indicators as data; `intervals` rates and shares; `funnel` limits; `ratios`
between groups; `trend` over years; `disclosure` small-number suppression and rounding.
"""

from kith.engines.indicators.definitions import INDICATORS, Indicator, indicator
from kith.engines.indicators.disclosure import (
    ROUNDED_TO,
    SMALLEST_PUBLISHED,
    ShownTable,
    round_count,
    suppress_count,
    suppress_parts,
    suppress_table,
)
from kith.engines.indicators.funnel import FunnelLimits, funnel_for_rates, funnel_for_shares, position
from kith.engines.indicators.intervals import Interval, median, rate, share
from kith.engines.indicators.ratios import GroupRate, compare_groups, rate_ratio
from kith.engines.indicators.trend import Trend, trend

__all__ = [
    "INDICATORS",
    "ROUNDED_TO",
    "SMALLEST_PUBLISHED",
    "FunnelLimits",
    "GroupRate",
    "Indicator",
    "Interval",
    "ShownTable",
    "Trend",
    "compare_groups",
    "funnel_for_rates",
    "funnel_for_shares",
    "indicator",
    "median",
    "position",
    "rate",
    "rate_ratio",
    "round_count",
    "share",
    "suppress_count",
    "suppress_parts",
    "suppress_table",
    "trend",
]
