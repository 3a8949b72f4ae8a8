from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest

from matting_rt.compositing.backdrop import ColourBackdrop, TransparentBackdrop
from matting_rt.compositing.compositor import LayerCompositor
from matting_rt.errors import ModelError, PlateMismatchError
from matting_rt.frame import FloatMap, Frame, FrameSize, Image
from matting_rt.guard import Guard
from matting_rt.live.state import Absence
from matting_rt.matting import MattingSetup, MattingStage
from matting_rt.outputs import ALPHA, COMPOSITE, FOREGROUND, Outputs
from matting_rt.plate.base import PlateFitter
from matting_rt.sinks.base import MattedFrame
from matting_rt.threads.overlap import overlapped
from matting_rt.timing import PipelineStats
from tests.batch.fakes import SIZE, TIME_BASE
from tests.engines import Difference


class BlackPlate(PlateFitter):
    """A plate of a dark room; tells what it was given."""

    def __init__(self) -> None:
        self.observed: list[Image] = []
        self.person: FloatMap | None = None

    def fit(self, frame: Frame, person: FloatMap | None = None) -> Image:
        self.person = person
        if frame.image.min() > 0:
            raise PlateMismatchError("the room is not dark")
        return np.zeros_like(frame.image)

    def observe(self, alpha: Image) -> None:
        self.observed.append(alpha)

    def report(self) -> dict[str, object]:
        return {}


def red_square(size: FrameSize = SIZE, index: int = 3) -> Frame:
    image = np.zeros((size.height, size.width, 3), dtype=np.uint8)
    image[16:32, 16:32] = (255, 0, 0)
    return Frame(image, index, pts=index * 2, time_base=TIME_BASE, name="red")


class Middle:
    """A stage and the setup that its frames come with."""

    def __init__(self, stage: MattingStage, setup: MattingSetup) -> None:
        self.stage, self.setup = stage, setup

    def process(self, frame: Frame) -> MattedFrame:
        return self.stage.process(frame, self.setup)

    def process_alone(self, frame: Frame) -> MattedFrame:
        return self.stage.begin_alone(frame, self.setup)()

    def process_live(self, frame: Frame) -> MattedFrame | Absence:
        finish = self.stage.begin_live(frame, self.setup)
        return finish if isinstance(finish, Absence) else finish()


def make_stage(outputs: Outputs, transparent: bool = False) -> tuple[Middle, Difference, BlackPlate, PipelineStats]:
    engine, plate, stats = Difference(), BlackPlate(), PipelineStats(MattingStage.STAGES)
    backdrop = TransparentBackdrop() if transparent else ColourBackdrop((0, 0, 255))
    setup = MattingSetup(engine, backdrop, LayerCompositor(), outputs=outputs)
    return Middle(MattingStage(plate, stats), setup), engine, plate, stats


def test_the_composite_has_the_person_in_front_of_the_backdrop() -> None:
    stage, _, _, _ = make_stage(frozenset({COMPOSITE}))
    matted = stage.process(red_square())
    assert matted.composite is not None
    assert matted.composite[20, 20].tolist() == [255, 0, 0]
    assert matted.composite[0, 0].tolist() == [0, 0, 255]
    assert matted.alpha is None
    assert matted.foreground is None
    assert (matted.index, matted.pts, matted.time_base, matted.name) == (3, 6, TIME_BASE, "red")


def test_alpha_and_foreground_come_when_asked_for() -> None:
    stage, _, _, _ = make_stage(frozenset({ALPHA, FOREGROUND}))
    matted = stage.process(red_square())
    assert matted.composite is None
    assert matted.alpha is not None
    assert matted.alpha.shape == (64, 64)
    assert (matted.alpha[20, 20], matted.alpha[0, 0]) == (255, 0)
    assert matted.foreground is not None
    assert matted.foreground[20, 20].tolist() == [255, 0, 0, 255]
    assert matted.foreground[0, 0].tolist() == [0, 0, 0, 0]


