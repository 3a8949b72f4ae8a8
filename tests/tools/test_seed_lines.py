"""Each line that the seed's README documents, word for word, as a process of its own on small files at its paths."""

import os
import shlex
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import onnxruntime
import pytest
import torch

from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.network.variants import build_network
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.image_files import write_png
from matting_rt.sinks.video_file import VideoFileSink
from tests.plate.scenes import paint_room, put_person
from tests.training.data.trees import make_tree, person, photograph, write, write_paths
from tools import inference_images
from training.checkpoint import LAST, load_trained
from training.data.estimate import to_jobs
from training.data.listing import list_set
from training.data.registry import REGISTRY
from training.data.settings import Split

ROOT = Path(__file__).parents[2]
SIZE = FrameSize(256, 144)
FRAMES = 6
TRAIN_BASE = """training/train_base.py --dataset-name p3m10k --background-dataset bg20k --model-backbone mobilenetv3
    --model-name mattingbase-mobilenetv3-p3m10k --epoch-end 50"""
TRAIN_REFINE = """training/train_refine.py --dataset-name videomatte240k --model-backbone mobilenetv3
    --model-name mattingrefine-mobilenetv3-videomatte240k --model-last-checkpoint "checkpoints/checkpoint-xx.pth"
    --background-dataset backgrounds --batch-size 4"""
SMALL = """--width 64 --height 64 --valid-pictures 1 --calibration-pictures 2 --warmup 1 --device cpu"""

pytestmark = [pytest.mark.slow, pytest.mark.export]


@pytest.fixture(scope="module")
def weights() -> dict[str, torch.Tensor]:
    """Of a whole network, as BackgroundMattingV2's scripts save them: a plain state_dict."""
    torch.manual_seed(0)
    return build_network("mobilenetv3").state_dict()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, weights: dict[str, torch.Tensor]) -> Path:
    """A working directory with the checkout's scripts, and with files at the documented paths."""
    tmp_path = tmp_path_factory.mktemp("seed")
    for name in ("tools", "training"):
        (tmp_path / name).symlink_to(ROOT / name)
    room = paint_room(1, SIZE)
    frame = put_person(room, 0.2)[0]
    for name in ("models", "checkpoints", "images", "videos"):
        (tmp_path / name).mkdir()
    torch.save(weights, tmp_path / "models" / "model.pth")
    base = {name: tensor for name, tensor in weights.items() if not name.startswith("refiner.")}
    torch.save(base, tmp_path / "checkpoints" / "checkpoint-xx.pth")
    write_png(tmp_path / "images" / "src_image.png", frame)
    write_png(tmp_path / "images" / "bgr_image.png", room)
    _write_video(tmp_path / "videos" / "src_video.mp4", frame)
    _write_video(tmp_path / "videos" / "bgr_video.mp4", room)
    return tmp_path


def _write_video(path: Path, image: Image) -> None:
    sink, time_base = VideoFileSink(path), Fraction(1, 24)
    sink.open(StreamInfo(SIZE, Fraction(24), time_base, FRAMES))
    for index in range(FRAMES):
        sink.write(MattedFrame(image, None, None, index, pts=index, time_base=time_base))
    sink.finish()


