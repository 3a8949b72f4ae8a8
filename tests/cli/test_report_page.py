"""The page of a report: whole by itself, readable, and true to the figures."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from matting_rt.cli.report_page import make_page

VOID = {"meta", "img"}
SVG = {"polygon", "polyline"}
VIDEO = {"codec": "hevc", "pixel_format": "yuv420p10le", "primaries": "BT.2020", "transfer": "HLG (HDR)"}
REPORT: dict[str, Any] = {
    "source": "/home/me/Talk <1> & more.mkv",
    "outputs": ["/home/me/out.mp4"],
    "notes": ["audio track 1: Opus becomes AAC", "talk.mkv ends early; those were written"],
    "shortfall": "talk.mkv ends early",
    "losses": {"missing": 7, "damaged": 0},
    "frames_written": 1234,
    "rate_fps": 9.51,
    "elapsed_s": 130.2,
    "media": {
        "/home/me/Talk <1> & more.mkv": {
            "video": VIDEO,
            "audio": [{"codec": "opus", "rate_hz": 48000, "channels": "stereo", "language": "eng"}],
        },
        "/home/me/out.mp4": {
            "video": {**VIDEO, "primaries": "BT.709"},
            "audio": [{"codec": "aac", "rate_hz": 48000, "channels": "stereo", "language": "eng"}],
        },
    },
    "stages": {
        name: {"mean_ms": mean_ms, "p50_ms": mean_ms, "p95_ms": 2 * mean_ms, "p99_ms": 3 * mean_ms}
        for name, mean_ms in (("decode", 5.0), ("matte", 80.0), ("begin", 60.0), ("finish", 30.0), ("encode", 10.0))
    },
    "plate_states": [
        {"time_s": 10.0 + at, "light": 1.1, "shift_px": 0.5, "condition": name, "known_share": share}
        for at, name, share in ((0, "lost", 0.0), (1, "learning", 0.4), (2, "known", 0.9), (3, "known", 1.0))
    ],
    "shots": [{"start_s": 0.0, "end_s": 4.5, "unknown_share": 0.25}],
    "version": "0.2.0",
}


class Tags(HTMLParser):
    """Every tag is closed in its turn; gathers what is shown and the values of attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SVG

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    return tags


def points(page: str) -> Iterator[list[tuple[float, float]]]:
    for line in re.findall(r'<polyline points="([^"]*)"', page):
        yield [(float(x), float(y)) for x, y in (pair.split(",") for pair in line.split())]


def test_a_page_shows_what_was_done_lost_and_changed_and_how_fast() -> None:
    text = read(make_page(REPORT)).text
    for shown in ("Talk <1> & more.mkv", "1,234", "9.5", "2 min 10 s", "Opus becomes AAC", "ends early", "BT.2020"):
        assert shown in text
    for shown in ("HLG (HDR)", "OPUS, 48 kHz, stereo", "re-encoded", "Matting network", "160.0", "25.0 %"):
        assert shown in text
    assert "the first half of matting (60.0 ms), sets the speed" in text


def test_a_page_loads_nothing_and_takes_names_for_names() -> None:
    tags = read(make_page({**REPORT, "source": '/tmp/"><script src=http://x></script>.mkv'}, [(0.0, b"jpeg")]))
    sources = [value for name, value in tags.attributes if name in ("src", "href")]
    assert sources == ["data:image/jpeg;base64,anBlZw=="]
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:") in tags.attributes
    assert "script" in tags.text


def test_a_shot_shows_what_of_its_room_stayed_unknown() -> None:
    shots = [{"start_s": 0.0, "unknown_map": "data:image/png;base64,iVBORw0KGgo="}, {"start_s": 2.5}]
    tags = read(make_page({**REPORT, "shots": shots}))
    assert ("src", "data:image/png;base64,iVBORw0KGgo=") in tags.attributes
    assert "0:02.5" in tags.text


def test_the_plate_over_time_is_drawn_from_the_first_moment_to_the_last() -> None:
    page = make_page(REPORT)
    known, *_ = points(page)
    assert known == [(0, 100), (333.3, 60), (666.7, 10), (1000, 0)]
    text = read(page).text
    assert "0 % to 100 %" in text
    assert all(state in text for state in ("lost 33 %", "learning 33 %", "known 33 %"))


def test_what_hardly_changes_is_no_mountain() -> None:
    states = [{"time_s": float(at), "light": 1 + at / 1000, "shift_px": 0.0} for at in range(5)]
    light, shift = points(make_page({"plate_states": states}))
    assert max(y for _, y in light) - min(y for _, y in light) < 2
    assert {y for _, y in shift} == {100}


@pytest.mark.parametrize("missing", [None, *REPORT])
def test_what_a_report_lacks_has_no_place(missing: str | None) -> None:
    text = read(make_page({key: value for key, value in REPORT.items() if missing not in (None, key)})).text
    assert "None" not in text.split("All figures")[0]


def test_a_source_without_sound_says_so() -> None:
    media = {name: {**facts, "audio": []} for name, facts in REPORT["media"].items()}
    assert "The source has none." in read(make_page({**REPORT, "media": media})).text


def test_of_a_source_that_is_no_file_no_sound_is_told() -> None:
    text = read(make_page({**REPORT, "source": "shot.%04d.png"})).text
    assert "Audio" not in text.split("All figures")[0]
    assert "OPUS" not in text


def test_a_job_that_was_resumed_says_where() -> None:
    assert "Resumed at frame250" in read(make_page({**REPORT, "resumed_at": 250})).text
    assert "Resumed" not in read(make_page({**REPORT, "resumed_at": 0})).text


def test_where_nothing_was_lost_the_page_says_so() -> None:
    assert "Nothing was lost or changed" in read(make_page({**REPORT, "notes": [], "shortfall": None})).text
