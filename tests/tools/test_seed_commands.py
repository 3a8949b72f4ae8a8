"""Each line that the seed documents, on small data; and what is refused, in one line."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
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
from matting_rt.tensors import to_tensor
from tests.cli.conftest import FRAME_COUNT, RATE_FPS, SIZE, Scene, scene  # noqa: F401 - the fixture
from tests.plate.scenes import paint_room, put_person
from tools import (
    export_onnx,
    inference_images,
    inference_speed_test,
    inference_video,
    inference_webcam,
)

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plain state_dict, as training scripts of the field save it."""
    path = tmp_path_factory.mktemp("models") / "model.pth"
    torch.manual_seed(0)
    torch.save(build_network("mobilenetv3").state_dict(), path)
    return path


@pytest.fixture
def error_line(capfd: pytest.CaptureFixture[str]) -> Callable[[], str]:
    def read() -> str:
        (line,) = capfd.readouterr().err.splitlines()
        assert line.startswith("matting-rt: error: ")
        return line

    return read


def image_words(scene: Scene, model: Path, output: Path, kind: str = "pytorch") -> list[str]:  # noqa: F811
    words = ["--model-type", kind, "--model-backbone", "mobilenetv3", "--model-path", model]
    words += ["--src", scene.pictures / "a.png", "--bgr", scene.plate, "--output", output]
    return [*map(str, words)]


def test_a_directory_gets_the_types_asked_for(scene: Scene, checkpoint: Path, tmp_path: Path) -> None:  # noqa: F811
    words = ["--model-type", "mattingrefine", "--model-backbone", "mobilenetv3", "--backend", "pytorch"]
    words += ["--model-checkpoint", checkpoint, "--model-refine-mode", "full", "--device", "cpu", "--num-workers", "0"]
    words += ["--images-src", scene.pictures, "--images-bgr", scene.plate, "--output-dir", tmp_path]
    assert inference_images.main([*map(str, [*words, "--output-types", "com", "pha", "fgr", "err", "ref", "-y"])]) == 0
    types = ("alpha", "composite", "error", "foreground", "refined")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{name}.{x}.png" for name in "ab" for x in types]