def test_a_transparent_backdrop_gives_a_composite_with_alpha() -> None:
    stage, _, _, _ = make_stage(frozenset({COMPOSITE}), transparent=True)
    matted = stage.process(red_square())
    assert matted.composite is not None
    assert matted.composite.shape == (64, 64, 4)


def test_the_engine_warms_up_once_a_size() -> None:
    stage, engine, _, stats = make_stage(frozenset({ALPHA}))
    for size in (SIZE, SIZE, FrameSize(96, 64)):
        stage.process(red_square(size))
    assert engine.warm_sizes == [SIZE, FrameSize(96, 64)]
    assert all(stats.stages[name].summary() for name in MattingStage.STAGES)


class Shades(PlateFitter):
    """A dark plate, lighter by a level for each alpha that it has learned of."""

    def __init__(self) -> None:
        self.level = 0

    def fit(self, frame: Frame, person: FloatMap | None = None) -> Image:
        return np.full_like(frame.image, self.level)

    def observe(self, alpha: Image) -> None:
        self.level += 1

    def report(self) -> dict[str, object]:
        return {}


def grey_frames(count: int) -> list[Frame]:
    levels = np.random.default_rng(1).integers(20, 60, count)
    return [Frame(np.full((64, 64, 3), level, np.uint8), i, i, TIME_BASE) for i, level in enumerate(levels)]


def test_frames_that_are_finished_while_the_next_is_begun_come_out_the_same() -> None:
    def make() -> Middle:
        setup = MattingSetup(Difference(), ColourBackdrop((0, 0, 255)), LayerCompositor(), outputs=frozenset({ALPHA}))
        return Middle(MattingStage(Shades(), PipelineStats(MattingStage.STAGES)), setup)

    one, other, frames = make(), make(), grey_frames(8)
    expected = [one.process(frame).alpha for frame in frames]
    found = [matted.alpha for matted in overlapped(lambda frame: other.stage.begin(frame, other.setup), frames)]
    assert len({int(alpha.max()) for alpha in expected if alpha is not None}) > 2, "the plate has learned"
    for alpha, again in zip(expected, found, strict=True):
        assert np.array_equal(alpha, again)


def test_the_plate_learns_nothing_of_a_frame_that_failed_and_goes_on() -> None:
    class Fails(Difference):
        def find(self, image: Image, plate: Image) -> Image:
            if image.max() == 33:
                raise ModelError("no such luck")
            return super().find(image, plate)

    plate = Shades()
    setup = MattingSetup(Fails(), ColourBackdrop((0, 0, 255)), LayerCompositor(), outputs=frozenset({ALPHA}))
    stage = Middle(MattingStage(plate, PipelineStats(MattingStage.STAGES)), setup)
    for index, level in enumerate((50, 33, 50, 50, 50)):
        with suppress(ModelError):
            stage.process(Frame(np.full((64, 64, 3), level, np.uint8), index, index, TIME_BASE))
    assert plate.level == 2, "of the first and the third"


def test_a_plate_of_another_room_is_found_before_the_engine_warms_up() -> None:
    stage, engine, _, _ = make_stage(frozenset({ALPHA}))
    bright = Frame(np.full((64, 64, 3), 200, dtype=np.uint8), 0, 0, TIME_BASE)
    with pytest.raises(PlateMismatchError, match="not dark"):
        stage.process(bright)
    assert engine.warm_sizes == []


class Map:
    """People where the test says."""

    def __init__(self, *parts: tuple[slice, slice]) -> None:
        self.person = np.zeros((64, 64), np.float32)
        for part in parts:
            self.person[part] = 1

    def find(self, image: Image) -> FloatMap:
        return self.person


SQUARE = (slice(16, 32), slice(16, 32))


def make_guarded(keeps_everything: bool, *people: tuple[slice, slice]) -> tuple[Middle, Difference, BlackPlate]:
    engine, plate, stats = Difference(), BlackPlate(), PipelineStats(MattingStage.STAGES)
    setup = MattingSetup(
        engine,
        ColourBackdrop((0, 0, 255)),
        LayerCompositor(),
        Guard(keeps_everything),
        frozenset({COMPOSITE, ALPHA}),
    )
    return Middle(MattingStage(plate, stats, Map(*people)), setup), engine, plate