def run(line: str, folder: Path) -> str:
    """What a documented line prints, started in `folder` by a shell's rules."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"MATTING_RT_DATASETS": str(folder / "datasets.toml"), "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, *shlex.split(line)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_inference_images(folder: Path) -> None:
    run(
        """tools/inference_images.py --model-type torchscript --model-backbone mobilenetv3 --model-backbone-scale 0.25
        --model-refine-sample-pixels 80000 --model-path ./models/model.pth --src ./images/src_image.png
        --bgr ./images/bgr_image.png --output ./results/output.png""",
        folder,
    )
    assert cv2.imread(str(folder / "results/output.png"), cv2.IMREAD_UNCHANGED).shape == (SIZE.height, SIZE.width, 4)


def test_inference_video(folder: Path) -> None:
    run(
        """tools/inference_video.py --model-type torchscript --model-backbone mobilenetv3
        --model-path ./models/model.pth --src-video ./videos/src_video.mp4 --bgr-video ./videos/bgr_video.mp4
        --output ./results/output_video.mp4""",
        folder,
    )
    with av.open(str(folder / "results" / "output_video.mp4")) as container:
        assert sum(1 for _ in container.decode(video=0)) == FRAMES


@pytest.fixture(scope="module")
def exported(folder: Path) -> dict[str, Path]:
    """What the two documented lines of export write."""
    run(
        """tools/export_torchscript.py --model-backbone mobilenetv3 --model-path ./models/model.pth
        --output-path ./models/model_scripted.pt""",
        folder,
    )
    run(
        """tools/export_onnx.py --model-backbone mobilenetv3 --model-path ./models/model.pth
        --output-path ./models/model.onnx""",
        folder,
    )
    return {"torchscript": folder / "models" / "model_scripted.pt", "onnx": folder / "models" / "model.onnx"}


@pytest.mark.parametrize("kind", ["torchscript", "onnx"])
def test_an_exported_file_is_taken_as_a_model(
    kind: str, folder: Path, exported: dict[str, Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    words = ["--model-backbone", "mobilenetv3", "--model-path", exported[kind], "--output", tmp_path / "output.png"]
    words += ["--src", folder / "images" / "src_image.png", "--bgr", folder / "images" / "bgr_image.png"]
    assert inference_images.main(["--model-type", kind, *map(str, words)]) == 0
    (tmp_path / "output.png").unlink()
    assert inference_images.main(["--model-type", "pytorch", *map(str, words)]) == 2
    assert f"is of the engine {kind}, not torch" in capfd.readouterr().err


def test_the_onnx_file_takes_any_batch_of_any_size(exported: dict[str, Path]) -> None:
    session = onnxruntime.InferenceSession(exported["onnx"], providers=["CPUExecutionProvider"])
    for batch, height, width in ((1, 128, 96), (3, 72, 256)):
        picture, known = (
            np.zeros((batch, *shape), np.float32) for shape in ((3, height, width), (1, height // 4, width // 4))
        )
        given = {"src": picture, "bgr": picture, "known": known, "last_src": picture, "last_pha": picture[:, :1]}
        assert session.run(["pha"], given)[0].shape == (batch, 1, height, width)


def test_train_base(folder: Path) -> None:
    root = make_tree("p3m10k", folder / "data" / "p3m10k")
    write_paths(folder, p3m10k=root, bg20k=make_tree("bg20k", folder / "data" / "bg20k"))
    for split in Split:  # what python -m training.data.estimate makes, which takes minutes to start
        for job in to_jobs(list_set(REGISTRY["p3m10k"], root, split), root, folder / "cache"):
            write(job.result, photograph(person(FrameSize(96, 128))))
    run(f"{TRAIN_BASE} {SMALL} --batch-size 2 --epoch-start 49", folder)
    trained = load_trained(folder / "runs" / "mattingbase-mobilenetv3-p3m10k" / LAST)
    assert (trained.variant, trained.step) == ("mobilenetv3", 100)
    assert (trained.config["dataset_name"], trained.config["epochs"]) == ("p3m10k", 50)


def test_train_refine_from_a_pth(folder: Path, weights: dict[str, torch.Tensor]) -> None:
    write_paths(folder, **{name: make_tree(name, folder / "data" / name) for name in ("videomatte240k", "backgrounds")})
    run(f"{TRAIN_REFINE} {SMALL} --steps 1 --rate 0", folder)
    trained = load_trained(folder / "runs" / "mattingrefine-mobilenetv3-videomatte240k" / LAST)
    assert (trained.variant, trained.step, trained.config["batch"]) == ("mobilenetv3", 1, 4)
    assert torch.equal(trained.weights["decoder.head.weight"], weights["decoder.head.weight"])
    assert any(name.startswith("refiner.") for name in trained.weights)
