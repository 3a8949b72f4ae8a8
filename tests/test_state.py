"""What a video leaves behind between two frames: whoever takes it over goes on as if it had seen them all."""

import importlib
from collections.abc import Callable, Iterator
from contextlib import closing
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import matting_rt
from matting_rt import build
from matting_rt.compositing.compositor import LayerCompositor
from matting_rt.compositing.video_backdrop import VideoBackdrop
from matting_rt.config import (
    BackdropConfig,
    CompositeConfig,
    DeviceKind,
    EngineConfig,
    GuardConfig,
    Keep,
    PlateConfig,
    Precision,
)
from matting_rt.errors import SourceFormatError
from matting_rt.frame import FloatMap, Frame, FrameSize, Image
from matting_rt.inference.base import MattingEngine, MattingStream
from matting_rt.matting import MattingSetup, MattingStage
from matting_rt.outputs import ALPHA, COMPOSITE
from matting_rt.plate.base import PlateFitter
from matting_rt.plate.film import FilmPlates, ShotPlates, plates_from_frames
from matting_rt.plate.fitted import FittedPlate
from matting_rt.plate.live import LivePlate
from matting_rt.plate.store import Plate
from matting_rt.state import State, load_state, save_state
from matting_rt.timing import PipelineStats
from tests.plate.scenes import expose, move, movement, paint_room, put_person

ROOT = Path(matting_rt.__file__).parent
SIZE = FrameSize(320, 180)
ROOM, OTHER_ROOM = paint_room(1, SIZE), paint_room(5, SIZE)
RATE_FPS = 10
STEPS = 20
AT = (1, 7, 13, 18)
"""Frames before which the state goes over."""

PLATES: dict[str, Callable[[], PlateFitter]] = {
    "fitted": lambda: FittedPlate(Plate(ROOM), PlateConfig()),
    "fitted at another size": lambda: FittedPlate(Plate(paint_room(1, FrameSize(480, 270))), PlateConfig(check=False)),
    "followed": lambda: LivePlate(Plate(ROOM), PlateConfig(), beside=False, at_once=True),
    "learned": lambda: LivePlate(None, PlateConfig(), beside=False),
    "in a light that moves": lambda: FittedPlate(
        Plate(
            ROOM,
            lights=[
                np.full((SIZE.height, SIZE.width, 3), 30, np.float32)
                * np.linspace(0, 1, SIZE.width, dtype=np.float32)[:, None]
            ],
        ),
        PlateConfig(check=False),
    ),
    "of a film": lambda: ShotPlates(film(), lambda plate: FittedPlate(plate, PlateConfig(check=False))),
}


def frames() -> list[tuple[Frame, FloatMap]]:
    """A room whose light changes, whose camera is pushed and in which somebody walks; then another room."""
    made = []
    for index in range(STEPS):
        room = expose(ROOM, 3 * (1 + 0.02 * min(index, 8),), index) if index < 15 else OTHER_ROOM
        if 4 <= index < 15:
            room = move(room, movement((3.0, 1.0), 0.0, 1.0, SIZE))
        image, alpha = put_person(room, 0.1 + 0.02 * index)
        made.append((Frame(image, index, index, Fraction(1, RATE_FPS)), alpha.astype(np.float32)))
    return made


@cache
def film() -> FilmPlates:
    """Of two shots."""
    nobody = np.zeros((18, 32), np.float32)
    built = plates_from_frames((frame for frame, _ in frames()), "film", lambda image: nobody)
    assert len(built.shots) == 2
    return built


def through_file(state: State, folder: Path) -> State:
    save_state(folder / "state.npz", state)
    return load_state(folder / "state.npz")


def test_a_state_comes_back_from_a_file_as_it_was(tmp_path: Path) -> None:
    array = np.arange(6, dtype=np.float64).reshape(2, 3)
    state = {"a": array, "same": [array, None, -np.inf, 0.1, "text"], "c": {"number": np.float64(1 / 3), "is": True}}
    found = through_file(state, tmp_path)
    np.testing.assert_array_equal(found["a"], array)
    assert found["same"][0] is found["a"], "one array stays one"
    assert found["same"][1:] == [None, -np.inf, 0.1, "text"]
    assert found["c"] == {"number": 1 / 3, "is": True}


