"""The public face: what `import matting_rt` hands on, and the page that shows it."""

import doctest
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

import matting_rt
from matting_rt.config import DeviceKind, Quality
from matting_rt.errors import ConfigError, FrameShapeError, PlateError, UsageError
from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.pictures.depth import to_kind, to_levels
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.synthetic.film import RenderedClip
from tests.live.session_fakes import wait_until

ROOT = Path(__file__).parents[1]
SIZE, RATE_FPS, COUNT = FrameSize(256, 144), 12, 3
SEA = (20, 90, 160)
LIVE_COUNT = 5
WAIT_FOR_FRAMES = f"""
def wait_for_frames(session):
    while session.stats.matted < {LIVE_COUNT}:
        assert not session.wait(0.1)
"""
"""Instead of an hour."""
CLIENT = """
from pathlib import Path

import numpy as np

import matting_rt

from matting_rt import (
    Config, DeepMatte, EngineConfig, Frame, LiveConfig, LiveSession, LiveSource, LiveState, MattedImage, Matte,
    MattingEngine, MattingError, MattingStream, Plate, StreamInfo, VideoJob, load_engine, load_plate, matte_image,
    matte_video, open_batch, open_live
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

matted: MattedImage = matte_image("frame.png", plate, "sea.jpg", engine=engine)


class Red(matting_rt.Backdrop):
    def picture(self, plate: "np.typing.NDArray[np.uint8]", time_s: float) -> "np.typing.NDArray[np.uint8]":
        return np.full_like(plate, (200, 0, 0))


print(matte_video("talk.mp4", "room.png", "red.mp4", Red(), on_progress=lambda progress: print(progress.left_s)))
with open_batch(VideoJob(Path("talk.mp4"), None, Path("out.mp4")), on_message=print) as batch:
    print(batch.run()["frames_written"])


def pause(session: LiveSession) -> None:
    session.pause(True)


with open_live(Config(live=LiveConfig("virtual")), "0", plate, prepare=pause) as session:
    state: LiveState = session.status().state
reveal_type(matte.alpha)
"""
MISTAKES = """
import matting_rt

matting_rt.load_engine(devise="cpu")
matting_rt.load_engine().open_stream(1280)
matting_rt.no_such_name
matting_rt.open_live("0")
matting_rt.matte_image("frame.png", "room.png").mask
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
    cv2.imwrite(str(tmp_path / "sea.jpg"), np.full((SIZE.height, SIZE.width, 3), SEA[::-1], np.uint8))
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
    with pytest.raises(matting_rt.MattingError, match="is not an image that such files hold"):
        matting_rt.write_png(tmp_path / "alpha.png", alpha.astype(np.float64))  # type: ignore[arg-type]


def test_the_docstring_mattes_a_picture(clip: RenderedClip, folder: Path) -> None:
    found = doctest.DocTestFinder(recurse=False).find(matting_rt, "matting_rt", globs={})
    assert doctest.DocTestRunner().run(found[0]) == (0, 3)
    assert_before((120, 255, 155), [matting_rt.load_image("composite.png")], clip)


def run_example(title: str, replaced: Mapping[str, str] = {}) -> dict[str, Any]:
    """Run the programs below a heading of the page, one after another, with words replaced; the names of the last."""
    page = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {title}\n")[1].split("\n## ")[0]
    names: dict[str, Any] = {}
    for program in re.findall(r"```python\n(.*?)```", section, re.DOTALL):
        for word, other in replaced.items():
            assert word in program
            program = program.replace(word, other)
        names = {}
        exec(program, names)
    return names


def frames_of(file: str) -> list[Image]:
    return [frame.image for frame in matting_rt.video_frames(file)]


def assert_before(colour: tuple[int, int, int], composites: list[Image], clip: RenderedClip) -> None:
    """The person is before one colour, from the clip's first frame on, and as large as they are."""
    truths = [truth for _, truth in clip.frames()]
    for composite, truth in zip(composites, truths, strict=False):
        behind = np.abs(composite.astype(int) - colour).max(-1)
        assert np.median(behind[truth == 0]) < 20
        assert np.median(behind[truth == 255]) > 60


