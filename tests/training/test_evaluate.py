"""The evaluation, on small pictures: what it measures, and what it writes."""

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
import torch

from matting_rt.model_files import released_folder
from matting_rt.network.variants import build_network
from matting_rt.weights import save_weights
from tests.training.data.trees import make_tree, write_paths
from training.evaluate import main, to_indices
from training.evaluation_events import COURSES, Course

ROOT = Path(__file__).parents[2]
SIZE = "160x96"
LAMP = np.full(1, 0.5, np.float32)
BASELINES = {"absolute difference", "person network alone", "OpenCV MOG2", "untrained mobilenetv3-lite"}


def run(output: Path, *arguments: str) -> list[dict[str, object]]:
    assert main(["--output", str(output), "--size", SIZE, *arguments]) == 0
    return json.loads((output / "evaluation.json").read_text(encoding="utf-8"))["rows"]


@pytest.mark.slow
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
    monkeypatch.setattr("training.evaluation_clips.MOVING_DURATION_S", 0.25)
    rows = run(tmp_path, "--set", "moving")
    assert {row["model"] for row in rows} == BASELINES - {"absolute difference"}
    assert all(row["dtssd"] > 0 and row["fgr_mse"] is None for row in rows)


@pytest.mark.slow
def test_a_clip_with_an_event_is_measured_for_recovery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.evaluation_events.DURATION_S", 0.6)
    monkeypatch.setitem(COURSES, "lamp", Course("", (0.3,), light=lambda time_s, width: 1 + (time_s >= 0.3) * LAMP))
    rows = run(tmp_path, "--set", "lamp", "drift", "--model", "mobilenetv3-lite")
    lamp = {row["model"]: row for row in rows if row["set"] == "lamp"}
    assert lamp.keys() == {"mobilenetv3-lite", *BASELINES} - {"absolute difference"}
    assert all(row["dtssd"] > 0 and "still_edge" in row for row in rows)
    assert all(row["recovery_s"] == "never" or row["recovery_s"] >= 0 for row in lamp.values())
    assert not any("recovery_s" in row for row in rows if row["set"] == "drift")
    assert cv2.imread(str(tmp_path / "worst-12-mobilenetv3-lite.png")).shape == (2 * 192, 4 * 320, 3)


@pytest.mark.parametrize(("name", "plates"), [("moved", {"known", "partly known"}), ("noplate", {"none"})])
def test_each_plate_of_a_set_has_its_rows(tmp_path: Path, name: str, plates: set[str]) -> None:
    rows = run(tmp_path, "--set", name, "--count", "1")
    assert {(row["plate"], row["model"]) for row in rows} == {(p, b) for p in plates for b in BASELINES}
    assert not list(tmp_path.glob("worst-12-*"))  # which is of models alone


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


def test_data_sets_are_measured_beside_painted_ones_and_named_in_the_table(tmp_path: Path) -> None:
    roots = {name: make_tree(name, tmp_path / name) for name in ("videomatte240k", "bg20k", "avatars")}
    paths = write_paths(tmp_path, **roots)
    rows = run(
        tmp_path / "out",
        *("--set", "camouflage", "videomatte240k", "avatars", "--background-dataset", "bg20k"),
        *("--data-paths", str(paths), "--count", "2"),
    )
    assert {(row["set"], row["plate"], row["model"]) for row in rows} == {
        (s, p, b)
        for s in ("camouflage", "videomatte240k", "avatars")
        for p in ("clean", "perturbed")
        for b in BASELINES
    }
    assert all(row["fgr_mse"] > 0 for row in rows)
    table = (tmp_path / "out" / "evaluation.md").read_text(encoding="utf-8")
    assert "- videomatte240k: 4 pictures kept from training, before 2 of bg20k\n" in table
    assert (tmp_path / "out" / "worst-videomatte240k-perturbed-absolute-difference.png").is_file()


@pytest.mark.slow
def test_benchmarks_are_measured_with_the_plates_that_they_have_and_published_results_stand_beside(
    tmp_path: Path,
) -> None:
    roots = {name: make_tree(name, tmp_path / name) for name in ("p3m10k", "adobe", "backgrounds")}
    roots["videomatte240k_composed"] = make_tree("videomatte240k-composed", tmp_path / "composed")
    rows = run(
        tmp_path / "out",
        *(
            "--benchmark",
            "p3m-500-np",
            "Adobe-composites",
            "VideoMatte240K-static",
            "--background-dataset",
            "backgrounds",
        ),
        *("--data-paths", str(write_paths(tmp_path, **roots)), "--count", "1"),
    )
    measured = {(row["set"], row["plate"], row["model"]) for row in rows if "source" not in row}
    assert measured == {
        ("P3M-500-NP", "none", "person network alone"),
        *(("Adobe-composites", plate, baseline) for plate in ("exact", "perturbed") for baseline in BASELINES),
        *(("VideoMatte240K-static", "published", baseline) for baseline in BASELINES),
    }
    assert all(("dtssd" in row) == (row["set"] == "VideoMatte240K-static") for row in rows)
    table = (tmp_path / "out" / "evaluation.md").read_text(encoding="utf-8")
    assert "- P3M-500-NP: 1 of 2 scenes; 2 of 500 pictures; trimaps: the set's own; photographs as they are" in table
    assert "| perturbed | BackgroundMattingV2, ResNet-50 | – | 12.01 | 12.86 | 8.43 | 11.12 | 5.31 |" in table
    assert r"\begin{table*}" in (tmp_path / "out" / "evaluation.tex").read_text(encoding="utf-8")


