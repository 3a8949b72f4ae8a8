"""The commands of the data room, and what training says of a set before its first step."""

import gc
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.training.data.trees import make_tree, write_paths
from training import preview, train_base
from training.data import benchmark, check

SMALL = ["--width", "64", "--height", "64", "--batch", "2", "--steps", "1", "--device", "cpu", "--output", "out"]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The paths file of a working folder with a few sets in it."""
    monkeypatch.chdir(tmp_path)
    names = ("p3m10k", "bg20k", "videomatte240k", "photomatte85")
    return write_paths(tmp_path, **{name: make_tree(name, tmp_path / name) for name in names})


def test_a_report_counts_measures_and_shows_a_set(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["videomatte240k"]) == 0
    report = capsys.readouterr().out
    assert "training: 14 pictures, clips: 3, 0.00 GB; all 128x72" in report
    assert "validation: 4 pictures, clips: 1" in report
    assert "note: videomatte240k: clips for training: 3 of the 479" in report
    assert "foreground 20% of the picture, soft 9.1%" in report
    sheet = cv2.imread("videomatte240k-sheet.png")
    assert sheet.shape == (8 * 180, 3 * 240, 3)


@pytest.mark.parametrize("name", ["bg20k", "photomatte85"])
def test_backgrounds_and_cutouts_are_checked_too(file: Path, name: str) -> None:
    assert check.main([name, "--all", "--sheet", "here.png"]) == 0
    assert Path("here.png").is_file()


def test_a_report_tells_every_fault_and_the_status_is_2(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("p3m10k/train/mask/p_0001.png").write_bytes(b"")
    Path("p3m10k/validation/P3M-500-P/mask/p_0001.png").unlink()
    assert check.main(["p3m10k"]) == 2
    printed = capsys.readouterr()
    assert "error: p3m10k: 1 of 3 pictures cannot be read" in printed.out
    assert "error: p3m10k: 3 of 3 foregrounds for training are not estimated yet" in printed.out
    assert "validation: error: p3m10k: 1 of 2 pictures in" in printed.out
    assert printed.err == "check: error: p3m10k cannot be trained on as it is; see above\n"


def test_a_jpeg_is_named_whose_middle_is_damaged(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It can be decoded, with wrong colours from there on."""
    noise = np.random.default_rng(1).integers(0, 255, (150, 200, 3), np.uint8)
    content = bytearray(cv2.imencode(".jpg", noise)[1].tobytes())
    middle = len(content) // 2
    content[middle : middle + 300] = bytes(300)
    Path("bg20k/train/h_0001.jpg").write_bytes(content)
    assert check.main(["bg20k", "--all"]) == 2
    report = capsys.readouterr().out
    assert "h_0001.jpg is damaged (Corrupt JPEG data" in report
    assert report.count("is damaged") == 1


def test_masks_without_soft_edges_are_suspected(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in Path("photomatte85").glob("*.png"):
        picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        picture[..., 3] = (picture[..., 3] > 127) * 255
        cv2.imwrite(str(path), picture)
    assert check.main(["photomatte85"]) == 0
    assert "note: no alpha has a soft edge: are these masks of a segmentation?" in capsys.readouterr().out


def test_throughput_is_measured(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sets = ["--dataset-name", "photomatte85", "--background-dataset", "bg20k"]
    size = ["--width", "64", "--height", "64", "--batch", "2", "--steps", "2", "--device", "cpu"]
    assert benchmark.main([*sets, *size, "--workers", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "photomatte85 before bg20k: 2 pictures of 64x64 a step, on the CPU"
    assert [line.split()[0] for line in lines[1:]] == ["a", "decoded", "made"]
    assert all(float(line.removeprefix("a core").removeprefix(line.split()[0]).split()[0]) > 0 for line in lines[1:])
    assert benchmark.main(["--steps", "0"]) == 2
    assert benchmark.main(["--width", "64", "128"]) == 2
    capsys.readouterr()
    both = [*size, "--core", "--width", "64", "96", "--height", "64", "96"]
    assert benchmark.main(["--dataset-name", "photomatte85", "videomatte240k", *both]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" before")[0] for line in lines[::2]] == ["photomatte85", "videomatte240k"] * 2


def test_a_preview_shows_any_set(file: Path) -> None:
    sets = ["--dataset-name", "videomatte240k", "--background-dataset", "bg20k", "--clip-length", "2"]
    assert preview.main([*sets, "--width", "64", "--height", "64", "--rows", "4"]) == 0
    assert cv2.imread("preview.png").shape == (4 * 64, 4 * 64, 3)


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-400])


@pytest.mark.parametrize(
    ("sets", "damage", "status", "message"),
    [
        ("nothing bg20k", lambda: None, 2, "no data set is called 'nothing'"),
        ("ppm100 bg20k", lambda: None, 2, "gives no path for ppm100; add a table [ppm100]"),
        ("photomatte85 bg20k", lambda: Path("bg20k").rename("moved"), 2, "bg20k: there is no folder"),
        ("p3m10k bg20k", lambda: None, 2, "run python -m training.data.estimate p3m10k"),
        ("p3m10k bg20k", lambda: Path("p3m10k/train/mask/p_0000.png").unlink(), 1, "1 of 3 pictures in"),
        ("photomatte85 bg20k", lambda: _cut_off(Path("bg20k/train/h_0001.jpg")), 1, "1 of 4 pictures are cut off"),
    ],
)
def test_training_says_in_one_line_what_is_wrong_with_a_set(
    file: Path,
    capfd: pytest.CaptureFixture[str],
    sets: str,
    damage: Callable[[], object],
    status: int,
    message: str,
) -> None:
    damage()
    foregrounds, backgrounds = sets.split()
    arguments = ["--dataset-name", foregrounds, "--background-dataset", backgrounds, *SMALL]
    assert train_base.main(arguments) == status
    gc.collect()
    lines = [line for line in capfd.readouterr().err.splitlines() if not line.startswith("note: ")]
    assert len(lines) == 1
    assert lines[0].startswith("train_base: error: ")
    assert message in lines[0]
