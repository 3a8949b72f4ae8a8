"""The benchmark, really run on small pictures for a short time; what it measures is not judged here."""

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from matting_rt.frame import FrameSize
from matting_rt.sources.video_file import VideoFileSource
from tools import benchmark
from tools.benchmark_film import make_film

SIZE = "192x108"

PEER = """
import torch


class MattingRefine(torch.nn.Module):
    def __init__(self, backbone: str, backbone_scale: float, refine_mode: str, refine_sample_pixels: int,
                 refine_prevent_oversampling: bool):
        super().__init__()
        assert (backbone, refine_mode) == ("mobilenetv2", "sampling")
        self.conv = torch.nn.Conv2d(6, 4, 1)

    def forward(self, src, bgr):
        x = self.conv(torch.cat([src, bgr], dim=1)).clamp(0, 1)
        return x[:, :1], x[:, 1:]
"""
"""A small network that is called as the original's is."""


def measure(tmp_path: Path, *words: str) -> tuple[int, dict[str, Any]]:
    path = tmp_path / "benchmark.json"
    status = benchmark.main([*words, "--json", str(path)])
    return status, json.loads(path.read_text())


def measure_long_enough(tmp_path: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """For as long as this computer, however busy, needs until something is matted."""
    path = tmp_path / "benchmark.json"
    for duration_s in (3, 12, 48):
        status = benchmark.main([*words, "--duration", str(duration_s), "--json", str(path)])
        if path.exists():
            break
    return status, json.loads(path.read_text())


@pytest.mark.slow
def test_without_words_it_measures_the_network_live_video_and_files(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status, figures = measure_long_enough(tmp_path, "--size", SIZE, "--long", "0.1")
    assert status == bool(figures["missed"])
    assert figures["conditions"]["processor"]
    assert figures["conditions"]["packages"]["onnxruntime"]
    original, ours = figures["network"]
    assert "BackgroundMattingV2" in original["name"]
    assert ours["times_as_fast"] == pytest.approx(ours["rate_fps"] / original["rate_fps"])
    (live,) = figures["live"]
    assert live["quality"] == "best"
    assert live["latency_p95_ms"] >= live["latency_p50_ms"] > 0
    assert live["latency_bound_ms"] > 2000 / live["camera_fps"]
    assert live["peak_mb"] > 50
    batch, course = figures["batch"]
    assert batch["serial_fps"] < 1000 / max(batch[f"{name}_ms"] for name in ("decode", "begin", "finish", "encode"))
    assert all(each["rate_fps"] > 0 and each["cpu_ms"] > 0 for each in (original, ours, live, batch))
    assert set(live["stages"]) > set(batch["stages"]) - {"decode", "encode"}
    assert course["frames"] == 2 * 118
    assert len(course["course_mb"]) == 10
    assert course["growth_mb"] == pytest.approx(course["course_mb"][9] - course["course_mb"][1], abs=0.06)
    tables = [[line.count("|") for line in table.splitlines()] for table in capfd.readouterr().out.split("\n\n")]
    assert [len(table) for table in tables] == [5, 3, 3, 3]  # the first begins with an empty line
    assert all(len(set(table)) == 1 for table in [tables[0][1:], *tables[1:]])


def test_the_bare_pipeline_says_which_bounds_it_missed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, figures = measure(tmp_path, "pipeline", "--delay-ms", "5", "--duration", "1")
    (measured,) = figures["pipeline"]
    assert measured["counts"]["matted"] > 0
    assert measured["threads_left"] == 0
    assert measured["out_of_order"] == 0
    assert measured["latency_bound_ms"] == pytest.approx(71.7)
    assert status == bool(figures["missed"])
    assert capfd.readouterr().err.count("benchmark: with a network of 5 ms ") == len(figures["missed"])


@pytest.mark.slow
def test_the_originals_own_code_is_measured_where_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "__init__.py").write_text("from .network import MattingRefine\n")
    (tmp_path / "model" / "network.py").write_text(PEER)
    status, figures = measure(tmp_path, "network", "--size", SIZE, "--peer", str(tmp_path))
    assert status == 0
    assert figures["network"][0]["name"] == "BackgroundMattingV2, MobileNetV2, its own code"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--peer", "FOLDER"], "does not hold BackgroundMattingV2: there is no model/__init__.py; give a checkout"),
        (["--peer", "BROKEN", "--size", "190x108"], "--size is 190x108; with --peer both sides must be multiples of 4"),
        (["--peer", "BROKEN", "--size", SIZE], "cannot be run: No module named 'not_there'; give a checkout"),
        (["live", "--size", SIZE, "--model", "none"], "matting-rt live failed: no model is called 'none'"),
        (["--rate", "0"], "--rate is 0; it must be above 0"),
    ],
)
def test_what_cannot_be_measured_is_told_in_a_line(
    words: list[str], line: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken"
    (broken / "model").mkdir(parents=True)
    (broken / "model" / "__init__.py").write_text("import not_there\n")
    folders = {"FOLDER": str(tmp_path), "BROKEN": str(broken)}
    assert benchmark.main([folders.get(word, word) for word in words]) == 2
    (said,) = capfd.readouterr().err.splitlines()
    assert said.startswith("matting-rt: error: ")
    assert line in said


def test_a_film_that_is_repeated_goes_on_without_a_jump_in_time(tmp_path: Path) -> None:
    film = make_film(tmp_path, FrameSize(64, 36), 30).repeated(3)
    source = VideoFileSource(film.path)
    source.open()
    times_s = [frame.pts * frame.time_base for frame in source]
    source.close()
    assert len(times_s) == film.frame_count == 3 * 118
    assert {after - before for before, after in pairwise(times_s)} == {Fraction(1, 30)}