@pytest.mark.slow
def test_an_interrupted_evaluation_leaves_the_tables_of_the_finished_sets(tmp_path: Path) -> None:
    """The second set is interrupted as soon as the first is written."""
    output = tmp_path / "out"
    arguments = ["--set", "synthetic", "camouflage", "--size", "64x64", "--count", "2", "--output", str(output)]
    script = f"import sys; from training.evaluate import main; sys.exit(main({arguments!r}))"
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    while not (output / "worst-synthetic-perturbed-absolute-difference.png").exists() and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "evaluate: interrupted"
    rows = json.loads((output / "evaluation.json").read_text(encoding="utf-8"))["rows"]
    assert {row["set"] for row in rows} == {"synthetic"}
    assert len(rows) == 2 * len(BASELINES)
    assert "camouflage" not in (output / "evaluation.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ("--size 12", 2, "size is '12'; write it as 1280x720"),
        ("--size 12x700", 2, "from 64 to 8192 pixels a side"),
        ("--size 99999x64", 2, "from 64 to 8192 pixels a side"),
        ("--count 0", 2, "count is 0"),
        ("--seed -1", 2, "seed is -1"),
        ("--set clip --clip . --empty 3-", 2, "empty is '3-'; write numbers"),
        ("--set clip --clip .", 2, "there is no file video.mp4"),
        ("--set p3m", 2, "no set is called 'p3m'; choose from synthetic, people, camouflage, hair, moved"),
        ("--set ,", 2, "no set is called ','"),
        ("--benchmark photomatte85", 2, "no benchmark is called 'photomatte85'; choose from P3M-500-P"),
        ("--benchmark adobe-composites --data-paths paths.toml", 2, "gives no path for adobe"),
        ("--set p3m10k --data-paths none.toml", 2, "none.toml"),
        ("--set photomatte85 --data-paths paths.toml", 2, "there is no folder"),
        ("--set adobe --data-paths paths.toml", 2, "gives no path for adobe"),
        ("--set bg20k --data-paths paths.toml", 2, "bg20k is a set of backgrounds"),
        ("--set mine --data-paths paths.toml", 1, "holds no pictures"),
        ("--set avatars --background-dataset avatars --data-paths paths.toml", 2, "avatars is a set of stills"),
        ("--model other.pth", 1, "fits none of the networks"),
        ("--model evil.pth", 1, "holds objects other than tensors and was not opened"),
        ("--model cut.safetensors", 1, "is not a whole .safetensors file"),
        ("--model cut.onnx", 1, "cut.onnx"),
        ("--model wrong.safetensors --engine torch", 1, "does not fit mobilenetv3"),
        ("--model mobilenetv9", 2, "no model is called 'mobilenetv9'"),
        ("--model mobilenetv3-lite mobilenetv3-lite", 2, "two models are called mobilenetv3-lite"),
        ("--output paths.toml", 1, "File exists"),
    ],
)
def test_a_mistake_is_one_line_before_the_first_pair(
    faulty: Path, arguments: str, status: int, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--size", SIZE, "--output", "out", "--set", "synthetic", *arguments.split()]) == status
    printed = capfd.readouterr()
    assert printed.err.count("\n") == 1, printed.err
    assert printed.err.startswith("evaluate: error: ")
    assert message in printed.err
    assert not list(faulty.glob("out/*"))
    assert not (faulty / "broken-into").exists()


@pytest.fixture(scope="module")
def faulty_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Models and sets that will not do."""
    folder = tmp_path_factory.mktemp("faulty")
    torch.save({"conv.weight": torch.zeros(3, 3)}, folder / "other.pth")
    (folder / "evil.pth").write_bytes(pickle.dumps(Evil()))
    (folder / "cut.safetensors").write_bytes((released_folder() / "mobilenetv3-lite.safetensors").read_bytes()[:1000])
    (folder / "cut.onnx").write_bytes(b"\x08\x07\x12\x07pytorch"[:9])
    save_weights(build_network("mobilenetv3-lite", "base"), folder / "wrong.safetensors", "mobilenetv3", "base")
    make_tree("bg20k", folder / "bg20k")
    make_tree("avatars", folder / "avatars")
    make_tree("photomatte85", folder / "train")
    (folder / "valid").mkdir()
    (folder / "paths.toml").write_text(
        'photomatte85 = {path = "none"}\nbg20k = {path = "bg20k"}\navatars = {path = "avatars"}\n'
        'mine = {foregrounds = "train", valid_foregrounds = "valid"}\n'
    )
    return folder


class Evil:
    """Makes a file where a checkpoint of it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("broken-into",)


@pytest.fixture
def faulty(faulty_files: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where they lie, and the working directory."""
    monkeypatch.chdir(faulty_files)
    return faulty_files


@pytest.mark.parametrize("name", ["people", "clip"])
def test_a_set_that_needs_a_folder_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["--output", str(tmp_path), "--set", name]) == 2
    assert capsys.readouterr().err == f"evaluate: error: the set {name} needs --{name} DIR\n"


def test_ranges_include_both_ends() -> None:
    assert to_indices("0-2,5,8-9") == {0, 1, 2, 5, 8, 9}
