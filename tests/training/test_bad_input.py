"""What the real command says, in one line and before its first step, of weights, disks and data sets that will not do.

Beside it, what looks bad and is not: grey, CMYK and 16-bit pictures.
"""

import gc
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from PIL import Image

from matting_rt.network.variants import build_network
from tests.disk import file_size_limit
from tests.training.data.trees import make_tree, write_paths
from training import train_base
from training.checkpoint import BEST, LAST, load_state

ROOT = Path(__file__).parents[2]
SMALL = [
    *("--width", "64", "--height", "64", "--batch", "2", "--valid-pictures", "1", "--calibration-pictures", "2"),
    *("--device", "cpu", "--warmup", "1", "--output", "out"),
]
SETS = ["--dataset-name", "photomatte85", "--background-dataset", "bg20k"]
PERSON = Path("photomatte85/0000001Q_000001_0041.png")
WALL = Path("bg20k/train/h_0001.jpg")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a paths file and miniature sets."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MATTING_RT_DATASETS", raising=False)
    write_paths(tmp_path, **{name: make_tree(name, tmp_path / name) for name in ("photomatte85", "bg20k", "p3m10k")})
    return tmp_path


def error_lines(capfd: pytest.CaptureFixture[str]) -> list[str]:
    """Standard error but for notes, which say what is dealt with, and the bar of progress."""
    gc.collect()  # ends the processes that load pictures, as the end of the command's own would
    lines = capfd.readouterr().err.splitlines()
    return [line for line in lines if not line.startswith("note: ") and "step/s" not in line]


