"""Both training scripts for real, from random weights to a released file, on pictures of 64x64."""

import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from matting_rt.model_files import find_model
from matting_rt.network.variants import build_network
from matting_rt.weights import load_network
from training.checkpoint import BEST, LAST, Trained, load_state, load_trained, save_checkpoint, save_trained
from training.logs import Logs
from training.precision import DepthwiseConv2d

SMALL = [
    *("--width", "64", "--height", "64", "--batch", "2", "--pool", "16", "--save-every", "2", "--log-every", "1"),
    *("--warmup", "4", "--calibration-pictures", "4", "--valid-pictures", "2"),
    *("--pictures-every", "2", "--device", "cpu"),
]


def run(module: str, *arguments: object) -> int:
    """The exit status of `python -m module arguments`."""
    status = import_module(module).main([str(argument) for argument in arguments])
    assert isinstance(status, int)
    return status


def losses(folder: Path) -> dict[int, float]:
    """The loss of each step, as TensorBoard shows it."""
    return {event.step: event.value for event in logged(folder).Scalars("train/total")}


def logged(folder: Path) -> EventAccumulator:
    events = EventAccumulator(str(folder), size_guidance={"scalars": 0, "images": 0})
    events.Reload()
    return events


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    assert run("training.train_base", *SMALL, "--steps", 3, "--output", folder) == 0
    return folder


def test_a_run_leaves_models_of_its_last_and_its_best_step_with_their_configuration(base: Path) -> None:
    last, best = load_trained(base / LAST), load_trained(base / BEST)
    assert last.step == 3
    assert last.config["width"] == best.config["width"] == 64
    assert last.variant == "mobilenetv3-lite"
    assert all(tensor.isfinite().all() for tensor in last.weights.values())
    events = logged(base).Scalars("valid/mad")
    assert best.step == min(events, key=lambda event: event.value).step
    assert [event.step for event in events] == [2, 3]


def test_a_run_logs_scalars_pictures_and_speed(base: Path) -> None:
    tags = logged(base).Tags()
    assert {
        "train/total",
        "train/rate",
        "valid/mad",
        "valid/grad",
        "speed/idle_share",
        "speed/pictures_skipped",
    } <= set(tags["scalars"])
    assert all(0 <= event.value <= 1 for event in logged(base).Scalars("speed/idle_share"))
    assert all(event.value > 0 for event in logged(base).Scalars("speed/pictures_per_s"))
    assert tags["images"]


@pytest.mark.slow
@pytest.mark.parametrize("device", ["cpu", pytest.param("cuda", marks=pytest.mark.cuda)])
@pytest.mark.parametrize(("signum", "step"), [(signal.SIGTERM, 1), (signal.SIGUSR1, 2)], ids=["ended", "warned"])
def test_a_run_that_a_signal_stops_goes_on_as_if_it_had_not(
    base: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    signum: signal.Signals,
    step: int,
    device: str,
) -> None:
    flags = (*SMALL, "--steps", 3, "--device", device)
    if device != "cpu":
        base = tmp_path / "whole"
        assert run("training.train_base", *flags, "--output", base) == 0
    stopped = tmp_path / "stopped"
    advance = Logs.advance

    def advance_and_signal(logs: Logs) -> None:
        advance(logs)
        steps.append(len(steps) + 1)
        if steps == list(range(1, step + 1)):
            os.kill(os.getpid(), signum)

    steps: list[int] = []
    monkeypatch.setattr(Logs, "advance", advance_and_signal)
    assert run("training.train_base", *flags, "--output", stopped) == 128 + signum
    assert f"stopped by signal {signum:d} after step {step}" in capfd.readouterr().err
    assert load_trained(stopped / LAST).step == step
    assert run("training.train_base", *flags, "--output", stopped, "--resume", "if-there") == 0
    assert "other settings" not in capfd.readouterr().out
    # CUDA adds up gradients in any order, and bf16 rounds what differs to what shows
    assert losses(stopped) == pytest.approx(losses(base), rel=1e-5 if device == "cpu" else 0.02)
    assert load_state(stopped)[1].counters["drawn"] == load_state(base)[1].counters["drawn"]
    if device == "cpu":
        torch.testing.assert_close(load_trained(stopped / LAST).weights, load_trained(base / LAST).weights)


@pytest.mark.slow
def test_clips_are_trained_on_with_what_changes_from_frame_to_frame(tmp_path: Path) -> None:
    flags = [*SMALL, "--steps", 2, "--batch", "4", "--clip-length", "2", "--output"]
    assert run("training.train_base", *flags, tmp_path / "base") == 0
    assert run("training.train_refine", *flags, tmp_path / "refine", "--start-from", tmp_path / "base" / LAST) == 0
    for stage, terms in (("base", ("temporal",)), ("refine", ("temporal", "coarse_temporal"))):
        for term in terms:
            assert all(event.value > 0 for event in logged(tmp_path / stage).Scalars(f"train/{term}"))