def test_where_people_are_kept_what_is_no_person_does_not_leave() -> None:
    stage, _, plate = make_guarded(False)
    matted = stage.process(red_square())
    assert matted.composite is not None
    assert matted.alpha is not None
    assert matted.alpha.max() == 0
    assert (matted.composite == (0, 0, 255)).all()
    for _ in range(2):
        stage.process(red_square())
    assert plate.observed[0].max() == 0, "the plate learns where people are from what is left"
    stage, _, _ = make_guarded(False, SQUARE)
    matted = stage.process(red_square())
    assert matted.composite is not None
    assert matted.composite[20, 20].tolist() == [255, 0, 0]


def test_where_everything_is_kept_whatever_differs_leaves() -> None:
    stage, _, _ = make_guarded(True)
    matted = stage.process(red_square())
    assert matted.composite is not None
    assert matted.composite[20, 20].tolist() == [255, 0, 0]


@pytest.mark.parametrize("keeps_everything", [True, False])
def test_where_the_plate_is_not_believed_people_leave_by_the_person_map(keeps_everything: bool) -> None:
    stage, _, plate = make_guarded(keeps_everything, SQUARE)
    plate.trust = np.zeros((6, 6), np.float32)
    matted = stage.process(red_square())
    assert matted.alpha is not None
    assert matted.composite is not None
    assert (matted.alpha[18:30, 18:30] == 255).all()
    assert matted.composite[24, 24].tolist() == [255, 0, 0]
    assert matted.alpha[:14].max() == 0


@pytest.mark.parametrize("keeps_everything", [True, False])
def test_where_the_plate_is_not_believed_and_nobody_is_nothing_leaves(keeps_everything: bool) -> None:
    stage, _, plate = make_guarded(keeps_everything)
    plate.trust = np.zeros((6, 6), np.float32)
    matted = stage.process(red_square())
    assert matted.composite is not None
    assert (matted.composite == (0, 0, 255)).all()


def test_the_plate_is_told_where_people_are() -> None:
    stage, _, plate = make_guarded(False, SQUARE)
    stage.process(red_square())
    assert plate.person is not None
    assert plate.person[20, 20] == 1
    assert plate.person[50, 50] == 0


@pytest.mark.parametrize("absence", [Absence.BROKEN_FRAME, Absence.TOO_DARK])
def test_live_video_leaves_out_frames_that_should_not_be_shown_and_files_do_not(absence: Absence) -> None:
    stage, engine, plate = make_guarded(False, SQUARE)
    plate.absence = absence
    assert stage.process_live(red_square()) is absence
    assert engine.warm_sizes == [], "the network was not asked"
    assert isinstance(stage.process(red_square()), MattedFrame)
    plate.absence = None
    assert isinstance(stage.process_live(red_square()), MattedFrame)


def test_the_network_is_told_how_far_the_plate_is_believed() -> None:
    stage, engine, plate = make_guarded(True)
    stage.process(red_square())
    plate.trust = np.linspace(0, 1, 54, dtype=np.float32).reshape(6, 9)
    stage.process(red_square())
    assert engine.given[0].known is None
    assert engine.given[1].known is plate.trust


@pytest.mark.parametrize("jump", ["another size", "another engine", "discontinuity", "a picture of its own", "a cut"])
def test_nothing_is_remembered_over_a_jump(jump: str) -> None:
    stage, engine, plate = make_guarded(True)
    stage.process(red_square())
    frame, process = red_square(), stage.process
    if jump == "another size":
        frame = red_square(FrameSize(96, 64))
    elif jump == "another engine":
        engine = Difference()
        stage.setup = replace(stage.setup, engine=engine)
    elif jump == "discontinuity":
        stage.stage.on_discontinuity()
    elif jump == "a cut":
        plate.follows = False
    else:
        process = stage.process_alone
    process(frame)
    assert engine.given[-1].last is None
    plate.follows = True
    stage.process(frame)
    assert engine.given[-1].last is frame.image
