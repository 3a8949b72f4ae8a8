"""Choosing the best of several checkpoints by what is measured, for real."""

from pathlib import Path

import pytest
import torch

from matting_rt.model_files import find_model
from matting_rt.network.variants import build_network
from training.checkpoint import Trained, save_trained
from training.choose import main

MEASURED = ("--engine", "torch", "--set", "synthetic", "--size", "128x96", "--count", "1")


def test_the_better_of_two_is_copied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    torch.manual_seed(1)
    untrained = Trained(build_network("mobilenetv3-lite", "base").state_dict(), "mobilenetv3-lite", 1, {})
    save_trained(tmp_path / "untrained.safetensors", untrained, "base")
    released = find_model("mobilenetv3-lite")
    given = [str(tmp_path / "untrained.safetensors"), str(released.path)]
    output, evaluation = tmp_path / "new" / "best.safetensors", tmp_path / "evaluation"
    assert main([*given, "--output", str(output), "--evaluation", str(evaluation), *MEASURED]) == 0
    assert output.read_bytes() == released.path.read_bytes()
    assert f"which is {released.path}" in capsys.readouterr().out
    assert (evaluation / "evaluation.md").is_file()


def test_a_candidate_that_is_not_there_is_told_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [str(tmp_path / "gone.safetensors"), "--output", str(tmp_path / "best.safetensors")]
    assert main([*given, "--evaluation", str(tmp_path / "evaluation"), *MEASURED]) == 2
    assert "There is no checkpoint" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
