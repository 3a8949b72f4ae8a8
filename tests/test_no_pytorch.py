"""A base installation: what runs on a CPU runs without PyTorch and ONNX's writers; whatever takes them says so."""

import importlib.util
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from matting_rt.frame import FrameSize, StreamInfo
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.image_files import write_png
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.synthetic.film import RenderedClip

ROOT = Path(__file__).parents[1]
BLOCK = """
import sys
sys.modules.update(dict.fromkeys(("torch", "torchvision", "onnx", "onnxscript")))  # to import one of these fails
"""
RUN = """
from matting_rt import demo_scene
from matting_rt.cli.__main__ import run_process
from matting_rt.frame import FrameSize
demo_scene.SIZE, demo_scene.DURATION_S = FrameSize(256, 144), 0.25
run_process()
"""
TENSORS = ("network", "inference", "synthetic", "tensors", "weights")
WITHOUT = (
    *("inference.base", "inference.cache", "inference.cutting", "inference.parts", "inference.person"),
    *("inference.select", "inference.sessions", "inference.tiles", "network.settings"),
    *("synthetic.film", "synthetic.pictures"),
)
"""Of the rooms that know PyTorch, what a CPU runs."""
SIZE, RATE_FPS = FrameSize(256, 144), 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds input.mp4 and plate.png."""
    folder = tmp_path_factory.mktemp("scene")
    clip = RenderedClip(SIZE, RATE_FPS, 0.5)
    write_png(folder / "plate.png", clip.plate())
    sink = VideoFileSink(folder / "input.mp4")
    sink.open(StreamInfo(SIZE, Fraction(RATE_FPS), Fraction(1, RATE_FPS), clip.frame_count))
    for index, (image, _) in enumerate(clip.frames()):
        sink.write(MattedFrame(image, None, None, index, pts=index, time_base=Fraction(1, RATE_FPS)))
    sink.finish()
    return folder


def run(*words: str, cwd: Path = ROOT, script: str = RUN) -> subprocess.CompletedProcess[str]:
    path = f"sys.path.insert(0, {str(ROOT)!r})\n"
    command = [sys.executable, "-c", BLOCK + path + script, *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=240)


@pytest.mark.parametrize(
    "command",
    [
        "--help",
        "devices",
        "models",
        "models verify",
        pytest.param(
            "live --camera synthetic --size 256x144 --plate auto --output null --duration 2", marks=pytest.mark.slow
        ),
        "live --camera input.mp4 --size 256x144 --plate none --output live.mp4 --duration 1",
        "plate --camera synthetic --size 256x144 --delay 0 --output taken.png",
        "video --src input.mp4 --plate plate.png --output video.mp4 --alpha-output alpha.mp4 --backdrop blur",
        "video --src input.mp4 --plate none --output learned.mp4",
        "images --src plate.png --plate plate.png --output cut-outs --write composite,alpha,foreground",
        "demo --output demo",
    ],
)
def test_a_command_runs_without_pytorch(folder: Path, command: str) -> None:
    ended = run(*command.split(), cwd=folder)
    assert ended.returncode == 0, ended.stderr
    assert "error" not in ended.stderr
    assert "torch" not in ended.stderr.lower()  # live video goes on without a network, and says why


def test_the_doctor_does_not_miss_pytorch(folder: Path) -> None:
    printed = run("doctor").stdout
    assert "  onnx " in printed
    assert "ONNX Runtime" not in printed
    assert "cannot be examined" not in printed


def write_resnet(path: Path) -> Path:
    """A weights file that says it is of one of BackgroundMattingV2's networks."""
    header = {"format": "matting-rt", "format_version": "1", "variant": "resnet50", "kind": "refine"}
    save_file({"weight": np.zeros(1, np.float32)}, path, header)
    return path


def write_torchscript(path: Path) -> Path:
    """What is told from a checkpoint by its constants."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("program/constants.pkl", b"")
    return path


@pytest.mark.slow
def test_what_takes_pytorch_says_so_in_a_line(folder: Path) -> None:
    resnet, script = write_resnet(folder / "resnet.safetensors"), write_torchscript(folder / "script.pt")
    (folder / "whole.onnx").touch()
    matte = ("video", "--src", "input.mp4", "--plate", "plate.png", "--output", "never.mp4")
    gpu, export = "PyTorch: pip install 'matting-rt[gpu]'", "PyTorch and ONNX: pip install 'matting-rt[export]'"
    told: dict[Sequence[str], str] = {
        ("models", "import", "script.pt"): f"importing a checkpoint takes {gpu}",
        ("models", "export", "mobilenetv3-lite", "--output", "lite.onnx"): f"exporting a model takes {export}",
        (*matte, "--engine", "torch"): f"the engine torch takes {gpu}",
        (*matte, "--engine", "torchscript"): f"the engine torchscript takes {gpu}",
        (*matte, "--device", "cuda"): f"the device cuda takes {gpu}",
        (*matte, "--model", str(script)): f"the exported program {script} takes {gpu}",
        (*matte, "--model", "whole.onnx"): f"the exported program whole.onnx takes {export}",
        (*matte, "--model", str(resnet)): f"resnet (resnet50) in ONNX Runtime takes {export}",
    }
    for words, line in told.items():
        ended = run(*words, cwd=folder)
        assert (ended.returncode, ended.stderr) == (2, f"matting-rt: error: {line}\n")
    assert not (folder / "never.mp4").exists()


def test_what_a_cpu_runs_imports_neither_pytorch_nor_onnx() -> None:
    paths = (path.relative_to(ROOT).with_suffix("") for path in (ROOT / "matting_rt").rglob("*.py"))
    names = [".".join(path.parts[1:]) for path in paths if path.name != "__init__"]
    left_out = TENSORS if importlib.util.find_spec("gradio") else (*TENSORS, "web")
    chosen = [name for name in names if name in WITHOUT or not name.startswith(left_out)]
    assert set(WITHOUT) <= set(chosen)
    ended = run(script=f"import importlib\nfor name in {chosen}: importlib.import_module('matting_rt.' + name)")
    assert ended.returncode == 0, ended.stderr
