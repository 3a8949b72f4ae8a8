"""Each line of the right column of docs/from-the-original.md, read from there and run on small files at its paths."""

import re
import shlex
import subprocess
import sys
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import av
import cv2
import pytest
import torch

from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.network.variants import build_network
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.image_files import write_png
from matting_rt.sinks.video_file import VideoFileSink
from tests.plate.scenes import paint_room, put_person
from tests.training.conftest import _loaders_have_ended  # noqa: F401 - the fixture
from tests.training.data.trees import make_tree, person, photograph, write, write_paths
from training.checkpoint import LAST, load_trained
from training.data.estimate import to_jobs
from training.data.listing import list_set
from training.data.registry import REGISTRY
from training.data.settings import Split

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "from-the-original.md").read_text(encoding="utf-8")
TABLE = PAGE.partition("## Line by line")[2].partition("\n\n- ")[0]
ROW = re.compile(r"^\|([^|]+)\| `([^`]+)`[^|]*\| `([^`]+)`", re.MULTILINE)
LINES = {name.strip(): (theirs, ours) for name, theirs, ours in ROW.findall(TABLE)}
"""What a row is about: the original's line, and ours."""
FLAGS = re.findall(r"`(--[^`]+)`", " ".join(PAGE.partition("## What differs")[0].split()))
MORE = {flags.split()[0]: flags for flags in FLAGS}
"""What the page says to put behind a line to see soon that it works, by its first flag."""
SIZE, FRAMES = FrameSize(256, 144), 6


@pytest.fixture(scope="module")
def weights() -> dict[str, torch.Tensor]:
    """Of a whole network, as BackgroundMattingV2's scripts save them: a plain state_dict."""
    torch.manual_seed(0)
    return build_network("mobilenetv3").state_dict()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, weights: dict[str, torch.Tensor]) -> Path:
    """A clone, as far as the lines see it, with files at the documented paths."""
    tmp_path = tmp_path_factory.mktemp("clone")
    files = ("tools", "training", "matting_rt", "gui", "models/README.md", "setup.cfg", "pyproject.toml", "README.md")
    for name in ("models", "checkpoints", "images", "videos"):
        (tmp_path / name).mkdir()
    for name in (*files, "LICENSE", "requirements.txt"):
        if (ROOT / name).exists():
            (tmp_path / name).symlink_to(ROOT / name)
    room = paint_room(1, SIZE)
    frame = put_person(room, 0.2)[0]
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


@pytest.fixture(autouse=True)
def _in_the_clone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.delenv("MATTING_RT_DATASETS", raising=False)


def run(row: str, *more: str) -> None:
    """Run our line of a row, with what the page says to put behind it: in this process, as its file's `main`."""
    python, script, *words = shlex.split(" ".join([LINES[row][1], *more]))
    assert python == "python"
    assert Path(script).is_file()
    assert import_module(script.removesuffix(".py").replace("/", ".")).main(words) == 0


def frame_count(path: str) -> int:
    with av.open(path) as container:
        return sum(1 for _ in container.decode(video=0))


def test_every_line_of_the_original_has_one_of_ours_with_the_same_flags() -> None:
    assert len(LINES) == 11
    scripts = {row: pair for row, pair in LINES.items() if pair[0].startswith("python ")}
    assert len(scripts) == 8
    for row, (theirs, ours) in scripts.items():
        _, their_script, *their_words = shlex.split(theirs)
        _, our_script, *our_words = shlex.split(ours)
        assert their_words == our_words, row
        assert our_script in (f"tools/{their_script}", f"training/{their_script}"), row


