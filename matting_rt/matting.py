"""The middle of every pipeline: one frame in, its pictures out."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Protocol

from matting_rt.compositing.base import Backdrop, Compositor
from matting_rt.frame import AnyMatte, BoolMap, Colours, FloatMap, Frame, FrameSize, Image
from matting_rt.guard import Guard
from matting_rt.inference.base import MatteDetails, MattingEngine, MattingStream
from matting_rt.live.state import Absence
from matting_rt.outputs import COMPOSITE, Material, Outputs, need_details
from matting_rt.pictures.depth import to_levels
from matting_rt.plate.base import PlateFitter
from matting_rt.sinks.base import MattedFrame
from matting_rt.state import State
from matting_rt.steady import Compose, Steadier
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
    colours: Colours = Colours.BT709
    """Of the frames' deep pictures."""


Finish = Callable[[], MattedFrame]
"""Does the second half of a frame's work; called once, on any one thread, frame after frame."""


FinishLater = Callable[[], MattedFrame | None]
"""As that, of a frame that may be held until those after it are known: gives the one whose turn it is, if any."""


class _Begun(NamedTuple):
    """A frame that the base network has seen, with all that its other half takes."""

    frame: Frame
    setup: MattingSetup
    plate: Image
    """uint8 (H, W, 3), as this frame would show it."""
    person: FloatMap | None
    """(h, w) the person map."""
    trust: FloatMap | None
    """(h, w) how far the plate is known and believed."""
    lookalike: BoolMap | None
    """(h, w) what looks like a person and is a part of the room."""
    follows: bool
    """Whether the frame is of the same shot as the one before."""
    finish: Callable[[], AnyMatte] | Callable[[], MatteDetails]
    matte_ms: float
    """What the network has taken so far."""
    begin_ms: float
    """What all of it has taken so far."""


