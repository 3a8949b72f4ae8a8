"""Both training scripts for real, from random weights to a released file, on pictures of 64x64."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import torch

from matting_rt.errors import ConfigError, SinkError, UsageError, WeightsError
from matting_rt.network.variants import build_network
from matting_rt.weights import find_model, load_network
from tests.disk import file_size_limit
from training.checkpoint import load_checkpoint, save_checkpoint
from training.config import TrainConfig, parse_config
from training.run import Run

SMALL = ["--width", "64", "--height", "64", "--batch", "2", "--pool", "16", "--save-every", "2", "--device", "cpu"]


def run(module: str, *arguments: object) -> int:
    """The exit status of `python -m module arguments`."""
    status = import_module(module).main([str(argument) for argument in arguments])
    assert isinstance(status, int)
    return status


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    assert run("training.train_base", *SMALL, "--steps", 3, "--output", folder) == 0
    return folder


def test_a_run_leaves_a_checkpoint_of_its_last_step(base: Path) -> None:
    state = load_checkpoint(base / "last.pt")
    assert state["step"] == 3
    assert state["config"]["width"] == 64
    assert all(tensor.isfinite().all() for tensor in state["averaged"].values())


def test_a_run_logs_scalars_and_pictures(base: Path) -> None:
    assert list(base.glob("events.out.tfevents.*"))


def test_a_run_goes_on_where_it_stopped(base: Path) -> None:
    before = load_checkpoint(base / "last.pt")
    assert run("training.train_base", *SMALL, "--steps", 4, "--output", base, "--resume") == 0
    after = load_checkpoint(base / "last.pt")
    assert after["step"] == 4
    assert after["trained_s"] > before["trained_s"]
    moments = (state["optimizer"]["state"][0]["step"].item() for state in (before, after))
    assert list(moments) == [3, 4]


def test_a_trained_base_is_refined_and_released(base: Path, tmp_path: Path) -> None:
    checkpoint = base / "last.pt"
    refine = ("--steps", 1, "--start-from", checkpoint, "--output", tmp_path)
    assert run("training.train_refine", *SMALL, *refine) == 0
    assert run("training.release", tmp_path / "last.pt", "--name", "tiny", "--output", tmp_path / "models") == 0
    model = find_model(str(tmp_path / "models" / "tiny.safetensors"))
    assert model.variant == "mobilenetv3-lite"
    network = load_network(model)
    with torch.no_grad():
        pha = network(torch.rand(1, 3, 64, 64), torch.rand(1, 3, 64, 64))[0]
    assert pha.shape == (1, 1, 64, 64)


def test_a_run_starts_from_a_released_model(base: Path, tmp_path: Path) -> None:
    released = find_model("mobilenetv3-lite").path
    still = ("--steps", 1, "--rate", 0, "--start-from", released, "--output", tmp_path)
    assert run("training.train_base", *SMALL, *still) == 0
    weights = load_checkpoint(tmp_path / "last.pt")["averaged"]
    assert not any(name.startswith("refiner.") for name in weights)
    trained = load_network(find_model("mobilenetv3-lite")).state_dict()
    assert torch.equal(weights["decoder.head.weight"], trained["decoder.head.weight"].float())


def test_resuming_restores_all_that_a_step_depends_on(base: Path) -> None:
    state = load_checkpoint(base / "last.pt")
    config, _ = parse_config("", [*SMALL, "--output", str(base)])
    network = build_network(config.variant, "base")
    resumed = Run(config, network, [{"params": list(network.parameters()), "factor": 1.0}], resume=True)
    try:
        torch.testing.assert_close(torch.get_rng_state(), state["random"])
        assert (resumed.step, resumed.trained_s) == (state["step"], state["trained_s"])
        torch.testing.assert_close(dict(network.state_dict()), dict(state["network"]))
        torch.testing.assert_close(dict(resumed.averaged.module.state_dict()), dict(state["averaged"]))
        assert resumed.averaged.n_averaged == state["averaged_steps"]
        torch.testing.assert_close(resumed.optimizer.state_dict(), state["optimizer"])
        assert resumed.scaler.state_dict() == state["scaler"]
    finally:
        del resumed.pairs  # ends the process that draws them
        resumed.log.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes")
def test_a_full_disk_keeps_the_checkpoint_before(tmp_path: Path) -> None:
    path = tmp_path / "last.pt"
    save_checkpoint(path, {"step": 1})
    before = path.read_bytes()
    with file_size_limit(2000), pytest.raises(SinkError, match="File too large") as caught:
        save_checkpoint(path, {"step": 2, "weights": torch.zeros(10_000)})
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_no_checkpoint_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "last.pt"
    path.write_bytes(b"not a checkpoint")
    with pytest.raises(WeightsError, match="not a readable checkpoint"):
        load_checkpoint(path)
    torch.save({"weight": torch.zeros(1)}, path)
    with pytest.raises(WeightsError, match="not a checkpoint of a training run"):
        load_checkpoint(path)
    with pytest.raises(UsageError, match="There is no checkpoint"):
        load_checkpoint(tmp_path / "none.pt")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"width": 100}, "multiples of 16"),
        ({"height": 0}, "multiples of 16 from 64 on"),
        ({"batch": 0}, "at least 1"),
        ({"rate": -1.0}, "must not be negative"),
        ({"ema_decay": 1.0}, "from 0 to below 1"),
        ({"refine_share": 0.0}, "above 0 and up to 1"),
        ({"valid_people": "/no/such/folder"}, "check the path given to --valid-people"),
    ],
)
def test_settings_out_of_their_range_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        TrainConfig(**settings)
