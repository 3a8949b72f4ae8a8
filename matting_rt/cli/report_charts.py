"""Simple charts of a report's page. Their texts are HTML beside the picture, so that they stay readable on a phone."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

_WIDTH, _HEIGHT = 1000, 100
"""Of a chart in its own units; the page stretches it."""


class Band(NamedTuple):
    """From when on a state held."""

    start_s: float
    state: str


def plot(
    title: str,
    points: Sequence[tuple[float, float]],
    to_text: Callable[[float], str],
    extent: tuple[float, float],
) -> str:
    """A line through points of time and value; two at least.

    Args:
        extent: the lowest and highest value of the chart, which is extended to those of the points: so that what hardly
            changes is no mountain.
    """
    values = [value for _, value in points]
    low, high = min(extent[0], *values), max(extent[1], *values)
    length_s = points[-1][0] or 1.0
    line = " ".join(
        f"{_WIDTH * time_s / length_s:.1f},{_HEIGHT * (high - value) / (high - low):.1f}" for time_s, value in points
    )
    figures = " to ".join(dict.fromkeys((to_text(min(values)), to_text(max(values)))))
    name = escape(title)
    return (
        f'<figure class="chart"><figcaption>{name}<b>{escape(figures)}</b></figcaption>'
        f'<svg viewBox="0 -4 {_WIDTH} {_HEIGHT + 8}" preserveAspectRatio="none" role="img" aria-label="{name}">'
        f'<polygon points="0,{_HEIGHT} {line} {_WIDTH},{_HEIGHT}"/><polyline points="{line}"/></svg></figure>'
    )


def show_bands(bands: Sequence[Band], end_s: float, kinds: Mapping[str, str]) -> str:
    """Which state held when, as a row of colours with a legend.

    Args:
        kinds: for each state the class of its colour.
    """
    merged = [bands[0], *(band for before, band in pairwise(bands) if before.state != band.state)]
    ends = [*(band.start_s for band in merged[1:]), end_s]
    seconds: dict[str, float] = {}
    for band, until_s in zip(merged, ends, strict=True):
        seconds[band.state] = seconds.get(band.state, 0.0) + until_s - band.start_s
    row = "".join(
        f'<i class="{kinds.get(band.state, "")}" style="flex-grow:{max(until_s - band.start_s, 1e-3):.3f}"></i>'
        for band, until_s in zip(merged, ends, strict=True)
    )
    legend = "".join(
        f'<span><i class="{kinds.get(state, "")}"></i>{escape(state)} {100 * held_s / (end_s or 1):.0f} %</span>'
        for state, held_s in seconds.items()
    )
    return f'<div class="bands">{row}</div><div class="legend">{legend}</div>'
