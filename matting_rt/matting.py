"""The middle of every pipeline: one frame in, its pictures out."""

import time
from typing import NamedTuple, Protocol

import cv2

from matting_rt.frame import FloatMap, Frame, FrameSize, Image, Matte
from matting_rt.guard import Guard
from matting_rt.inference.base import Explained, MattingEngine, MattingStream
from matting_rt.live.state import Absence
from matting_rt.plate.base import PlateFitter
from matting_rt.sinks.base import EXPLAINING, MattedFrame, Picture
from matting_rt.timing import LiveStats, PipelineStats


class Backdrop(Protocol):
    """Gives what the person is put in front of."""

    def picture(self, plate: Image, time_s: float) -> Image | None:
        """uint8 (H, W, 3) of the size of `plate`, at `time_s` of the stream; None: transparent."""


class Compositor(Protocol):
    """Puts a foreground in front of a backdrop."""

    def compose(self, matte: Matte, backdrop: Image | None, image: Image, plate: Image) -> Image:
        """uint8 (H, W, 3) RGB, or (H, W, 4) RGBA with straight alpha where `backdrop` is None."""


class PeopleFinder(Protocol):
    """Tells people from room in a single picture."""

    def find(self, image: Image) -> FloatMap:
        """(h, w) 0..1 of a size of its own, for uint8 (H, W, 3) RGB."""


class _Look(NamedTuple):
    """What is known of a frame before the network sees it."""

    plate: Image
    """uint8 (H, W, 3), as this frame would show it."""
    person: FloatMap | None
    """(h, w) the person map."""


class MattingStage:
    """People, plate, network, guard, composite. Used from one thread."""

    STAGES = ("people", "plate", "matte", "guard", "composite")

    def __init__(
        self,
        engine: MattingEngine | None,
        plate: PlateFitter,
        backdrop: Backdrop,
        compositor: Compositor,
        pictures: Picture,
        stats: PipelineStats | LiveStats,
        people: PeopleFinder | None = None,
        guard: Guard | None = None,
    ) -> None:
        """`stats` must have the timers of `STAGES`; `people` and `guard` come together, or neither.

        Engine, backdrop, compositors and pictures may be exchanged between two frames. Without an engine nothing can be
        processed yet.
        """
        self._engine = engine
        self._stream: MattingStream | None = None
        self._plate = plate
        self.backdrop = backdrop
        self.compositor = compositor
        self.mirror_compositor = compositor
        """Composes the mirrored picture; the one that turns the person the other way."""
        self.pictures = pictures
        self._stats = stats
        self._people = people
        self.guard = guard
        self._size: FrameSize | None = None

    @property
    def engine(self) -> MattingEngine | None:
        return self._engine

    @engine.setter
    def engine(self, engine: MattingEngine | None) -> None:
        if engine is not self._engine:
            self._engine, self._stream = engine, None

    @property
    def matte_ms(self) -> float:
        """What the network took for the last frame."""
        return self._stats.stages["matte"].last_ms

    def start_over(self) -> None:
        """The next frame does not follow the last one: it may show something else."""
        if self._stream is not None:
            self._stream.reset()

    def process(self, frame: Frame) -> MattedFrame:
        """Matte one frame. The first frame of each size takes longer: the engine warms up, outside of the timers."""
        return self._matte(frame, self._look(frame))

    def process_alone(self, frame: Frame) -> MattedFrame:
        """As `process`, but the frame is a picture of its own, and follows no other."""
        self.start_over()
        return self.process(frame)

    def process_live(self, frame: Frame) -> MattedFrame | Absence:
        """As `process`, but a frame that should not be shown is not matted."""
        look = self._look(frame)
        return self._plate.absence or self._matte(frame, look)

    def _look(self, frame: Frame) -> _Look:
        timers = self._stats.stages
        with timers["people"].measure():
            person = None if self._people is None else self._people.find(frame.image)
        with timers["plate"].measure():
            plate = self._plate.fit(frame, person)
        return _Look(plate, person)

    def _matte(self, frame: Frame, look: _Look) -> MattedFrame:
        timers, image, trust = self._stats.stages, frame.image, self._plate.trust
        stream = self._open_stream(frame.size)
        explained: Explained | None = None
        with timers["matte"].measure():
            stream.set_plate(look.plate, trust)
            if self.pictures & EXPLAINING:
                explained = stream.explain(image)
            matte = explained.matte if explained else stream.matte(image)
        with timers["guard"].measure():
            if look.person is not None and self.guard is not None:
                matte = self.guard.apply(matte, image, look.person, trust, look.plate)
        self._plate.observe(matte.alpha)
        with timers["composite"].measure():
            pictures = self._compose(frame, matte, look.plate)
        if explained is not None:
            pictures |= {"error": explained.error, "refined": explained.refined}
        composite, alpha, foreground = (pictures.pop(name, None) for name in ("composite", "alpha", "foreground"))
        return MattedFrame(
            composite, alpha, foreground, frame.index, frame.pts, frame.time_base, frame.name, **pictures
        )

    def _open_stream(self, size: FrameSize) -> MattingStream:
        """The one in use, or another where the engine or the size of the frames is another."""
        if self._stream is None or size != self._size:
            assert self._engine is not None, "the engine comes first"
            started_s = time.perf_counter()
            self._stream, self._size = self._engine.open_stream(size), size
            self._stats.warm_up_s += time.perf_counter() - started_s
        return self._stream

    def _compose(self, frame: Frame, matte: Matte, plate: Image) -> dict[str, Image]:
        """The pictures that are asked for; the alpha is the network's, as the camera saw the person."""
        wanted, made, image = self.pictures, dict[str, Image](), frame.image
        if wanted & (Picture.COMPOSITE | Picture.MIRRORED):
            backdrop = self.backdrop.picture(plate, frame.time_s)
            if Picture.COMPOSITE in wanted:
                made["composite"] = self.compositor.compose(matte, backdrop, image, plate)
            if Picture.MIRRORED in wanted:
                made["mirrored"] = self.mirror_compositor.compose(matte, backdrop, image, plate)
        if Picture.ALPHA in wanted:
            made["alpha"] = matte.alpha
        if Picture.FOREGROUND in wanted:
            made["foreground"] = self.compositor.compose(matte, None, image, plate)
        if Picture.DIFFERENCE in wanted:
            made["difference"] = cv2.convertScaleAbs(cv2.absdiff(image, plate), alpha=4)
        return made
