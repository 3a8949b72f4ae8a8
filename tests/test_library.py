"""The public face: what `import matting_rt` hands on, and the page that shows it."""

import doctest
import re
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

import matting_rt
from matting_rt.config import DeviceKind
from matting_rt.errors import ConfigError, FrameShapeError, PlateError, UsageError
from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.synthetic.film import RenderedClip

ROOT = Path(__file__).parents[1]
SIZE, RATE_FPS, COUNT = FrameSize(256, 144), 12, 3
CLIENT = """
import numpy as np

from matting_rt import (
    DeepMatte, EngineConfig, Matte, MattingEngine, MattingError, MattingStream, Plate, load_engine, load_plate
)

plate: Plate = load_plate("room.png")
engine: MattingEngine = load_engine(device="cpu")
engine = load_engine(EngineConfig("mobilenetv3"))
with engine as opened:
    stream: MattingStream = opened.open_stream((1280, 720))
stream = engine.open_stream(plate.size)
stream.set_plate(plate)
stream.set_plate(plate.image)
matte: Matte = stream.matte(plate.image)
picture = plate.image.astype(np.float32)
deep: DeepMatte = stream.matte(picture)
reveal_type(matte.alpha)
"""
MISTAKES = """
import matting_rt

matting_rt.load_engine(devise="cpu")
matting_rt.load_engine().open_stream(1280)
matting_rt.no_such_name
"""


@pytest.fixture(scope="module")
def clip() -> RenderedClip:
    return RenderedClip(SIZE, RATE_FPS, COUNT / RATE_FPS)


