"""Training the edge network alone, for real, on small stored scenes behind the released base."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from matting_rt.model_files import find_model
from tests.training.test_train import losses, run
from training.checkpoint import BEST, LAST

pytestmark = pytest.mark.slow  # nearly all of it is what the fixtures make

RELEASED = find_model("mobilenetv3-lite").path
SMALL = [
    *("--batch", "2", "--crop", "32", "--backbone-scale", "0.5", "--save-every", "2", "--log-every", "1"),
    *("--warmup", "1", "--calibration-pictures", "4", "--pictures-every", "2", "--device", "cpu"),
]


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scenes")
    size = ("--width", 640, "--height", 384)  # smaller, hair alone is too much for a base
    assert run("training.data.scenes", "--output", folder / "train", "--count", 8, *size) == 0
    assert run("training.data.scenes", "--output", folder / "valid", "--count", 2, *size, "--held-out") == 0
    return folder


def train(scenes: Path, output: Path, *more: object, start: Path = RELEASED) -> int:
    where = ("--scenes", scenes / "train", "--valid-scenes", scenes / "valid", "--output", output)
    return run("training.train_edges", *SMALL, "--start-from", start, *where, *more)


@pytest.fixture(scope="module")
def trained(scenes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("edges")
    assert train(scenes, output, "--steps", 4, "--schedule", "constant") == 0
    return output


def test_only_the_edge_network_learns(trained: Path) -> None:
    before, after = load_file(RELEASED), load_file(trained / LAST)
    changed = {name for name in after if not torch.equal(before[name].float(), after[name].float())}
    assert changed
    assert {name.split(".")[0] for name in changed} == {"refiner"}
    assert (trained / BEST).is_file()


@pytest.mark.parametrize("device", ["cpu", pytest.param("cuda", marks=pytest.mark.cuda)])
def test_a_run_that_was_stopped_has_the_losses_that_it_would_have_had(
    scenes: Path, trained: Path, tmp_path: Path, device: str
) -> None:
    whole, flags = trained, ("--schedule", "constant", "--device", device)
    assert train(scenes, tmp_path, "--steps", 2, *flags) == 0
    assert train(scenes, tmp_path, "--steps", 4, *flags, "--resume") == 0
    if device != "cpu":
        whole = tmp_path / "whole"
        assert train(scenes, whole, "--steps", 4, *flags) == 0
    # CUDA adds up gradients in any order, and bf16 rounds what differs to what shows
    assert losses(tmp_path) == (losses(whole) if device == "cpu" else pytest.approx(losses(whole), rel=0.02))
    if device == "cpu":
        torch.testing.assert_close(load_file(tmp_path / LAST), load_file(whole / LAST), rtol=0, atol=0)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--variant", "mobilenetv2"), "has no edge network"),
        (("--scenes", ""), "name folders of stored scenes"),
        (("--crop", 30), "multiple of 4"),
    ],
)
def test_a_mistake_is_told_in_a_line(
    scenes: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], more: tuple[object, ...], said: str
) -> None:
    assert train(scenes, tmp_path, *more) == 2
    lines = capfd.readouterr().err.strip().splitlines()
    assert said in lines[-1]
    assert "Traceback" not in "".join(lines)


def test_a_base_that_finds_nobody_is_refused(scenes: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    where = ("--scenes", scenes / "train", "--valid-scenes", scenes / "valid", "--output", tmp_path)
    assert run("training.train_edges", *SMALL, *where, "--steps", 2) == 2
    assert "finds nobody; train it first" in capfd.readouterr().err