class _Trap:
    """What unpickling it would do."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("evidence",)


def _state(variant: str = "mobilenetv3-lite") -> dict[str, torch.Tensor]:
    return build_network(variant, "base").state_dict()


def _truncate(path: Path, left_out: int = 400) -> None:
    path.write_bytes(path.read_bytes()[:-left_out])


@pytest.mark.parametrize(
    ("make", "status", "message"),
    [
        (lambda path: torch.save(_state("mobilenetv2"), path), 2, "start from one of the same variant"),
        (lambda path: torch.save(_state() | {"decoder.head.bias": torch.zeros(30)}, path), 2, "bias is 30 instead of"),
        (lambda path: torch.save({"network": _state()}, path), 1, "holds no weights"),
        (lambda path: path.write_bytes(pickle.dumps({"a": _Trap()})), 1, "was not opened"),
        (lambda path: torch.save({"a": _Trap()}, path), 1, "was not opened"),
        (
            lambda path: (torch.save(_state(), path), _truncate(path, 5000)),
            1,
            "is not a PyTorch checkpoint, or is damaged",
        ),
        (lambda path: path.touch(), 1, "is not a PyTorch checkpoint, or is damaged"),
        (lambda path: path.mkdir(), 2, "There is no checkpoint"),
        (lambda path: None, 2, "There is no checkpoint"),
    ],
    ids=["architecture", "size", "nested", "malicious", "malicious-zip", "truncated", "empty", "folder", "missing"],
)
def test_weights_that_cannot_be_started_from_are_one_line(
    folder: Path, capfd: pytest.CaptureFixture[str], make: Callable[[Path], object], status: int, message: str
) -> None:
    path = folder / "checkpoint-xx.pth"
    make(path)
    assert train_base.main([*SMALL, *SETS, "--steps", "1", "--model-last-checkpoint", str(path)]) == status
    (line,) = error_lines(capfd)
    assert line.startswith("train_base: error: ")
    assert message in line
    assert path.name in line
    assert not (folder / "evidence").exists()
    assert not (folder / "out" / LAST).exists()


@pytest.mark.parametrize(
    ("damage", "status", "message"),
    [
        (lambda: shutil.move("photomatte85", "moved"), 2, "photomatte85: there is no folder"),
        (lambda: (shutil.rmtree("photomatte85"), Path("photomatte85").mkdir()), 1, "holds no pictures"),
        (lambda: shutil.rmtree("bg20k/train"), 2, "bg20k has no folder train"),
        (lambda: (shutil.rmtree("bg20k"), Path("bg20k").mkdir()), 1, "bg20k is empty; copy the set there"),
        (lambda: _truncate(WALL), 1, "1 of 4 pictures are cut off"),
        (lambda: _truncate(PERSON), 1, "0000001Q_000001_0041.png"),
        (lambda: WALL.write_bytes(b""), 1, "1 of 4 pictures cannot be read as pictures"),
        (lambda: WALL.write_text("no picture"), 1, "1 of 4 pictures cannot be read as pictures"),
    ],
    ids=["missing", "empty", "half", "empty-root", "truncated-jpeg", "truncated-png", "no-bytes", "text"],
)
def test_a_data_set_that_is_not_whole_is_one_line(
    folder: Path, capfd: pytest.CaptureFixture[str], damage: Callable[[], object], status: int, message: str
) -> None:
    damage()
    assert train_base.main([*SMALL, *SETS, "--steps", "1"]) == status
    (line,) = error_lines(capfd)
    assert line.startswith("train_base: error: ")
    assert message in line
    assert not (folder / "out").exists()


def test_what_validation_cannot_use_is_told_before_a_run_has_a_folder(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "photos").mkdir()
    assert train_base.main([*SMALL, "--photos", "photos", "--steps", "1"]) != 0
    (line,) = error_lines(capfd)
    assert "photos" in line
    assert not (folder / "out").exists()


def test_a_file_is_no_folder_for_a_run(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "out").touch()
    assert train_base.main([*SMALL, "--steps", "1"]) == 1
    (line,) = error_lines(capfd)
    assert line == "train_base: error: the folder out cannot be made (File exists); choose another --output"


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda: Path("p3m10k/train/mask/p_0001.png").unlink(), "1 of 3 pictures in"),
        (lambda: Path("p3m10k/train/blurred_image/p_0001.jpg").unlink(), "1 of 3 pictures in"),
    ],
    ids=["no-alpha", "no-colours"],
)
def test_pictures_that_do_not_pair_are_one_line(
    folder: Path, capfd: pytest.CaptureFixture[str], damage: Callable[[], object], message: str
) -> None:
    damage()
    sets = ["--dataset-name", "p3m10k", "--background-dataset", "bg20k"]
    assert train_base.main([*SMALL, *sets, "--steps", "1"]) == 1
    (line,) = error_lines(capfd)
    assert message in line
    assert "p_0001" in line


def test_grey_cmyk_and_deep_pictures_are_trained_on_and_told(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    walls = sorted(Path("bg20k/train").iterdir())
    for path, mode in zip(walls, ("L", "CMYK"), strict=False):
        with Image.open(path) as picture:
            picture.convert(mode).save(path)
    deep = cv2.imread(str(walls[2])).astype(np.uint16) * 257
    walls[2].unlink()
    cv2.imwrite(str(walls[2].with_suffix(".png")), deep)
    assert train_base.main([*SMALL, *SETS, "--steps", "2"]) == 0
    err = capfd.readouterr().err
    for message in ("pictures are grey", "pictures are CMYK, and read as RGB", "have more than 8 bits"):
        assert f"bg20k: 1 of 4 {message}" in err or f"bg20k: 1 of 4 pictures {message}" in err
    assert (folder / "out" / LAST).exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes")
def test_a_disk_that_fills_up_keeps_the_checkpoint_before(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert train_base.main([*SMALL, "--steps", "1", "--pool", "2"]) == 0
    before = {name: (folder / "out" / name).read_bytes() for name in (LAST, BEST)}
    capfd.readouterr()
    with file_size_limit(2_000_000):  # of which a checkpoint needs more, and pictures that processes hand on less
        assert train_base.main([*SMALL, "--steps", "2", "--pool", "2", "--resume"]) == 1
    line = error_lines(capfd)[-1]
    assert line.startswith("train_base: error: cannot write out/")
    assert line.endswith("File too large; the checkpoint before it is as it was")
    assert {name: (folder / "out" / name).read_bytes() for name in before} == before
    assert load_state(folder / "out")[0].step == 1


@pytest.mark.slow
@pytest.mark.skipif(torch.cuda.device_count() > 1, reason="there are two GPUs here")
def test_fewer_gpus_than_processes_are_told_once(folder: Path) -> None:
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    command += ["-m", "training.train_base", *SMALL, "--device", "cuda", "--steps", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("train_base: error: ")]
    assert "PyTorch finds" in line
    assert not (folder / "out").exists()