@pytest.mark.slow
def test_a_run_in_half_precision_learns_what_one_in_full_does(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forward, exact = DepthwiseConv2d.forward, list[torch.dtype]()

    def count(self: DepthwiseConv2d, input: torch.Tensor) -> torch.Tensor:
        exact.append(input.dtype)
        return forward(self, input)

    monkeypatch.setattr(DepthwiseConv2d, "forward", count)
    assert run("training.train_base", *SMALL, "--steps", 3, "--precision", "bf16", "--output", tmp_path) == 0
    assert torch.bfloat16 in exact
    assert losses(tmp_path) == pytest.approx(losses(base), rel=0.05)
    assert losses(tmp_path) != losses(base)
    kept = {tensor.dtype for tensor in load_state(tmp_path)[1].tensors.values()}
    assert kept == {torch.float32, torch.int64}


@pytest.mark.slow
def test_two_processes_do_what_one_does_in_two_parts(base: Path, tmp_path: Path) -> None:
    """With the same global batch."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    flags = [*SMALL, "--steps", "3"]
    # more threads add up in another order, and three steps from random weights enlarge that to what can be seen
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    training = ["-m", "training.train_base", *map(str, flags)]
    two = [*command, *training, "--output", str(tmp_path / "two")]
    one = [sys.executable, *training, "--accumulate", "2", "--output", str(tmp_path / "one")]
    for started in (two, one):
        done = subprocess.run(started, capture_output=True, text=True, env=environment, check=False)
        assert done.returncode == 0, done.stderr
    assert losses(tmp_path / "two") == pytest.approx(losses(tmp_path / "one"), rel=1e-4)
    two_weights, one_weights = (load_trained(tmp_path / name / LAST).weights for name in ("two", "one"))
    for name, tensor in one_weights.items():
        if not name.endswith("num_batches_tracked"):  # of them, one process has seen twice as many
            torch.testing.assert_close(two_weights[name], tensor, rtol=1e-3, atol=1e-3)
    errors = [logged(tmp_path / name).Scalars("valid/mad")[-1].value for name in ("two", "one")]
    assert errors[0] == pytest.approx(errors[1], rel=1e-2)
    # the same pictures in one part are other batches to the norms: alike, but not the same
    assert losses(tmp_path / "two")[1] == pytest.approx(losses(base)[1], rel=0.5)


def test_a_run_is_not_overwritten_by_one_that_forgot_to_resume(base: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = (base / LAST).read_bytes()
    assert run("training.train_base", *SMALL, "--steps", 1, "--output", base) == 2
    assert "holds a run already; go on with it (--resume)" in capfd.readouterr().err
    assert (base / LAST).read_bytes() == before


def test_a_loss_that_is_no_number_stops_the_run_and_saves_the_pictures(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = build_network("mobilenetv3-lite", "base")
    with torch.no_grad():
        broken.decoder.head.weight[0] = torch.nan
    start = tmp_path / "broken.safetensors"
    save_trained(start, Trained(broken.state_dict(), "mobilenetv3-lite", 1, {}), "base")
    assert run("training.train_base", *SMALL, "--steps", 2, "--start-from", start, "--output", tmp_path / "out") == 1
    line = capfd.readouterr().err.splitlines()[-1]
    assert line.startswith("train_base: error: the loss of step 1 is not a number (pha, ")
    saved = load_file(tmp_path / "out" / "not-a-number-1-0.safetensors")
    assert saved["src.0"].shape == (2, 3, 64, 64)
    assert saved["src.0"].isfinite().all()
    assert not (tmp_path / "out" / LAST).exists()


@pytest.mark.slow
def test_a_trained_base_is_refined_and_released(base: Path, tmp_path: Path) -> None:
    refine = ("--steps", 1, "--start-from", base / BEST, "--output", tmp_path)
    assert run("training.train_refine", *SMALL, *refine) == 0
    assert run("training.release", tmp_path / LAST, "--name", "tiny", "--output", tmp_path / "models") == 0
    for path in (tmp_path / "models" / "tiny.safetensors", tmp_path / BEST):  # a checkpoint is a model, too
        model = find_model(str(path))
        assert (model.variant, model.kind) == ("mobilenetv3-lite", "refine")
        with torch.no_grad():
            pha = load_network(model)(torch.rand(1, 3, 64, 64), torch.rand(1, 3, 64, 64))[0]
        assert pha.shape == (1, 1, 64, 64)


@pytest.mark.slow
def test_a_run_at_a_constant_rate_is_compared_with_its_start_and_can_be_prolonged(base: Path, tmp_path: Path) -> None:
    flags = [*SMALL, "--start-from", base / LAST, "--schedule", "constant", "--rate", "1e-3", "--warmup", "2"]
    more = ["--save-every", "1", "--valid-every", "2", "--output", tmp_path]
    assert run("training.train_base", *flags, *more, "--steps", 3) == 0
    assert load_trained(tmp_path / LAST).step == 3
    assert run("training.train_base", *flags, *more, "--steps", 5, "--resume") == 0
    rates = [event.value for event in logged(tmp_path).Scalars("train/rate")]
    assert rates == pytest.approx([5e-4, 1e-3, 1e-3, 1e-3, 1e-3])
    assert [event.step for event in logged(tmp_path).Scalars("valid/mad")] == [0, 2, 3, 4, 5]


def test_checkpoints_are_kept_between_validations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def save_and_count(folder: Path, trained: Trained, *more: Any) -> None:
        saved.append(trained.step)
        save_checkpoint(folder, trained, *more)

    saved: list[int] = []
    monkeypatch.setattr("training.checkpoint.save_checkpoint", save_and_count)
    often = ("--save-every", "1", "--valid-every", "2")
    assert run("training.train_base", *SMALL, *often, "--steps", 3, "--output", tmp_path) == 0
    assert saved == [1, 2, 3]
    assert [event.step for event in logged(tmp_path).Scalars("valid/mad")] == [2, 3]


def test_a_run_starts_from_a_released_model(base: Path, tmp_path: Path) -> None:
    released = find_model("mobilenetv3-lite").path
    still = ("--steps", 1, "--rate", 0, "--start-from", released, "--output", tmp_path)
    assert run("training.train_base", *SMALL, *still) == 0
    weights = load_trained(tmp_path / LAST).weights
    assert not any(name.startswith("refiner.") for name in weights)
    trained = load_network(find_model("mobilenetv3-lite")).state_dict()
    assert torch.equal(weights["decoder.head.weight"], trained["decoder.head.weight"].float())
