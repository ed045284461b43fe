"""Owns the statistics: best, median, spread, ratio, and whether a target is met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from .rows import FLAT, Row

OFFICIAL = "official"
OURS = "ours"


def quartiles(samples: Sequence[float]) -> tuple[float, float]:
    """Return the first and the third quartile."""
    if len(samples) == 1:
        return samples[0], samples[0]
    first, _, third = quantiles(samples, n=4, method="inclusive")
    return first, third


def spread(samples: Sequence[float]) -> float:
    """Return the distance of the quartiles as a fraction of the median; 0 if the median is 0."""
    first, third = quartiles(samples)
    middle = median(samples)
    return (third - first) / middle if middle else 0.0


@dataclass(frozen=True)
class Result:
    """The figures of one row: one for each round and side."""

    row: Row
    samples: Mapping[str, Sequence[float]]

    def best(self, side: str) -> float:
        """Return the smallest figure of a side, because noise only adds to it."""
        return min(self.samples[side])

    def median(self, side: str) -> float:
        """Return the median of a side."""
        return median(self.samples[side])

    def of_unit(self, side: str) -> float:
        """Return the best figure of a side for one unit of work."""
        return self.best(side) * self.row.per / self.row.size

    def ratio(self, side: str = OURS) -> float | None:
        """Return the ratio of a side to the official client, with the best figures."""
        if side not in self.samples or not self.samples.get(OFFICIAL) or not self.best(OFFICIAL):
            return None
        return self.best(side) / self.best(OFFICIAL)

    def ratios(self, side: str = OURS) -> tuple[float, float] | None:
        """Return the quartiles of the ratios of all rounds."""
        if self.ratio(side) is None:
            return None
        rounds = zip(self.samples[side], self.samples[OFFICIAL], strict=True)
        return quartiles([mine / official for mine, official in rounds if official])

    def met(self, side: str = OURS) -> bool | None:
        """Return whether a side meets the row's target; None if there is no target or figure."""
        target = self.row.target if side == OURS else self.row.extra_target
        if side in self.samples and side == OURS and self.row.limit is not None:
            return self.best(side) <= self.row.limit
        ratio = self.ratio(side)
        return None if target is None or ratio is None else ratio <= target


def grown(small: Result, large: Result, side: str) -> float | None:
    """Return the growth of the time per unit with the work; 1 is flat."""
    if side not in small.samples or side not in large.samples or not small.best(side):
        return None
    return large.of_unit(side) / small.of_unit(side)


def flat(growth: float | None) -> bool | None:
    """Return whether a growth of the time per unit is within the noise."""
    return None if growth is None else growth <= FLAT


def shown(value: float, unit: str) -> str:
    """Return a figure with three or four digits and its unit."""
    if unit == "B":
        return _shown_bytes(value)
    for scale, name in ((1e9, "s"), (1e6, "ms"), (1e3, "us")):
        if abs(value) >= scale:
            return f"{_digits(value / scale)} {name}"
    return f"{value:.0f} ns"


def _shown_bytes(value: float) -> str:
    for scale, name in ((1 << 20, "MiB"), (1 << 10, "KiB")):
        if abs(value) >= 10 * scale:
            return f"{_digits(value / scale)} {name}"
    return f"{value:.0f} B"


def _digits(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
