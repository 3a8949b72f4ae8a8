"""Blending two checkpoints of a base, for real."""

from pathlib import Path

import pytest
import torch

from matting_rt.network.variants import build_network
from training.blend import main
from training.checkpoint import Trained, load_trained, save_trained

SMALL = ("--width", "64", "--height", "64")


@pytest.fixture(autouse=True)
def _few_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.blend.CALIBRATION_PICTURES", 8)


def checkpoint(path: Path, seed: int, variant: str = "mobilenetv3-lite") -> Path:
    torch.manual_seed(seed)
    save_trained(path, Trained(build_network(variant, "base").state_dict(), variant, 1, {}), "base")
    return path


def test_weights_lie_between_and_statistics_are_gathered_anew(tmp_path: Path) -> None:
    before, after = checkpoint(tmp_path / "before.safetensors", 1), checkpoint(tmp_path / "after.safetensors", 2)
    output = tmp_path / "blended.safetensors"
    assert main([str(before), str(after), "--shares", "0.75", "0.25", "--output", str(output), *SMALL]) == 0
    one, other, blended = (load_trained(path).weights for path in (before, after, output))
    name = "decoder.head.weight"
    torch.testing.assert_close(blended[name], 0.75 * one[name] + 0.25 * other[name])
    statistics = [name for name in blended if name.endswith("running_mean")]
    assert statistics
    assert not any(torch.equal(blended[name], one[name]) for name in statistics)


def test_several_count_alike_unless_it_is_said_otherwise(tmp_path: Path) -> None:
    paths = [checkpoint(tmp_path / f"{seed}.safetensors", seed) for seed in (1, 2, 3)]
    output = tmp_path / "blended.safetensors"
    assert main([*map(str, paths), "--output", str(output), *SMALL]) == 0
    name = "decoder.head.weight"
    mean = torch.stack([load_trained(path).weights[name] for path in paths]).mean(0)
    torch.testing.assert_close(load_trained(output).weights[name], mean)


@pytest.mark.parametrize(
    ("shares", "variant", "said"),
    [
        ("1.5 -0.5", "mobilenetv3-lite", "which add up to 1"),
        ("1", "mobilenetv3-lite", "one for each of 2"),
        ("0.5 0.5", "mobilenetv3", "no base of"),
    ],
)
def test_what_cannot_be_blended_is_told_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], shares: str, variant: str, said: str
) -> None:
    before = checkpoint(tmp_path / "before.safetensors", 1, variant)
    after = checkpoint(tmp_path / "after.safetensors", 2)
    output = tmp_path / "blended.safetensors"
    assert main([str(before), str(after), "--shares", *shares.split(), "--output", str(output), *SMALL]) == 2
    assert said in capsys.readouterr().err
    assert not output.exists()
