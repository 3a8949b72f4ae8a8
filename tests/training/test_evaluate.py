"""The evaluation, on small pictures: what it measures, and what it writes."""

import json
import math
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
import torch

from matting_rt.frame import FrameSize
from matting_rt.network.variants import build_network
from matting_rt.weights import save_weights
from training.evaluate import main, make_drawer, to_indices
from training.scores import Scores, to_json, to_markdown

SIZE = "160x96"
BASELINES = {"absolute difference", "OpenCV MOG2", "untrained mobilenetv3-lite"}


def run(output: Path, *arguments: str) -> list[dict[str, object]]:
    assert main(["--output", str(output), "--size", SIZE, *arguments]) == 0
    return json.loads((output / "evaluation.json").read_text(encoding="utf-8"))["rows"]


def test_a_pair_is_drawn_again_from_its_number_alone_and_both_plates_show_one_scene() -> None:
    draw = make_drawer("synthetic", FrameSize(96, 64), 1, None, None)
    first = draw(3)["perturbed"]
    draw(4)
    assert torch.equal(draw(3)["perturbed"].src, first.src)
    clean = draw(3)["clean"]
    assert torch.equal(clean.true_pha, first.true_pha)
    assert torch.equal(clean.true_fgr, first.true_fgr)
    assert not torch.equal(clean.bgr, first.bgr)
    assert not torch.equal(draw(4)["clean"].bgr, clean.bgr)


def test_the_table_has_every_baseline_with_both_plates_and_the_same_seed_gives_it_again(tmp_path: Path) -> None:
    rows = run(tmp_path / "first", "--count", "2")
    assert {(row["plate"], row["model"]) for row in rows} == {(p, b) for p in ("clean", "perturbed") for b in BASELINES}
    for row in rows:
        assert row["mad_edge"] + row["mad_holes"] + row["mad_leaks"] == pytest.approx(row["mad"], rel=1e-4)
    again = run(tmp_path / "again", "--count", "2")
    assert [row | {"matte_ms": 0} for row in again] == [row | {"matte_ms": 0} for row in rows]
    table = (tmp_path / "first" / "evaluation.md").read_text(encoding="utf-8")
    assert "| perturbed | OpenCV MOG2 |" in table
    sheet = cv2.imread(str(tmp_path / "first" / "worst-synthetic-clean-opencv-mog2.png"))
    assert sheet.shape == (2 * 192, 5 * 320, 3)


def test_a_model_is_measured_beside_people_it_is_given(tmp_path: Path) -> None:
    torch.manual_seed(0)
    save_weights(
        build_network("mobilenetv3-lite", "refine"), tmp_path / "mine.safetensors", "mobilenetv3-lite", "refine"
    )
    people = tmp_path / "people"
    people.mkdir()
    person = np.zeros((96, 128, 4), np.uint8)
    cv2.ellipse(person, (64, 96), (30, 70), 0, 0, 360, (40, 80, 200, 255), -1)
    assert cv2.imwrite(str(people / "person.png"), person)
    rows = run(
        tmp_path / "out",
        *("--set", "people", "--people", str(people), "--model", str(tmp_path / "mine.safetensors")),
        *("--engine", "torch", "--no-baselines", "--count", "1"),
    )
    assert [(row["set"], row["plate"], row["model"]) for row in rows] == [
        ("people", "clean", "mine"),
        ("people", "perturbed", "mine"),
    ]
    assert all(row["mad"] > 0 and row["fgr_mse"] > 0 for row in rows)


def test_a_moving_clip_is_measured_for_flicker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.evaluate.MOVING_DURATION_S", 0.25)
    rows = run(tmp_path, "--set", "moving")
    assert {row["model"] for row in rows} == BASELINES - {"absolute difference"}
    assert all(row["dtssd"] > 0 and row["fgr_mse"] is None for row in rows)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Twelve frames of a textured room; something bright stands in the frames 4 to 7."""
    folder = tmp_path / "clip"
    folder.mkdir()
    rng = np.random.default_rng(0)
    room = cv2.resize(rng.integers(60, 140, (12, 16, 3), np.uint8), (160, 96), interpolation=cv2.INTER_CUBIC)
    assert cv2.imwrite(str(folder / "plate.png"), room[..., ::-1])
    with av.open(str(folder / "video.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"crf": "4"})
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for index in range(12):
            image = room.copy()
            if 4 <= index <= 7:
                image[30:, 60:100] = 250
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return folder


def test_the_empty_frames_of_a_real_clip_are_measured_and_the_others_shown(tmp_path: Path, clip: Path) -> None:
    rows = run(tmp_path / "out", "--set", "clip", "--clip", str(clip), "--empty", "0-3,8-11")
    by_model = {row["model"]: row for row in rows}
    assert by_model["OpenCV MOG2"]["empty_alpha"] < 0.001
    assert by_model["untrained mobilenetv3-lite"]["empty_alpha"] > 0.01
    sheet = cv2.imread(str(tmp_path / "out" / "clip-opencv-mog2.png"))
    assert sheet.shape == (4 * 192, 4 * 320, 3)
    assert np.abs(sheet[100:180, 2 * 320 + 125 : 2 * 320 + 195].astype(int) - 255).mean() < 10  # its alpha is white


@pytest.mark.parametrize("name", ["people", "clip"])
def test_a_set_that_needs_a_folder_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["--output", str(tmp_path), "--set", name]) == 2
    assert capsys.readouterr().err == f"evaluate: error: the set {name} needs --{name} DIR\n"


def test_ranges_include_both_ends() -> None:
    assert to_indices("0-2,5,8-9") == {0, 1, 2, 5, 8, 9}


def test_means_leave_out_what_a_picture_does_not_have() -> None:
    scores = Scores("set", "clean", "model")
    for index, value in enumerate((1.0, math.nan, 3.0)):
        scores.add(index, {"trimap_mad": value, "dtssd": math.nan}, index, lambda: np.zeros((20, 40, 3), np.uint8))
    row = scores.row()
    assert row["trimap_mad"] == 2
    assert math.isnan(row["dtssd"])
    assert "| clean | model | 2.00 |" in to_markdown([row])
    assert "| clean | model | – |" in to_markdown([row])
    assert json.loads(to_json([row]))["rows"][0]["dtssd"] is None


def test_the_worst_pictures_are_kept_the_worst_first() -> None:
    scores = Scores("set", "clean", "model")
    for index in range(20):
        shade = index * 10
        scores.add(index, {}, (index * 7) % 20, lambda shade=shade: np.full((30, 40, 3), shade, np.uint8))
    levels = scores.worst_sheet()[29::30, 39, 0] // 10
    assert [(level * 7) % 20 for level in levels.tolist()] == [19, 18, 17, 16, 15, 14, 13, 12]
