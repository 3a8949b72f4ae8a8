"""The middle of every pipeline: one frame in, its pictures out."""

import time
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from matting_rt.compositing.base import Backdrop, Compositor
from matting_rt.frame import FloatMap, Frame, FrameSize, Image, Matte
from matting_rt.guard import Guard
from matting_rt.inference.base import MatteDetails, MattingEngine, MattingStream
from matting_rt.live.state import Absence
from matting_rt.outputs import COMPOSITE, Material, Output, Outputs, need_details
from matting_rt.plate.base import PlateFitter
from matting_rt.sinks.base import MattedFrame
from matting_rt.timing import LiveStats, PipelineStats


class PeopleFinder(Protocol):
    """Tells people from room in a single picture."""

    def find(self, image: Image) -> FloatMap:
        """(h, w) 0..1 of a size of its own, for uint8 (H, W, 3) RGB."""


@dataclass(frozen=True, slots=True, eq=False)
class MattingSetup:
    """How frames are matted: one value, exchanged as a whole, so that no frame is made by a part of another."""

    engine: MattingEngine
    backdrop: Backdrop
    compositor: Compositor
    guard: Guard | None = None
    """Comes with the stage's people; None: all of the network's alpha counts."""
    outputs: Outputs = frozenset({COMPOSITE})
    """What is made of each frame."""
    mirror_compositor: Compositor | None = None
    """Composes the mirrored picture; the one that turns the person the other way."""


class _Look(NamedTuple):
    """What is known of a frame before the network sees it."""

    plate: Image
    """uint8 (H, W, 3), as this frame would show it."""
    person: FloatMap | None
    """(h, w) the person map."""


class MattingStage:
    """People, plate, network, guard, composite. Used from one thread.

    It holds what belongs to the video: the plate, and the network's stream of frames. Everything else comes with each
    frame.
    """

    STAGES = ("people", "plate", "matte", "guard", "composite")

    def __init__(
        self, plate: PlateFitter, stats: PipelineStats | LiveStats, people: PeopleFinder | None = None
    ) -> None:
        """`stats` must have the timers of `STAGES`; `people` and the setups' guard come together, or neither."""
        self._plate, self._stats, self._people = plate, stats, people
        self._engine: MattingEngine | None = None
        self._stream: MattingStream | None = None
        self._size: FrameSize | None = None

    @property
    def matte_ms(self) -> float:
        """What the network took for the last frame."""
        return self._stats.stages["matte"].last_ms

    def on_discontinuity(self) -> None:
        """The next frame does not follow the last one: it may show something else."""
        if self._stream is not None:
            self._stream.reset()

    def release_engine(self) -> None:
        """Hold on to nothing of the engine that was used last, which is to be closed."""
        self._engine = self._stream = None

    def process(self, frame: Frame, setup: MattingSetup) -> MattedFrame:
        """Matte one frame. The first frame of each size takes longer: the engine warms up, outside of the timers."""
        return self._matte(frame, self._look(frame), setup)

    def process_alone(self, frame: Frame, setup: MattingSetup) -> MattedFrame:
        """As `process`, but the frame is a picture of its own, and follows no other."""
        self.on_discontinuity()
        return self.process(frame, setup)

    def process_live(self, frame: Frame, setup: MattingSetup) -> MattedFrame | Absence:
        """As `process`, but a frame that should not be shown is not matted."""
        look = self._look(frame)
        return self._plate.absence or self._matte(frame, look, setup)

    def _look(self, frame: Frame) -> _Look:
        timers = self._stats.stages
        with timers["people"].measure():
            person = None if self._people is None else self._people.find(frame.image)
        with timers["plate"].measure():
            plate = self._plate.fit(frame, person)
        return _Look(plate, person)

    def _matte(self, frame: Frame, look: _Look, setup: MattingSetup) -> MattedFrame:
        timers, image, trust = self._stats.stages, frame.image, self._plate.trust
        stream = self._open_stream(setup.engine, frame.size)
        detailed: MatteDetails | None = None
        with timers["matte"].measure():
            stream.set_plate(look.plate, trust)
            if need_details(setup.outputs):
                detailed = stream.matte_detailed(image)
            matte = detailed.matte if detailed else stream.matte(image)
        with timers["guard"].measure():
            if look.person is not None and setup.guard is not None:
                matte = setup.guard.apply(matte, image, look.person, trust, look.plate)
        self._plate.observe(matte.alpha)
        with timers["composite"].measure():
            images = _make_outputs(frame, matte, look.plate, setup, detailed)
        return MattedFrame.of(images, frame)

    def _open_stream(self, engine: MattingEngine, size: FrameSize) -> MattingStream:
        """The one in use, or another where the engine or the size of the frames is another."""
        if self._stream is None or engine is not self._engine or size != self._size:
            started_s = time.perf_counter()
            self._stream, self._engine, self._size = engine.open_stream(size), engine, size
            self._stats.warm_up_s += time.perf_counter() - started_s
        return self._stream


def _make_outputs(
    frame: Frame, matte: Matte, plate: Image, setup: MattingSetup, details: MatteDetails | None
) -> dict[Output, Image]:
    """What the setup asks for."""
    image, compositor = frame.image, setup.compositor
    mirroring = setup.mirror_compositor or compositor
    material = Material(
        image,
        plate,
        matte,
        lambda: setup.backdrop.picture(plate, frame.time_s),
        lambda behind: compositor.compose(matte, behind, image, plate),
        lambda behind: mirroring.compose(matte, behind, image, plate),
        details and details.error,
        details and details.refined,
    )
    return {output: output.make(material) for output in setup.outputs}
