"""What a user's mistake looks like in each command of training: one line, and an exit status."""

import gc
import runpy
import sys
from importlib import import_module
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from matting_rt.errors import ConfigError
from matting_rt.network.variants import build_network
from training.checkpoint import State, Trained, save_checkpoint
from training.command import choose_device, run_command

SMALL = "--width 64 --height 64 --batch 1 --pool 2 --steps 1 --valid-pictures 1 --device cpu"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a checkpoint of a base network, a text, and a folder with a picture without alpha."""
    monkeypatch.chdir(tmp_path)
    weights = build_network("mobilenetv3-lite", "base").state_dict()
    trained = Trained(weights, "mobilenetv3-lite", 1, {})
    raw = {f"network.{name}": tensor for name, tensor in weights.items()}
    save_checkpoint(tmp_path / "base", trained, "base", State(raw, {}))
    (tmp_path / "text").write_text("not a checkpoint")
    (tmp_path / "opaque").mkdir()
    cv2.imwrite(str(tmp_path / "opaque" / "a.png"), np.zeros((20, 20, 3), np.uint8))
    return tmp_path


@pytest.mark.parametrize(
    ("command", "status", "message"),
    [
        ("train_base --variant mobilenetv9 --output out", 2, "no network is called"),
        ("train_base --width 100", 2, "multiples of 16"),
        ("train_base --people none", 2, "there is no folder none; check the path given to --people"),
        ("train_base --device tpu", 2, "no device is called 'tpu'; choose auto, cpu or cuda"),
        ("train_base --resume --output none", 2, "There is no checkpoint none/last.safetensors"),
        (f"train_base {SMALL} --resume --output base --variant mobilenetv3", 2, "is of another network"),
        (f"train_base {SMALL} --output base", 2, "base holds a run already"),
        ("train_base --device cpu --precision fp16", 2, "a CPU trains in fp32"),
        ("train_base --batch 6 --accumulate 4", 2, "do not part evenly into 4"),
        (f"train_base {SMALL} --output text/out", 1, "Not a directory"),
        (f"train_base {SMALL} --output out --people opaque", 1, "opaque/a.png has no alpha channel"),
        ("train_refine --start-from none.pt", 2, "There is no checkpoint none.pt"),
        ("train_refine --start-from text", 1, "text is not a whole .safetensors file"),
        (
            "train_refine --start-from base/last.safetensors --variant mobilenetv3",
            2,
            "start from one of the same variant",
        ),
        ("train_refine --backbone-scale 0.9", 2, "backbone_scale is 0.9"),
        ("train_base --save-every 50 --valid-every 70", 2, "valid-every is 70; choose a multiple of save-every, 50"),
        ("keep none", 2, "There is no checkpoint none/last.safetensors"),
        ("release none.pt --name tiny --output models", 2, "There is no checkpoint none.pt"),
        ("release base/last.safetensors --name tiny --output models", 2, "release one of train_edges or train_refine"),
        ("preview --photos none", 2, "there is no folder none"),
        ("preview --rows 0", 2, "rows is 0"),
        ("preview --people opaque --rows 1", 1, "has no alpha channel"),
        ("preview --rows 1 --width 64 --height 64 --output text/preview.png", 1, "text"),
        ("evaluate --model mobilenetv9 --output out", 2, "no model is called"),
        ("evaluate --set people --people none --no-baselines --output out", 2, "There is no folder none"),
        ("evaluate --set clip --clip none --output out", 2, "none"),
        ("evaluate --count 0 --output out", 2, "count is 0"),
    ],
)
def test_a_mistake_is_one_line(
    folder: Path, command: str, status: int, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.glob("**/*.safetensors"))
    name, *arguments = command.split()
    assert import_module(f"training.{name}").main(arguments) == status
    gc.collect()  # ends the process that draws pairs, as the end of the command's own would
    line = capfd.readouterr().err.splitlines()[-1]
    assert line.startswith(f"{name}: error: ")
    assert message in line
    assert "Traceback" not in line
    assert sorted(folder.glob("**/*.safetensors")) == before


@pytest.mark.parametrize(
    "command",
    [
        "train_base --people none",
        "train_refine --people none",
        "preview --people none",
        "release none.pt --name tiny",
        "evaluate --set people --output out",
    ],
)
def test_the_process_ends_with_the_status(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name = command.split()[0]
    monkeypatch.setattr(sys, "argv", command.split())
    monkeypatch.delitem(sys.modules, f"training.{name}", raising=False)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(f"training.{name}", run_name="__main__")
    assert ended.value.code == 2


def test_ctrl_c_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    assert run_command("train_base", interrupt) == 130
    assert capsys.readouterr().err == "train_base: interrupted\n"


def test_a_mistake_of_several_processes_is_told_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def mistake() -> None:
        raise ConfigError("no such thing")

    for rank in ("0", "1"):
        monkeypatch.setenv("LOCAL_RANK", rank)
        assert run_command("train_base", mistake) == 2
    assert capsys.readouterr().err == "train_base: error: no such thing\n"


def test_a_device_is_chosen_by_name() -> None:
    assert choose_device("cpu") == torch.device("cpu")
    assert choose_device("auto").type == ("cuda" if torch.cuda.is_available() else "cpu")
    if not torch.cuda.is_available():
        with pytest.raises(ConfigError, match="no CUDA device"):
            choose_device("cuda")
