"""A report as one HTML page, which loads nothing: for a browser, light or dark, wide or narrow."""

import base64
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from matting_rt.cli.report_charts import Band, plot, show_bands
from matting_rt.cli.report_style import STYLE

_STAGES = {
    "decode": "Decode",
    "people": "Find people",
    "plate": "Fit the plate",
    "matte": "Matting network",
    "guard": "Guard",
    "composite": "Composite",
    "encode": "Encode",
}
_HALVES = {"begin": "first", "finish": "second"}
"""What the two matting threads do with a frame."""
_FACTS = {
    **{"source": "From", "outputs": "To", "plate": "Plate", "backdrop": "Background", "size": "Frame size"},
    **{"model": "Model", "engine": "Engine", "device": "Device", "precision": "Precision"},
    "resumed_at": "Resumed at frame",
}
_COLOURS = {
    **{"codec": "Codec", "pixel_format": "Pixel format", "size": "Size", "rate_fps": "Frame rate"},
    **{"primaries": "Primaries", "transfer": "Transfer", "matrix": "Matrix", "range": "Range"},
}
_CONDITIONS = {"known": "good", "learning": "fair", "lost": "bad"}


def make_page(report: Mapping[str, Any], thumbnails: Sequence[tuple[float, bytes]] = ()) -> str:
    """
    Args:
        report: plain data, as it is written as JSON; what is missing has no place on the page.
        thumbnails: for each its time in seconds and its JPEG.
    """
    name = str(report.get("source", "")).replace("\\", "/").rsplit("/", 1)[-1]
    title = f"{name} – Matting RT" if name else "Matting RT"
    sections = (
        _summary(report),
        _notes(report),
        _strip(thumbnails),
        _section("What was done", _definitions(_done(report))),
        _section("Picture and colour", _colours(report)),
        _section("Audio", _audio(report)),
        _section("Speed", _speed(report)),
        _section("The plate over time", _plate(report)),
        _section("Shots", _shots(report)),
        _all_figures(report),
    )
    # No page of another address is asked for anything, whatever a file's name holds.
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style></head>\n"
        f"<body><main>\n<h1>{escape(name or title)}</h1>\n"
        + "\n".join(section for section in sections if section)
        + f"\n<footer>Matting RT {escape(str(report.get('version', '')))}</footer></main></body></html>\n"
    )


def _summary(report: Mapping[str, Any]) -> str:
    """The figures that are looked for first."""
    losses = report.get("losses") or {}
    figures = [
        ("frames written", _number(report.get("frames_written")), ""),
        ("frames a second", _decimal(report.get("rate_fps")), ""),
        ("taken", to_duration(report.get("elapsed_s")), ""),
        *((f"frames {kind}", _number(count), "bad" if count else "") for kind, count in losses.items()),
    ]
    tiles = "".join(
        f'<div class="tile {kind}"><b>{value}</b><span>{escape(label)}</span></div>' for label, value, kind in figures
    )
    return f'<div class="tiles">{tiles}</div>'


def _notes(report: Mapping[str, Any]) -> str:
    notes = list(report.get("notes") or ())
    shortfall = report.get("shortfall")
    if not notes:
        return '<p class="note good">Nothing was lost or changed on the way.</p>' if "notes" in report else ""
    is_short = [shortfall is not None and note.startswith(str(shortfall)) for note in notes]
    return "".join(
        f'<p class="note {"bad" if short else "fair"}">{escape(note)}</p>'
        for note, short in zip(notes, is_short, strict=True)
    )


def _strip(thumbnails: Sequence[tuple[float, bytes]]) -> str:
    figures = "".join(
        f'<figure><img alt="the composite at {to_clock(time_s)}" '
        f'src="data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}">'
        f"<figcaption>{to_clock(time_s)}</figcaption></figure>"
        for time_s, jpeg in thumbnails
    )
    return f'<div class="strip">{figures}</div>' if figures else ""


