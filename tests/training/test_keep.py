"""What is kept of a run in the repository."""

import configparser
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from matting_rt.model_files import find_model, imported_models, released_models
from matting_rt.network.variants import build_network
from training.checkpoint import LAST, State, Trained, save_checkpoint, start_from
from training.keep import KEPT, LIMIT_BYTES, main

ROOT = Path(__file__).parents[2]


def make_run(folder: Path, variant: str, step: int) -> Path:
    weights = build_network(variant, "base").state_dict()
    save_checkpoint(folder, Trained(weights, variant, step, {"people": "/home/somebody"}), "base", State({}, {}))
    return folder


def require_small_and_half(path: Path) -> None:
    assert path.stat().st_size <= LIMIT_BYTES
    assert {tensor.dtype for tensor in load_file(path).values()} <= {torch.float16, torch.int64}


def test_the_last_checkpoint_is_kept_in_one_small_file_that_a_run_can_start_from(tmp_path: Path) -> None:
    kept = tmp_path / "kept.safetensors"
    for step in (7, 8):
        run = make_run(tmp_path / str(step), "mobilenetv3-lite", step)
        assert main([str(run), "--output", str(kept)]) == 0
    require_small_and_half(kept)
    model = find_model(str(kept))
    assert (model.variant, model.kind) == ("mobilenetv3-lite", "base")
    network = build_network("mobilenetv3-lite", "base")
    start_from(network, kept)
    last = load_file(tmp_path / "8" / LAST)["decoder.head.weight"]
    assert torch.equal(network.state_dict()["decoder.head.weight"], last.half().float())
    assert b"/home/somebody" not in kept.read_bytes()


def test_what_would_swell_the_repository_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, kept = make_run(tmp_path / "run", "mobilenetv3", 1), tmp_path / "kept.safetensors"
    assert main([str(run), "--output", str(kept)]) == 2
    assert "would take 6.1 MB in fp16, and at most 4 MB are kept" in capsys.readouterr().err
    assert not kept.exists()


def test_what_is_in_training_is_neither_installed_nor_offered() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    installed = {Path(*package.split(".")) for package in setup["options"]["packages"].split()} | {Path("models")}
    assert KEPT.parent not in installed
    assert KEPT.stem not in {model.name for model in (*released_models(), *imported_models())}


@pytest.mark.skipif(not (ROOT / KEPT).exists(), reason="nothing is in training")
def test_what_is_kept_now_is_small_and_half() -> None:
    require_small_and_half(ROOT / KEPT)