@pytest.mark.slow
def test_the_alpha_is_what_the_originals_script_would_write(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Scale 0.25, 80,000 pixels, threshold 0.7; a plate in another light is given to the network as it is."""
    torch.manual_seed(0)
    network = build_network("mobilenetv2", backbone_scale=0.25, refine_sample_pixels=80_000, refine_threshold=0.7)
    network.decoder.conv4.bias.data[:5] = torch.tensor([0.5, 0, 0, 0, 0.5])  # or alpha would be 0 throughout
    network.refiner.conv4.bias.data[0] = 0.5
    torch.save(network.state_dict(), tmp_path / "model.pth")
    room = paint_room(1, FrameSize(640, 480))
    frame, darker = put_person(room, 0.2)[0], room // 4 * 3
    write_png(tmp_path / "src.png", frame)
    write_png(tmp_path / "bgr.png", darker)
    words = ["--model-type", "mattingrefine", "--backend", "pytorch", "--model-backbone", "mobilenetv2", "--device"]
    words += ["cpu", "--model-path", tmp_path / "model.pth", "--src", tmp_path / "src.png", "--bgr"]
    words += [tmp_path / "bgr.png", "--output", tmp_path / "alpha.png", "--output-types", "pha"]
    assert inference_images.main([*map(str, words)]) == 0
    with torch.inference_mode():
        expected = network.eval()(to_tensor(frame), to_tensor(darker))[0][0, 0] * 255
    written = torch.from_numpy(cv2.imread(str(tmp_path / "alpha.png"), cv2.IMREAD_UNCHANGED)).float()
    assert (written - expected).abs().max() <= 1
    assert expected.std() > 0.5
    assert capfd.readouterr().out == f"Wrote {tmp_path / 'alpha.png'}\n"  # and no folder that is gone by now


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("video", ["com.mp4", "err.mp4", "fgr.mov", "pha.mp4", "ref.mp4"]),
        ("image_sequences", ["com", "err", "fgr", "pha", "ref"]),
    ],
)
def test_a_video_becomes_each_of_its_types(
    form: str,
    names: list[str],
    scene: Scene,  # noqa: F811
    checkpoint: Path,
    tmp_path: Path,
) -> None:
    words = ["--model-type", "mattingrefine", "--model-backbone", "mobilenetv3", "--model-checkpoint", checkpoint]
    words += ["--video-src", scene.video, "--video-bgr", scene.plate, "--video-resize", "128", "72", "--device", "cpu"]
    words += ["--output-dir", tmp_path / "out", "--output-format", form, "--output-types", "com", "pha", "fgr", "err"]
    assert inference_video.main([*map(str, words), "ref"]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names
    if form == "video":
        with av.open(str(tmp_path / "out" / "err.mp4")) as container:
            assert (container.streams.video[0].width, container.streams.video[0].height) == (128, 72)
    else:
        pictures = [cv2.imread(str(tmp_path / "out" / name / "00000.png"), cv2.IMREAD_UNCHANGED) for name in names]
        assert [picture.shape for picture in pictures] == [(72, 128, 4), (72, 128), (72, 128, 4), (72, 128), (72, 128)]
        assert len(list((tmp_path / "out" / "ref").iterdir())) == FRAME_COUNT


def test_one_file_takes_the_one_type_that_is_asked_for(scene: Scene, checkpoint: Path, tmp_path: Path) -> None:  # noqa: F811
    words = ["--model-backbone", "mobilenetv3", "--model-path", checkpoint, "--video-src", scene.video]
    words += ["--video-bgr", scene.plate, "--output", tmp_path / "alpha.mkv", "--output-types", "pha"]
    assert inference_video.main([*map(str, words)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["alpha.mkv"]


@pytest.mark.slow
def test_a_plate_that_moves_with_the_video_is_taken_frame_by_frame(
    checkpoint: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wide = paint_room(1, FrameSize(400, 144))
    seen = [wide[:, 8 * index : 8 * index + SIZE.width] for index in range(16)]
    write_video(tmp_path / "bgr.mp4", seen)
    write_video(tmp_path / "src.mp4", [put_person(image, 0.2)[0] for image in seen])
    words = ["--model-backbone", "mobilenetv3", "--model-path", checkpoint, "--video-src", tmp_path / "src.mp4"]
    words += ["--video-bgr", tmp_path / "bgr.mp4", "--output-dir", tmp_path / "out", "--output-types", "com", "pha"]
    assert inference_video.main([*map(str, words)]) == 0
    assert "the camera moves in" in caplog.text
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["com.mp4", "pha.mp4"]


def write_video(path: Path, images: list[Image]) -> None:
    height, width = images[0].shape[:2]
    sink = VideoFileSink(path)
    sink.open(StreamInfo(FrameSize(width, height), Fraction(RATE_FPS), Fraction(1, RATE_FPS), len(images)))
    for index, image in enumerate(images):
        sink.write(MattedFrame(image, None, None, index, pts=index, time_base=Fraction(1, RATE_FPS)))
    sink.finish()


def test_a_webcam_is_matted(checkpoint: Path, tmp_path: Path) -> None:
    output = tmp_path / "seen.mp4"
    words = ["--model-backbone", "mobilenetv3", "--model-path", checkpoint, "--video_device_id", "synthetic"]
    words += ["--model-type", "mattingrefine", "--backend", "pytorch", "--precision", "float32"]
    words += ["--resolution", "256", "144", "--output", output, "--duration", "1", "--hide-fps"]
    assert inference_webcam.main([*map(str, words)]) == 0
    assert output.stat().st_size > 0


@pytest.mark.slow
def test_speed_is_measured(checkpoint: Path, scene: Scene, capfd: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    words = ["--model-type", "mattingrefine", "--model-backbone", "mobilenetv3", "--model-checkpoint", str(checkpoint)]
    words += ["--backend", "torchscript", "--precision", "float32", "--iterations", "2"]
    assert inference_speed_test.main([*words, "--batch-size", "2", "--resolution", "128", "64"]) == 0
    assert "torchscript, cpu, fp32, 2 x 128x64\np50 " in capfd.readouterr().out
    pictures = ["--image-src", str(scene.pictures / "a.png"), "--image-bgr", str(scene.plate)]
    assert inference_speed_test.main([*words, *pictures]) == 0
    assert f"1 x {SIZE}\np50 " in capfd.readouterr().out


def test_speed_needs_no_weights(capfd: pytest.CaptureFixture[str]) -> None:
    words = [
        "--model-type",
        "mattingbase",
        "--model-backbone",
        "mobilenetv2",
        "--backend",
        "pytorch",
        "--device",
        "cpu",
    ]
    assert inference_speed_test.main([*words, "--resolution", "64", "64", "--iterations", "1"]) == 0
    assert "torch, cpu, fp32, 1 x 64x64" in capfd.readouterr().out


def test_the_originals_flags_of_the_export_are_taken_or_told(
    checkpoint: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], error_line: Callable[[], str]
) -> None:
    """As far as its output's name, which is taken: tests/test_from_the_original.py writes one."""
    (tmp_path / "model.onnx").touch()
    words = ["--model-type", "mattingrefine", "--model-backbone", "mobilenetv3", "--model-checkpoint", checkpoint]
    words += ["--model-refine-patch-crop-method", "roi_align", "--model-refine-patch-replace-method", "scatter_element"]
    words += ["--onnx-constant-folding", "--onnx-verbose", "True", "--precision", "float32", "--validate"]
    words += ["--resolution", "128", "64", "--output", tmp_path / "model.onnx"]
    assert export_onnx.main([*map(str, words), "--onnx-opset-version", "12"]) == 2
    assert "written with opset 18, not 12; leave --onnx-opset-version out" in error_line()
    assert export_onnx.main([*map(str, words)]) == 2
    told = capfd.readouterr()
    assert "Patches go by gather, not by roi_align: the results are the same" in told.out
    assert "model.onnx exists" in told.err


def test_a_script_starts_by_its_file_name(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    for name in ("inference_images", "inference_video", "inference_webcam", "export_onnx"):
        command = [sys.executable, ROOT / "tools" / f"{name}.py", "--help"]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.stdout.startswith(f"usage: {name}.py"), done.stderr


class Malicious:
    """Makes a file when it is unpickled the careless way."""

    def __init__(self, evidence: Path) -> None:
        self.evidence = evidence

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.evidence,)


def test_a_checkpoint_that_would_run_code_is_not_opened(
    scene: Scene,  # noqa: F811
    tmp_path: Path,
    error_line: Callable[[], str],
) -> None:
    evidence, model = tmp_path / "evidence", tmp_path / "model.pth"
    model.write_bytes(pickle.dumps({"backbone": Malicious(evidence)}))
    assert inference_images.main(image_words(scene, model, tmp_path / "output.png")) == 1
    assert "holds objects other than tensors and was not opened" in error_line()
    assert not evidence.exists()


def of_another_size() -> dict[str, torch.Tensor]:
    tensors = build_network("mobilenetv3").state_dict()
    return {**tensors, "decoder.head.bias": torch.zeros(30)}


@pytest.mark.parametrize(
    ("tensors", "what"),
    [
        (lambda: build_network("mobilenetv3-lite").state_dict(), "holds a mobilenetv3-lite, not a mobilenetv3"),
        (lambda: build_network("mobilenetv3", "base").state_dict(), "holds a mattingbase, not a mattingrefine"),
        (of_another_size, "decoder.head.bias is 30 instead of 24"),
        (lambda: {"fc.weight": torch.zeros(10, 10)}, "fits none of the networks"),
        (lambda: {"epoch": 3}, "holds no plain state_dict"),
    ],
    ids=["architecture", "kind", "size", "foreign", "no-weights"],
)
def test_weights_that_do_not_fit_the_flags_are_refused(
    tensors: Callable[[], object],
    what: str,
    scene: Scene,  # noqa: F811
    tmp_path: Path,
    error_line: Callable[[], str],
) -> None:
    torch.save(tensors(), tmp_path / "model.pth")
    words = image_words(scene, tmp_path / "model.pth", tmp_path / "output.png", "mattingrefine")
    assert inference_images.main(words) == 1
    assert what in error_line()
    assert not (tmp_path / "output.png").exists()


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--model-path", "none.pth"], "none.pth; check the path given to --model-path"),
        (["--src", "none.png"], "none.png; check the path given to --src"),
        (["--bgr", "none.png"], "none.png; check the path given to --bgr"),
        (["--output", "output.jpg"], "name it .png"),
        (["--model-backbone-scale", "0.9"], "up to 0.5"),
        (["--output-types", "com", "pha"], "give a directory"),
        (["--output-types", "err", "--model-type", "torchscript"], "asks for err, which torchscript does not give"),
    ],
    ids=lambda x: x[0] if isinstance(x, list) else "",
)
def test_flags_that_cannot_be_are_refused(
    words: list[str],
    what: str,
    scene: Scene,  # noqa: F811
    checkpoint: Path,
    tmp_path: Path,
    error_line: Callable[[], str],
) -> None:
    assert inference_images.main([*image_words(scene, checkpoint, tmp_path / "output.png"), *words]) == 2
    assert what in error_line()