def test_the_environment_is_one_that_pip_understands(folder: Path) -> None:
    command = shlex.split(LINES["environment"][1])
    apart = ["--dry-run", "--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check"]
    done = subprocess.run(
        [sys.executable, "-m", *command, *apart], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "matting-rt" in done.stdout
    assert "does not provide the extra" not in done.stdout + done.stderr


def test_the_paths_of_data_sets_are_copied_from_what_is_there(folder: Path) -> None:
    subprocess.run(shlex.split(LINES["where the data sets are"][1]), cwd=folder, check=True)
    copied = (folder / "datasets.toml").read_text(encoding="utf-8")
    for name in ("p3m10k", "bg20k", "videomatte240k", "backgrounds"):
        assert f"[{name}]" in copied


@pytest.mark.slow
def test_a_picture_and_a_video_are_matted_alone_and_in_a_job(folder: Path, tmp_path: Path) -> None:
    """One test, because they share the network that TorchScript makes first."""
    run("a picture")
    assert cv2.imread("results/output.png", cv2.IMREAD_UNCHANGED).shape == (SIZE.height, SIZE.width, 4)
    run("a video")
    assert frame_count("results/output_video.mp4") == FRAMES
    sbatch, account, *job = shlex.split(LINES["a job of Slurm"][1])
    assert (sbatch, account) == ("sbatch", "--account=ACCOUNT")
    srun = tmp_path / "srun"
    srun.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
    srun.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "MODULES": ""}
    done = subprocess.run(["bash", *job], env=environment, capture_output=True, text=True, check=True)
    python, script, *words = done.stdout.splitlines()
    assert (python, script) == (".venv/bin/python", "tools/inference_video.py")
    assert import_module("tools.inference_video").main(words) == 0
    assert frame_count("results/job_video.mp4") == FRAMES


def test_a_webcam_is_matted() -> None:
    run("a webcam", MORE["--camera"], "--device cpu")
    assert frame_count("results/webcam.mp4") > 0


def test_the_speed_is_measured(capfd: pytest.CaptureFixture[str]) -> None:
    run("the speed", MORE["--iterations"], "--device cpu")
    assert "torch, cpu, fp32, 1 x 128x64" in capfd.readouterr().out


@pytest.mark.slow
def test_a_base_is_trained(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    root = make_tree("p3m10k", folder / "data" / "p3m10k")
    write_paths(folder, p3m10k=root, bg20k=make_tree("bg20k", folder / "data" / "bg20k"))
    for split in Split:  # what python -m training.data.estimate makes, which takes minutes to start
        for job in to_jobs(list_set(REGISTRY["p3m10k"], root, split), root, folder / "cache"):
            write(job.result, photograph(person(FrameSize(96, 128))))
    run("train the base", MORE["--width"], MORE["--epoch-start"])
    trained = load_trained(folder / "runs" / "mattingbase-mobilenetv3-p3m10k" / LAST)
    assert (trained.variant, trained.step) == ("mobilenetv3", 50)  # three pictures make one step of an epoch
    assert (trained.config["dataset_name"], trained.config["epochs"]) == ("p3m10k", 50)
    plan = capfd.readouterr().out
    assert "mobilenetv3 (base), rate up to 0.0015: 3 of p3m10k before 4 of bg20k" in plan
    assert "16 pictures of 64x64 in 1 steps of 16: 1.0 epochs" in plan


@pytest.mark.slow
def test_a_refiner_is_trained_from_a_pth(folder: Path, weights: dict[str, torch.Tensor]) -> None:
    write_paths(folder, **{name: make_tree(name, folder / "data" / name) for name in ("videomatte240k", "backgrounds")})
    run("train the refiner", MORE["--width"])
    trained = load_trained(folder / "runs" / "mattingrefine-mobilenetv3-videomatte240k" / LAST)
    assert (trained.variant, trained.step) == ("mobilenetv3", 4)  # 14 frames, once, four at a time
    assert (trained.config["batch"], trained.config["epochs"], trained.config["refine_threshold"]) == (4, 1, 0.7)
    assert any(name.startswith("refiner.") for name in trained.weights)
    before, after = weights["decoder.head.weight"], trained.weights["decoder.head.weight"]
    assert 0 < (after - before).abs().max() < 0.1  # it began at the .pth


@pytest.mark.export
@pytest.mark.parametrize(
    ("row", "kind", "more"), [("TorchScript", "torchscript", ()), ("ONNX", "onnx", (MORE["--resolution"],))]
)
def test_an_export_is_written_and_taken_as_a_model(row: str, kind: str, more: tuple[str, ...]) -> None:
    run(row, *more)
    exported = shlex.split(LINES[row][1])[-1]
    picture = shlex.split(LINES["a picture"][1])
    words = ["--model-type", kind, "--model-backbone", "mobilenetv3", "--model-path", exported]
    words += [*picture[picture.index("--src") : picture.index("--output")], "--output", f"results/{kind}.png"]
    assert import_module("tools.inference_images").main(words) == 0
    assert cv2.imread(f"results/{kind}.png", cv2.IMREAD_UNCHANGED).shape == (SIZE.height, SIZE.width, 4)
