"""The commands of the data room, and what training says of a set before its first step."""

import gc
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt.errors import ConfigError
from matting_rt.frame import FrameSize
from tests.training.data.trees import make_tree, write, write_paths
from training import preview, train_base
from training.data import benchmark, check
from training.data.batches import open_sources
from training.data.paths import load_paths
from training.data.settings import DataSettings, Split

P3M_VALID = "p3m10k/validation/P3M-500-P"
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
    Path(f"{P3M_VALID}/mask/p_0001.png").unlink()
    assert check.main(["p3m10k"]) == 2
    printed = capsys.readouterr()
    assert "error: p3m10k: 1 of 3 pictures cannot be read" in printed.out
    assert "error: p3m10k: 3 of 3 foregrounds for training are not estimated yet" in printed.out
    assert "validation: error: p3m10k: 1 of 2 pictures in" in printed.out
    assert printed.err == "check: error: p3m10k cannot be trained on as it is; see above\n"


def test_a_jpeg_is_named_whose_middle_is_damaged(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It can be decoded, with wrong colours from there on: training takes it."""
    noise = np.random.default_rng(1).integers(0, 255, (150, 200, 3), np.uint8)
    content = bytearray(cv2.imencode(".jpg", noise)[1].tobytes())
    middle = len(content) // 2
    content[middle : middle + 300] = bytes(300)
    Path("bg20k/train/h_0001.jpg").write_bytes(content)
    assert check.main(["bg20k", "--all"]) == 0
    report = capsys.readouterr().out
    assert "note: " in report
    assert "h_0001.jpg is damaged (Corrupt JPEG data" in report
    assert "training takes it as it is" in report
    assert report.count("is damaged") == 1


def _own(folder: str, count: int) -> Path:
    """Tiny backgrounds as a set of one's own."""
    for index in range(count):
        write(Path(folder) / f"{index:03}.png", np.full((6, 8, 3), index, np.uint8))
    with Path("datasets.toml").open("a") as file:
        file.write(f'\n[{folder}]\nbackgrounds = "{folder}"\n')
    return Path(folder)


def _break_middle(path: Path) -> None:
    """Its header and its end are whole."""
    content = bytearray(path.read_bytes())
    content[40:60] = bytes(20)
    path.write_bytes(content)


@pytest.mark.parametrize("break_", [_break_middle, lambda path: path.write_bytes(b"")])
def test_a_set_of_which_training_skips_a_picture_can_be_trained_on(
    file: Path, capsys: pytest.CaptureFixture[str], break_: Callable[[Path], object]
) -> None:
    rooms = _own("rooms", 121)  # of which 100 are for training
    break_(rooms / "001.png")
    assert check.main(["rooms", "--all"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    (line,) = [line for line in printed.out.splitlines() if "001.png is not" in line]
    assert line.startswith("  note: ")
    assert line.endswith("; training skips it")
    assert f"path: {rooms.absolute()}\n" in printed.out
    break_(rooms / "002.png")
    assert check.main(["rooms", "--all"]) == 2
    assert capsys.readouterr().out.count("  error: ") >= 1


def test_of_pictures_that_cannot_be_decoded_nothing_is_measured(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in Path("photomatte85").glob("*.png"):
        _break_middle(path)
    assert check.main(["photomatte85"]) == 2
    report = capsys.readouterr().out
    assert "  nothing was decoded\n" in report
    assert "alpha" not in report.replace("trimap", "")
    assert "it is a damaged PNG; copy it again, or choose another\n" in report


def test_a_single_picture_is_noted_to_be_in_both_parts(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _own("room", 1)
    note = "note: room: there is one picture, for training and validation alike"
    assert check.main(["room"]) == 0
    assert capsys.readouterr().out.count(note) == 1
    settings = DataSettings(FrameSize(64, 64), 1, "photomatte85", "room")
    for split in Split:
        open_sources(settings, split)
    assert capsys.readouterr().err.count(note) == 1


def test_a_set_that_is_only_measured_on_is_checked_and_not_trained_on(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "videomatte240k-composed"
    with file.open("a") as paths:
        paths.write(f'\n[{name}]\npath = "{make_tree(name, Path(name))}"\n')
    assert check.main([name, "--all"]) == 0
    report = capsys.readouterr().out
    assert "VideoMatte240K-static: 1 of 25 clips" in report
    assert "note: 1 of the 25 of the complete set" in report
    with pytest.raises(
        ConfigError, match=r"is only measured on: python -m training.evaluate --benchmark VideoMatte240K-s"
    ):
        load_paths().locate(name)
    Path(name, "videomatte_static/0000/com/0002.png").unlink()
    Path(name, "videomatte_motion/0000/bgr/0000.png").write_bytes(b"")
    assert check.main([name]) == 2
    report = capsys.readouterr().out
    assert report.count("error: ") == 1
    assert "bgr/0000.png is not a picture" in report
    assert check.main([name, "--all"]) == 2
    assert "have different numbers of frames" in capsys.readouterr().out


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