def test_the_example_of_a_picture_runs(clip: RenderedClip, folder: Path) -> None:
    matted = run_example("A picture")["matted"]
    image, truth = next(iter(clip.frames()))
    assert mean_error(matted.alpha, truth) < 0.03 * 255
    assert_before(SEA, [matting_rt.load_image("composite.png")], clip)
    cut_out = cv2.imread("cut-out.png", cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(cut_out[..., 3], matted.foreground[..., 3])
    assert np.abs(cut_out[..., 2::-1].astype(int) - image)[truth == 255].mean() < 3


def test_the_examples_of_a_video_run(clip: RenderedClip, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batch = run_example("A video")["batch"]
    assert_before(SEA, frames_of("at-the-sea.mp4"), clip)
    assert len(frames_of("at-the-sea.mp4")) == len(frames_of("alpha.mp4")) == len(frames_of("cut-out.mov")) == COUNT
    assert batch.progress.frames_written == COUNT
    assert f"{COUNT} frames at" in capsys.readouterr().out


def test_the_example_of_a_preview_runs(clip: RenderedClip, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    preview = run_example("A preview")["preview"]
    assert [path.name for path in sorted(folder.glob("preview-*.png"))] == [f"preview-{n}.png" for n in range(3)]
    assert len(preview.frames) == 3
    assert not Path("at-the-sea.mp4").exists()
    assert "all of it takes about" in capsys.readouterr().out


def test_the_example_of_many_videos_runs(clip: RenderedClip, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("lectures").mkdir()
    for name in ("a", "b"):
        shutil.copy("talk.mp4", f"lectures/{name}.mp4")
    results = [run_example("Many videos") for _ in range(2)][-1]
    assert [len(frames_of(f"matted/{name}.mp4")) for name in ("a", "b")] == [COUNT, COUNT]
    assert results["result"].state.value == "done"
    assert not results["result"].is_ours, "the second time there is nothing to do"


def test_the_example_of_live_video_runs(clip: RenderedClip, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session = run_example(
        "Live, to a virtual camera",
        {
            "import matting_rt\n": f"import matting_rt\n{WAIT_FOR_FRAMES}",
            '"virtual"': '"left.mp4"',
            '"0"': '"talk.mp4"',
            "session.wait(3600)": "wait_for_frames(session)",
        },
    )["session"]
    assert session.stats.matted >= LIVE_COUNT
    assert "LiveStatus(" in capsys.readouterr().out
    assert any((np.abs(image[:8, :8].astype(int) - SEA) < 20).all() for image in frames_of("left.mp4"))


def test_the_example_of_a_backdrop_of_ones_own_runs(clip: RenderedClip, folder: Path) -> None:
    run_example("A backdrop of your own")
    assert_before((90, 120, 200), frames_of("sunset.mp4"), clip)


@pytest.mark.slow
def test_the_example_of_a_source_of_ones_own_runs(folder: Path) -> None:
    session = run_example("A source of your own")["session"]
    assert session.camera_name == "my camera"
    assert session.stats.matted > 0
    assert frames_of("my-camera.mp4")


def test_the_example_of_the_network_alone_runs(clip: RenderedClip, folder: Path) -> None:
    run_example("The network alone")
    composites = frames_of("green.mp4")
    assert len(composites) == COUNT
    assert_before((120, 255, 155), composites, clip)


def test_a_backdrop_of_ones_own_can_be_changed_for_any_other(folder: Path) -> None:
    class Red(matting_rt.Backdrop):
        def picture(self, plate: Image, time_s: float) -> Image:
            return np.full_like(plate, (200, 0, 0))

    config = matting_rt.Config(live=matting_rt.LiveConfig("null", Quality.BEST))

    def shows(session: matting_rt.LiveSession, colour: tuple[int, int, int]) -> bool:
        image = session.preview.take()
        return image is not None and bool((np.abs(image[:4, :4, 2::-1].astype(int) - colour) < 8).all())

    def ask(session: matting_rt.LiveSession) -> None:
        session.preview.ask(SIZE)

    with matting_rt.open_live(config, "talk.mp4", "room.png", backdrop=Red(), prepare=ask) as session:
        wait_until(lambda: shows(session, (200, 0, 0)))
        session.set_backdrop(config.backdrop.spec)
        wait_until(lambda: shows(session, (120, 255, 155)))
        session.set_backdrop(Red())
        wait_until(lambda: shows(session, (200, 0, 0)))


@pytest.mark.parametrize("kind", ["uint16", "float32"])
def test_a_deep_picture_is_matted_in_its_own_kind_of_numbers(
    clip: RenderedClip, engine: matting_rt.MattingEngine, kind: str
) -> None:
    (image, _), *_ = clip.frames()
    deep = to_kind(image, np.dtype(kind))
    expected = matting_rt.matte_image(image, clip.plate(), "teal", engine=engine)
    matted = matting_rt.matte_image(deep, clip.plate(), "teal", engine=engine)
    assert {made.dtype for made in matted} == {np.dtype(kind)}
    assert [made.shape for made in matted] == [levels.shape for levels in expected]
    for made, levels in zip(matted[:2], expected[:2], strict=True):
        assert np.abs(to_levels(made).astype(int) - levels).max() <= 2


def test_a_network_that_is_loaded_serves_many_pictures(
    clip: RenderedClip, engine: matting_rt.MattingEngine, tmp_path: Path
) -> None:
    for image, truth in clip.frames():
        matted = matting_rt.matte_image(image, clip.plate(), "transparent", engine=engine)
        assert mean_error(matted.alpha, truth) < 0.03 * 255
        assert matted.composite.shape[2] == 4


def test_a_video_whose_plate_cannot_be_used_leaves_nothing(folder: Path) -> None:
    before = set(folder.iterdir())
    with pytest.raises(PlateError, match=r"nowhere\.png"):
        matting_rt.matte_video("talk.mp4", "nowhere.png", "out.mp4")
    assert set(folder.iterdir()) == before


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


@pytest.mark.slow
def test_a_program_of_ones_own_is_checked_by_its_types(tmp_path: Path) -> None:
    (note,) = check_types(CLIENT, tmp_path)
    assert "note: Revealed type" in note
    assert "unsignedinteger" in note
    mistakes = check_types(MISTAKES, tmp_path)
    assert [int(line.split(":")[1]) for line in mistakes if ": error:" in line] == [4, 5, 6, 7, 8]


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
        ({"engine": "no-such-engine"}, "engine is 'no-such-engine'; choose one of auto, "),
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


def test_a_backdrop_may_be_a_path(clip: RenderedClip, folder: Path) -> None:
    as_text, as_path = (
        matting_rt.matte_image("frame.png", "room.png", backdrop=given).composite
        for given in ("sea.jpg", Path("sea.jpg"))
    )
    assert np.array_equal(as_text, as_path)


def test_jobs_take_names_of_files_as_texts(folder: Path) -> None:
    job = matting_rt.VideoJob("talk.mp4", plate="room.png", output="job.mov")  # type: ignore[arg-type]
    assert (job.source, job.plate, job.output) == (Path("talk.mp4"), Path("room.png"), Path("job.mov"))
    images = matting_rt.ImagesJob("in", "room.png", "out")  # type: ignore[arg-type]
    assert images.output == Path("out")


def test_what_is_no_picture_and_no_backdrop_is_one_line(clip: RenderedClip, folder: Path) -> None:
    picture = np.zeros((64, 64, 3))
    with pytest.raises(matting_rt.MattingError, match=r"the picture is float64 of shape \(64, 64, 3\); give uint8"):
        matting_rt.matte_image(picture, "room.png")
    with pytest.raises(matting_rt.MattingError, match="is of the type int; give a text, a path, or a Backdrop"):
        matting_rt.matte_image("frame.png", "room.png", backdrop=5)  # type: ignore[arg-type]
    with pytest.raises(matting_rt.MattingError, match="the backdrop is of the type int"):
        matting_rt.matte_video("talk.mp4", "room.png", "out.mp4", backdrop=5)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["uint16", "float32"])
def test_a_plate_may_be_an_array_of_any_kind_that_a_picture_may_be(clip: RenderedClip, kind: str) -> None:
    frame, plate = next(clip.frames())[0], clip.plate()
    deep = to_kind(plate, np.dtype(kind))
    expected = matting_rt.matte_image(frame, plate, "navy")
    np.testing.assert_array_equal(matting_rt.matte_image(frame, deep, "navy").alpha, expected.alpha)
    with pytest.raises(matting_rt.MattingError, match=r"the plate is uint8 of shape \(144, 256\); give uint8"):
        matting_rt.matte_image(frame, plate[..., 0], "navy")


@pytest.mark.parametrize(
    "picture", [np.zeros((4, 4, 3), np.uint8), np.zeros((720, 1280, 3)), np.zeros((1280, 3), np.uint8), "sea.jpg"]
)
def test_a_backdrop_of_ones_own_that_gives_no_picture_is_one_line(
    clip: RenderedClip, folder: Path, picture: object
) -> None:
    class Wrong(matting_rt.Backdrop):
        def picture(self, plate: Image, time_s: float) -> Any:
            return picture

    with pytest.raises(matting_rt.MattingError, match=r"the backdrop gives .*; it must give uint8 \(\d+, \d+, 3\)"):
        matting_rt.matte_image("frame.png", "room.png", Wrong())


def test_live_video_takes_no_plate_that_is_built_beforehand(clip: RenderedClip, folder: Path) -> None:
    with pytest.raises(ConfigError, match="give None, and it is learned"):
        matting_rt.open_live(matting_rt.Config(live=matting_rt.LiveConfig("null")), "talk.mp4", "auto")