def test_a_damaged_state_is_an_error_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "state.npz").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(SourceFormatError, match=r"state\.npz is damaged"):
        load_state(tmp_path / "state.npz")


def test_all_plates_and_streams_say_what_they_remember() -> None:
    for room in ("plate", "inference"):
        for path in (ROOT / room).glob("*.py"):
            importlib.import_module(f"matting_rt.{room}.{path.stem}")
    for kind, names in ((PlateFitter, ("state", "restore")), (MattingStream, ("memory", "restore_memory"))):
        ours = [each for each in kind.__subclasses__() if each.__module__.startswith("matting_rt.")]
        assert len(ours) >= 2
        assert all(name in vars(each) for each in ours for name in names)


@pytest.mark.parametrize("name", PLATES)
def test_a_plate_goes_on_where_another_has_ended(name: str, tmp_path: Path) -> None:
    def show(plate: PlateFitter, frame: Frame, person: FloatMap) -> tuple[Image, object, object, object]:
        image = plate.fit(frame, person).copy()
        plate.observe((255 * person).astype(np.uint8))
        return image, plate.trust, plate.lookalike, plate.report()

    first, followers = PLATES[name](), list[PlateFitter]()
    for index, (frame, person) in enumerate(frames()):
        if index in AT:
            followers.append(PLATES[name]())
            followers[-1].restore(through_file(first.state(), tmp_path))
        expected = show(first, frame, person)
        for follower in followers:
            for one, other in zip(expected, show(follower, frame, person), strict=True):
                np.testing.assert_equal(other, one, err_msg=f"frame {index}")


@pytest.mark.parametrize("at", [0, 1, 5, 9, 17])
def test_a_backdrop_goes_on_where_another_has_ended(at: int, tmp_path: Path) -> None:
    def open_frames() -> Iterator[Frame]:
        for index in range(4):
            yield Frame(np.full((4, 4, 3), index, np.uint8), index, 10 * index, Fraction(1, 70))

    plate = np.zeros((4, 4, 3), np.uint8)
    with closing(VideoBackdrop(open_frames)) as first, closing(VideoBackdrop(open_frames)) as second:  # type: ignore[arg-type]
        for index in range(20):
            if index == at:
                second.restore(through_file(first.state(), tmp_path))
            expected = first.picture(plate, 3 + index / 25).copy()
            if index >= at:
                np.testing.assert_array_equal(second.picture(plate, 3 + index / 25), expected)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Iterator[MattingEngine]:
    config = EngineConfig(
        model="mobilenetv3-lite", engine=request.param, device=DeviceKind.CPU, precision=Precision.FP32
    )
    with build.build_engine(build.resolve_engine(config)) as engine:
        yield engine


@pytest.mark.parametrize(
    ("engine", "name"),
    [
        ("onnx", "followed"),
        ("torch", "fitted"),
        pytest.param("onnx", "fitted", marks=pytest.mark.slow),
        pytest.param("torch", "followed", marks=pytest.mark.slow),
    ],
    indirect=["engine"],
)
def test_a_stage_goes_on_where_another_has_ended_to_the_last_bit(
    name: str, engine: MattingEngine, tmp_path: Path
) -> None:
    people, guard = build.build_person_network(), build.build_guard(GuardConfig(Keep.PEOPLE))
    setup = MattingSetup(
        engine,
        build.build_backdrop(BackdropConfig("blur:6")),
        LayerCompositor(CompositeConfig()),
        guard,
        frozenset({COMPOSITE, ALPHA}),
    )

    def stage() -> MattingStage:
        return MattingStage(PLATES[name](), PipelineStats(MattingStage.STAGES), people)

    first = stage()
    followers: list[MattingStage] = []
    for index, (frame, _) in enumerate(frames()[::2]):
        if index in (2, 6):
            followers.append(stage())
            followers[-1].restore(through_file(first.state(), tmp_path), engine)
        expected = first.process(frame, setup)
        for follower in followers:
            found = follower.process(frame, setup)
            np.testing.assert_array_equal(found.picture(ALPHA), expected.picture(ALPHA), err_msg=f"frame {index}")
            np.testing.assert_array_equal(found.picture(COMPOSITE), expected.picture(COMPOSITE))