class MattingStage:
    """People, plate, network, guard, composite.

    A frame is begun (people, plate, what the network sees as a whole) and then finished (edges, guard, composite), on
    one thread or, while the next frame is begun, on a second one; before the next but one is begun it must be done.
    Both ways give the same pictures: what the plate learns of an alpha it learns just before the next frame but one.

    It holds what belongs to the video: the plate, and the network's stream of frames. Everything else comes with each
    frame.
    """

    HALVES = ("begin", "finish")
    STAGES = ("people", "plate", "matte", "guard", "composite", *HALVES)

    def __init__(
        self, plate: PlateFitter, stats: PipelineStats | LiveStats, people: PeopleFinder | None = None
    ) -> None:
        """`stats` must have the timers of `STAGES`; `people` and the setups' guard come together, or neither."""
        self._plate, self._stats, self._people = plate, stats, people
        self._engine: MattingEngine | None = None
        self._stream: MattingStream | None = None
        self._size: FrameSize | None = None
        self._alphas: deque[Image | None] = deque()
        """Of the frames that were begun, as far as they are finished and the plate has not learned of them."""
        self._unlearned = 0
        """Frames that were begun and that the plate has not learned of."""
        self._steadier = Steadier()
        self._kept: tuple[Image, Image] | None = None
        """A plate that was given, and its copy."""
        self.frame_ms = self.network_ms = 0.0
        """What the slower half of the last frame took, and the network's share in it: what a frame takes where two
        threads work, and where one does both halves at least."""

    def on_discontinuity(self) -> None:
        """The next frame does not follow the last one: it may show something else."""
        if self._stream is not None:
            self._stream.reset()

    def release_engine(self) -> None:
        """Hold on to nothing of the engine that was used last, which is to be closed."""
        self._engine = self._stream = None

    def state(self) -> State:
        """What is remembered of the frames so far, all of which are finished; see `matting_rt.state`."""
        if self._size is not None:
            self._learn_due(self._size)
        stream = self._stream
        return {
            "plate": self._plate.state(),
            "alphas": list(self._alphas),
            "unlearned": self._unlearned,
            "steadier": self._steadier.state(),
            "size": self._size,
            "stream": None if stream is None else stream.state(),
            "keeps_plate": stream is not None and stream.has_plate(self._plate.image),
        }

    def restore(self, state: State, engine: MattingEngine) -> None:
        """Go on where another stage of the same video has ended, before the first frame."""
        self._plate.restore(state["plate"])
        self._alphas.extend(state["alphas"])
        self._unlearned = state["unlearned"]
        self._steadier.restore(state["steadier"])
        if state["stream"] is not None:
            stream, plate = self._open_stream(engine, FrameSize(*state["size"])), self._plate.image
            if state["keeps_plate"] and plate is not None:
                stream.set_plate(plate)
            stream.restore(state["stream"])

    def process(self, frame: Frame, setup: MattingSetup) -> MattedFrame:
        """Matte one frame. The first frame of each size takes longer: the engine warms up, outside of the timers."""
        return self.begin(frame, setup)()

    def begin(self, frame: Frame, setup: MattingSetup) -> Finish:
        """Do the first half of a frame's work, and give what does the second."""
        return partial(self._finish, self._begin_matte(frame, setup))

    def begin_steady(self, frame: Frame, setup: MattingSetup) -> FinishLater:
        """As `begin`, but frames come out some frames later, see `steady`; those that are left by `flush`."""
        return partial(self._finish_later, self._begin_matte(frame, setup))

    def flush(self) -> Iterator[MattedFrame]:
        """What `begin_steady` still holds, after the last frame."""
        return self._steadier.flush()

    def begin_alone(self, frame: Frame, setup: MattingSetup) -> Finish:
        """As `begin`, but the frame is a picture of its own, and follows no other."""
        self.on_discontinuity()
        return self.begin(frame, setup)

    def begin_live(self, frame: Frame, setup: MattingSetup) -> Finish | Absence:
        """As `begin`, but a frame that should not be shown is not matted."""
        begun = self._begin(frame, setup, shows_all=False)
        return begun if isinstance(begun, Absence) else partial(self._finish, begun)

    def _begin_matte(self, frame: Frame, setup: MattingSetup) -> _Begun:
        begun = self._begin(frame, setup, shows_all=True)
        assert not isinstance(begun, Absence), "all frames are shown"
        return begun

    def _begin(self, frame: Frame, setup: MattingSetup, shows_all: bool) -> _Begun | Absence:
        timers, start_s = self._stats.stages, time.perf_counter()
        self._learn_due(frame.size)
        with timers["people"].measure():
            person = None if self._people is None else self._people.find(frame.image)
        with timers["plate"].measure():
            plate = self._plate.fit(frame, person)
        if not self._plate.follows:
            self.on_discontinuity()
        if self._plate.absence is not None and not shows_all:
            return self._plate.absence
        fit_s, trust = time.perf_counter() - start_s, self._plate.trust
        stream = self._open_stream(setup.engine, frame.size)
        start_s = time.perf_counter()
        stream.set_plate(plate, trust)
        begin = stream.begin_detailed if need_details(setup.outputs) else stream.begin
        finish = begin(frame.image, frame.deep, setup.colours)
        matte_s = time.perf_counter() - start_s
        self._unlearned += 1
        return _Begun(
            frame,
            setup,
            plate,
            person,
            trust,
            self._plate.lookalike,
            self._plate.follows,
            finish,
            matte_s * 1000,
            (fit_s + matte_s) * 1000,
        )

    def _learn_due(self, size: FrameSize) -> None:
        while self._unlearned > 1 and self._alphas:
            self._learn(self._alphas.popleft(), size)

    def _learn(self, alpha: Image | None, size: FrameSize) -> None:
        self._unlearned -= 1
        if alpha is not None and alpha.shape == size[::-1]:  # frames of another size are of another plate
            self._plate.observe(alpha)

    def _finish(self, begun: _Begun) -> MattedFrame:
        start_s = time.perf_counter()
        matte, matte_ms, compose = self._finish_matte(begun)
        with self._stats.stages["composite"].measure():
            matted = compose(matte)
        self._measure(begun, matte_ms, (time.perf_counter() - start_s) * 1000)
        return matted

    def _finish_later(self, begun: _Begun) -> MattedFrame | None:
        start_s, image = time.perf_counter(), begun.frame.image
        # what the plate's memory is used for again
        matte, matte_ms, compose = self._finish_matte(begun._replace(plate=self._keep(begun.plate)))
        with self._stats.stages["composite"].measure():
            matted = self._steadier.push(image, matte, begun.follows, compose)
        self._measure(begun, matte_ms, (time.perf_counter() - start_s) * 1000)
        return matted

    def _keep(self, plate: Image) -> Image:
        """A copy of a plate, the same as for the last frame where it has not changed."""
        if self._kept is None or self._kept[0] is not plate:
            self._kept = plate, plate.copy()
        return self._kept[1]

    def _finish_matte(self, begun: _Begun) -> tuple[AnyMatte, float, Compose]:
        """The matte of which what may leave is left, how long the network took for it, and what its pictures take."""
        alpha: Image | None = None
        timers, frame, setup, start_s = self._stats.stages, begun.frame, begun.setup, time.perf_counter()
        try:
            made = begun.finish()
            detailed = made if isinstance(made, MatteDetails) else None
            matte = made.matte if isinstance(made, MatteDetails) else made
            matte_ms = (time.perf_counter() - start_s) * 1000
            timers["matte"].add(begun.matte_ms + matte_ms)
            with timers["guard"].measure():
                if begun.person is not None and setup.guard is not None:
                    matte = setup.guard.apply(
                        matte, frame.image, begun.person, begun.trust, begun.plate, begun.lookalike, frame.deep
                    )
            alpha = to_levels(matte.alpha)
        finally:
            self._alphas.append(alpha)
        return matte, matte_ms, partial(_compose, frame, begun.plate, setup, detailed)

    def _measure(self, begun: _Begun, matte_ms: float, finish_ms: float) -> None:
        self.frame_ms = max(begun.begin_ms, finish_ms)
        for half, took_ms in zip(self.HALVES, (begun.begin_ms, finish_ms), strict=True):
            self._stats.stages[half].add(took_ms)
        self.network_ms = self.frame_ms * (begun.matte_ms + matte_ms) / (begun.begin_ms + finish_ms)

    def _open_stream(self, engine: MattingEngine, size: FrameSize) -> MattingStream:
        """The one in use, or another where the engine or the size of the frames is another."""
        if self._stream is None or engine is not self._engine or size != self._size:
            started_s = time.perf_counter()
            self._stream, self._engine, self._size = engine.open_stream(size), engine, size
            self._stats.warm_up_s += time.perf_counter() - started_s
        return self._stream


def _compose(
    frame: Frame, plate: Image, setup: MattingSetup, details: MatteDetails | None, matte: AnyMatte
) -> MattedFrame:
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
    return MattedFrame.of({output: output.make(material) for output in setup.outputs}, frame)