def _done(report: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for key, label in _FACTS.items():
        value = report.get(key)
        if value:
            yield label, "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _colours(report: Mapping[str, Any]) -> str:
    """What the source and each output say of their pictures, side by side."""
    files = _media(report)
    videos = [(name, facts["video"]) for name, facts in files]
    rows = [
        (label, *(str(video.get(key)) if video.get(key) is not None else "–" for _, video in videos))
        for key, label in _COLOURS.items()
    ]
    return _table(("", *(name for name, _ in videos)), rows) if videos else ""


def _audio(report: Mapping[str, Any]) -> str:
    media = report.get("media") or {}
    source, *outputs = (media.get(path) for path in (report.get("source"), *(report.get("outputs") or ())))
    if source is None:  # numbered pictures, or a pipe
        return ""
    if not source["audio"]:
        return "<p>The source has none.</p>"
    written: Mapping[str, Any] = next((facts for facts in outputs if facts is not None), {"audio": []})
    rows = []
    for number, old in enumerate(source["audio"]):
        new = written["audio"][number] if number < len(written["audio"]) else None
        change = "left out" if new is None else "copied" if new["codec"] == old["codec"] else "re-encoded"
        rows.append((str(number + 1), old.get("language") or "–", _track(old), _track(new) if new else "–", change))
    return _table(("Track", "Language", "Source", "Output", ""), rows)


def _track(track: Mapping[str, Any]) -> str:
    parts = [str(track["codec"]).upper().replace("_", " ")]
    parts += [f"{track['rate_hz'] / 1000:g} kHz", str(track["channels"])] if "rate_hz" in track else []
    return ", ".join(parts)


def _media(report: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The source and each output file, with what they hold."""
    media: Mapping[str, Any] = report.get("media") or {}
    return [(path.replace("\\", "/").rsplit("/", 1)[-1], facts) for path, facts in media.items()]


def _speed(report: Mapping[str, Any]) -> str:
    stages = {name: times for name, times in (report.get("stages") or {}).items() if times}
    shown = {name: times for name, times in stages.items() if name not in _HALVES}
    if not shown:
        return ""
    most = max(times["mean_ms"] for times in shown.values()) or 1
    rows = "".join(
        f"<tr><th>{escape(_STAGES.get(name, name.replace('_', ' ')))}"
        f'<i class="bar" style="width:{100 * times["mean_ms"] / most:.1f}%"></i></th>'
        f"<td>{times['mean_ms']:.1f}</td><td>{times['p95_ms']:.1f}</td></tr>"
        for name, times in shown.items()
    )
    return (
        '<div class="scroll"><table class="numbers"><tr><th></th><th>mean, ms</th><th>p95, ms</th></tr>'
        f"{rows}</table></div>{_pace(stages)}"
    )


def _pace(stages: Mapping[str, Mapping[str, float]]) -> str:
    """What sets the speed: these work at the same time."""
    names = {"decode": "decoding", "encode": "encoding"} | {
        half: f"the {which} half of matting" for half, which in _HALVES.items()
    }
    beside = {text: stages[name]["mean_ms"] for name, text in names.items() if name in stages}
    if not beside:
        return ""
    slowest = max(beside, key=lambda text: beside[text])
    return (
        f"<p>Decoding, both halves of matting and encoding work side by side; the slowest, {slowest} "
        f"({beside[slowest]:.1f} ms), sets the speed.</p>"
    )


def _plate(report: Mapping[str, Any]) -> str:
    states = list(report.get("plate_states") or ())
    if len(states) < 2:
        return ""
    start_s = states[0]["time_s"]
    times = [state["time_s"] - start_s for state in states]
    conditions = [state.get("condition") for state in states]
    bands = [Band(time_s, condition) for time_s, condition in zip(times, conditions, strict=True) if condition]
    parts = [show_bands(bands, times[-1], _CONDITIONS)] if bands else []
    charts = (
        ("known_share", "Known share of the room", lambda value: f"{100 * value:.0f} %", (0.0, 1.0)),
        ("light", "Light, beside the plate's", lambda value: f"{value:.2f} ×", (0.8, 1.2)),
        ("shift_px", "Moved by", lambda value: f"{value:.1f} px", (0.0, 4.0)),
    )
    for key, title, to_text, extent in charts:
        points = [(time_s, state[key]) for time_s, state in zip(times, states, strict=True) if key in state]
        if len(points) > 1:
            parts.append(plot(title, points, to_text, extent))
    return "".join(parts) + f'<div class="axis"><span>{to_clock(0)}</span><span>{to_clock(times[-1])}</span></div>'


def _shots(report: Mapping[str, Any]) -> str:
    """When each shot begins, and what of its room stayed unknown, with a map of it."""
    shots = report.get("shots") or ()
    columns = {key: (title, to_text) for key, title, to_text in _SHOTS if any(key in shot for shot in shots)}
    if not columns:
        return ""
    head = "".join(f"<th>{title}</th>" for title, _ in columns.values())
    rows = (
        "".join(f"<td>{to_text(shot[key]) if key in shot else '–'}</td>" for key, (_, to_text) in columns.items())
        for shot in shots
    )
    return f'<div class="scroll"><table><tr>{head}</tr>{"".join(f"<tr>{row}</tr>" for row in rows)}</table></div>'


def _all_figures(report: Mapping[str, Any]) -> str:
    figures = escape(re.sub(r'"data:[^"]*"', '"..."', json.dumps(report, indent=2)))
    return f"<details><summary>All figures</summary><pre>{figures}</pre></details>"


def _section(title: str, body: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{body}</section>" if body else ""


def _definitions(pairs: Iterable[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(key)}</dt><dd>{escape(text)}</dd>" for key, text in pairs) + "</dl>"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in headings)
    body = "".join(
        f"<tr><th>{escape(first)}</th>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        for first, *cells in rows
    )
    return f'<div class="scroll"><table><tr>{head}</tr>{body}</table></div>'


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else "–"


def _decimal(value: Any) -> str:
    return f"{value:.1f}" if isinstance(value, int | float) else "–"


def to_clock(time_s: float) -> str:
    """A time in a video: minutes and seconds, with hours where there are some."""
    minutes, seconds = divmod(max(0.0, time_s), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02d}:{seconds:02.0f}" if hours else f"{minutes}:{seconds:04.1f}"


def to_duration(value: Any) -> str:
    """How long something takes, from seconds, in words."""
    if not isinstance(value, int | float):
        return "–"
    minutes, seconds = divmod(round(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds} s" if minutes else f"{value:.1f} s"


_SHOTS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("start_s", "From", to_clock),
    ("frame_count", "Frames", _number),
    ("unknown_share", "Room unknown", lambda share: f"{100 * share:.1f} %"),
    (
        "unknown_map",
        "Where",
        lambda address: f'<img src="{escape(address)}" alt="white where the room stayed unknown">',
    ),
)
"""What the page says about each shot, and how."""
