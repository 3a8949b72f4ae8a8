"""Both training scripts for real, from random weights to a released file, on pictures of 64x64."""

import runpy
import sys
from pathlib import Path

import pytest
import torch

from matting_rt.errors import ConfigError, WeightsError
from matting_rt.weights import find_model, load_network
from training.checkpoint import load_checkpoint
from training.config import TrainConfig

SMALL = ["--width", "64", "--height", "64", "--batch", "2", "--pool", "16", "--save-every", "2", "--device", "cpu"]


def run(monkeypatch: pytest.MonkeyPatch, module: str, *arguments: object) -> None:
    monkeypatch.setattr(sys, "argv", [module, *map(str, arguments)])
    runpy.run_module(module, run_name="__main__")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    with pytest.MonkeyPatch.context() as monkeypatch:
        run(monkeypatch, "training.train_base", *SMALL, "--steps", 3, "--output", folder)
    return folder


def test_a_run_leaves_a_checkpoint_of_its_last_step(base: Path) -> None:
    state = load_checkpoint(base / "last.pt")
    assert state["step"] == 3
    assert state["config"]["width"] == 64
    assert all(tensor.isfinite().all() for tensor in state["averaged"].values())


def test_a_run_logs_scalars_and_pictures(base: Path) -> None:
    assert list(base.glob("events.out.tfevents.*"))


def test_a_run_goes_on_where_it_stopped(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = load_checkpoint(base / "last.pt")
    run(monkeypatch, "training.train_base", *SMALL, "--steps", 4, "--output", base, "--resume")
    after = load_checkpoint(base / "last.pt")
    assert after["step"] == 4
    assert after["trained_s"] > before["trained_s"]
    moments = (state["optimizer"]["state"][0]["step"].item() for state in (before, after))
    assert list(moments) == [3, 4]


def test_a_trained_base_is_refined_and_released(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoint = base / "last.pt"
    run(monkeypatch, "training.train_refine", *SMALL, "--steps", 1, "--start-from", checkpoint, "--output", tmp_path)
    run(monkeypatch, "training.release", tmp_path / "last.pt", "--name", "tiny", "--output", tmp_path / "models")
    model = find_model(str(tmp_path / "models" / "tiny.safetensors"))
    assert model.variant == "mobilenetv3-lite"
    network = load_network(model)
    with torch.no_grad():
        pha = network(torch.rand(1, 3, 64, 64), torch.rand(1, 3, 64, 64))[0]
    assert pha.shape == (1, 1, 64, 64)


def test_a_run_starts_from_a_released_model(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released = find_model("mobilenetv3-lite").path
    still = ("--steps", 1, "--rate", 0, "--start-from", released, "--output", tmp_path)
    run(monkeypatch, "training.train_base", *SMALL, *still)
    weights = load_checkpoint(tmp_path / "last.pt")["averaged"]
    assert not any(name.startswith("refiner.") for name in weights)
    trained = load_network(find_model("mobilenetv3-lite")).state_dict()
    assert torch.equal(weights["decoder.head.weight"], trained["decoder.head.weight"].float())


def test_a_base_of_another_variant_is_refused(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("--variant", "mobilenetv3", "--start-from", base / "last.pt", "--output", tmp_path)
    with pytest.raises(ConfigError, match="does not fit the network"):
        run(monkeypatch, "training.train_refine", *SMALL, "--steps", 1, *arguments)


def test_resuming_from_nothing_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WeightsError, match="There is no checkpoint"):
        run(monkeypatch, "training.train_base", *SMALL, "--steps", 1, "--output", tmp_path, "--resume")


def test_a_file_that_is_no_checkpoint_is_refused(tmp_path: Path) -> None:
    (tmp_path / "last.pt").write_bytes(b"not a checkpoint")
    with pytest.raises(WeightsError, match="not a readable checkpoint"):
        load_checkpoint(tmp_path / "last.pt")


def test_sizes_that_do_not_divide_are_refused() -> None:
    with pytest.raises(ConfigError, match="multiples of 16"):
        TrainConfig(width=100)