@pytest.fixture
def folder(clip: RenderedClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where one is, and room.png, frame.png and talk.mp4 are too."""
    matting_rt.write_png(tmp_path / "room.png", clip.plate())
    sink = VideoFileSink(tmp_path / "talk.mp4")
    sink.open(StreamInfo(SIZE, Fraction(RATE_FPS), Fraction(1, RATE_FPS), COUNT))
    for index, (image, _) in enumerate(clip.frames()):
        sink.write(MattedFrame(image, None, None, index, pts=index, time_base=Fraction(1, RATE_FPS)))
    sink.finish()
    matting_rt.write_png(tmp_path / "frame.png", next(iter(clip.frames()))[0])
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def engine() -> Iterator[matting_rt.MattingEngine]:
    with matting_rt.load_engine(device="cpu", engine="onnx") as engine:
        yield engine


def mean_error(alpha: Image, truth: Image) -> float:
    """Levels."""
    return float(np.abs(alpha.astype(float) - truth).mean())


def test_a_matte_of_floating_point_is_written_in_16_bits(tmp_path: Path) -> None:
    alpha = np.linspace(0, 1, 256, dtype=np.float32).reshape(16, 16)
    matting_rt.write_png(tmp_path / "alpha.png", alpha)
    written = cv2.imread(str(tmp_path / "alpha.png"), cv2.IMREAD_UNCHANGED)
    assert written.dtype == np.uint16
    assert np.abs(written / 65535 - alpha).max() < 1e-4
    with pytest.raises(matting_rt.MattingError, match="is no picture that PNG has"):
        matting_rt.write_png(tmp_path / "alpha.png", alpha.astype(np.float64))  # type: ignore[arg-type]


def test_the_docstring_mattes_a_picture(clip: RenderedClip, folder: Path) -> None:
    found = doctest.DocTestFinder(recurse=False).find(matting_rt, "matting_rt", globs={})
    assert doctest.DocTestRunner().run(found[0]) == (0, 4)
    alpha = matting_rt.load_image("alpha.png")[..., 0]
    assert mean_error(alpha, next(iter(clip.frames()))[1]) < 0.03 * 255


def test_the_page_mattes_a_picture_and_a_video(clip: RenderedClip, folder: Path) -> None:
    page = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    picture, video = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(picture, {})
    truths = [truth for _, truth in clip.frames()]
    assert mean_error(matting_rt.load_image("alpha.png")[..., 0], truths[0]) < 0.03 * 255
    exec(video, {})
    composites = [frame.image for frame in matting_rt.video_frames("green.mp4")]
    assert len(composites) == COUNT
    for composite, truth in zip(composites, truths, strict=True):
        behind = np.abs(composite.astype(int) - (120, 255, 155)).max(-1)
        assert np.median(behind[truth == 0]) < 20
        assert np.median(behind[truth == 255]) > 60


def test_every_name_is_handed_on_and_no_other() -> None:
    assert all(getattr(matting_rt, name) is not None for name in matting_rt.__all__)
    assert set(matting_rt.__all__) <= set(dir(matting_rt))
    with pytest.raises(AttributeError, match="no attribute 'no_such_name'"):
        matting_rt.no_such_name  # noqa: B018


def test_the_import_loads_nothing_heavy() -> None:
    script = """
import sys
before = set(sys.modules)
import matting_rt
print(sorted(name for name in set(sys.modules) - before if name.startswith("matting_rt.") or "." not in name))
"""
    printed = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert {"numpy", "cv2", "torch", "onnxruntime", "matting_rt.config"}.isdisjoint(eval(printed))


def check_types(script: str, folder: Path) -> list[str]:
    """What mypy says of a program outside the checkout; PyTorch, which takes it most of a minute, is left out."""
    (folder / "client.py").write_text(script)
    (folder / "mypy.ini").write_text("[mypy]\nstrict = True\n[mypy-cv2.*,torch.*]\nfollow_imports = skip\n")
    command = [sys.executable, "-m", "mypy", "client.py"]
    printed = subprocess.run(command, cwd=folder, env={"MYPYPATH": str(ROOT)}, capture_output=True, text=True).stdout
    return [line for line in printed.splitlines() if line.startswith("client.py")]


def test_a_program_of_ones_own_is_checked_by_its_types(tmp_path: Path) -> None:
    (note,) = check_types(CLIENT, tmp_path)
    assert "note: Revealed type" in note
    assert "unsignedinteger" in note
    mistakes = check_types(MISTAKES, tmp_path)
    assert [int(line.split(":")[1]) for line in mistakes if ": error:" in line] == [4, 5, 6]


def test_an_engine_takes_a_configuration_and_the_size_as_a_pair(clip: RenderedClip) -> None:
    image, truth = next(iter(clip.frames()))
    config = matting_rt.EngineConfig("mobilenetv3-lite", device=DeviceKind.CPU)
    with matting_rt.load_engine(config) as engine:
        stream = engine.open_stream((256, 144))
        assert stream.size == SIZE
        stream.set_plate(clip.plate())
        assert mean_error(stream.matte(image).alpha, truth) < 0.03 * 255


def test_a_plate_is_resized_to_the_frames_and_says_where_it_is_known(
    clip: RenderedClip, engine: matting_rt.MattingEngine
) -> None:
    image, truth = next(iter(clip.frames()))
    stream = engine.open_stream(SIZE)
    large = cv2.resize(clip.plate(), (512, 288), interpolation=cv2.INTER_CUBIC)
    stream.set_plate(matting_rt.Plate(large))
    assert mean_error(stream.matte(image).alpha, truth) < 0.03 * 255

    nowhere = matting_rt.Plate(image, known=np.zeros(image.shape[:2], bool))
    stream.set_plate(nowhere)
    stream.reset()
    alpha = stream.matte(image).alpha
    stream.set_plate(image, np.zeros((9, 16), np.float32))
    stream.reset()
    assert np.abs(alpha.astype(int) - stream.matte(image).alpha).max() <= 1
    assert alpha.max() == 255, "people are known without a plate"


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"model": "mobilenet"}, "no model is called 'mobilenet'; choose mobilenetv3"),
        ({"device": "gpu"}, "the device is 'gpu'; choose one of auto, cpu, cuda"),
        ({"engine": "tensorrt"}, "the engine is 'tensorrt'; choose one of auto, "),
        ({"device": "cpu", "precision": "fp16"}, "fp16, which is slower"),
        ({"model": matting_rt.EngineConfig(), "device": "cpu"}, "belong into the configuration"),
    ],
    ids=str,
)
def test_an_engine_that_there_is_not_is_one_line(given: dict[str, object], line: str) -> None:
    with pytest.raises(matting_rt.MattingError, match=re.escape(line)) as raised:
        matting_rt.load_engine(**given)
    assert isinstance(raised.value, UsageError | ConfigError)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("size", [(1280, 720, 3), (1280.0, 720), 1280, "1280x720", (1280, 32), (0, 0)], ids=str)
def test_a_size_that_is_none_is_one_line(engine: matting_rt.MattingEngine, size: object) -> None:
    with pytest.raises(FrameShapeError, match=r"give \(width, height\)|at least 64"):
        engine.open_stream(size)


def test_a_plate_that_is_none_is_one_line(engine: matting_rt.MattingEngine, tmp_path: Path) -> None:
    with pytest.raises(PlateError, match="cannot be read"):
        matting_rt.load_plate(str(tmp_path / "room.png"))
    stream = engine.open_stream((256, 144))
    for wrong, kind in (("room.png", "str"), (None, "NoneType")):
        with pytest.raises(FrameShapeError, match=f"the plate is no array but of the type {kind}"):
            stream.set_plate(wrong)
    with pytest.raises(PlateError, match="another aspect ratio"):
        stream.set_plate(matting_rt.Plate(np.zeros((256, 256, 3), np.uint8)))
