"""The middle of every pipeline: one frame in, its pictures out."""

import math
import time
from typing import NamedTuple, Protocol

import torch
from torch import Tensor

from matting_rt.errors import ModelError
from matting_rt.frame import FloatMap, Frame, FrameSize, Image
from matting_rt.inference.base import MattingEngine, MattingStream
from matting_rt.live.state import Absence
from matting_rt.pipeline.guard import Guard
from matting_rt.plate.base import PlateFitter
from matting_rt.sinks.base import EXPLAINING, MattedFrame, Picture
from matting_rt.tensors import Matte, to_image, to_tensor
from matting_rt.timing import LiveStats, PipelineStats


class Backdrop(Protocol):
    """Gives what the person is put in front of."""

    def tgt(self, bgr: Tensor, time_s: float) -> Tensor | None:
        """(1, 3, H, W) of the size, device and precision of `bgr`, at `time_s` of the stream; None: transparent."""


class Compositor(Protocol):
    """Puts a foreground in front of a backdrop."""

    def compose(self, matte: Matte, tgt: Tensor | None, src: Tensor, bgr: Tensor) -> Tensor:
        """(1, 3, H, W) RGB 0..1, or (1, 4, H, W) RGBA with straight alpha where `tgt` is None."""


class PeopleFinder(Protocol):
    """Tells people from room in a single picture."""

    def find(self, image: Image) -> FloatMap:
        """(h, w) 0..1 of a size of its own, for uint8 (H, W, 3) RGB."""


class _Look(NamedTuple):
    src: Tensor
    """(1, 3, H, W) the frame."""
    bgr: Tensor
    """(1, 3, H, W) the plate as this frame would show it."""
    person: FloatMap | None
    """(h, w) the person map."""


class MattingStage:
    """Upload, plate, network, composite, download. Used from one thread.

    On CUDA the device works on its own clock: the time of `plate`, `matte` and `composite` is what the host needed to
    ask for it, and `download` is the time until the result was there.
    """

    STAGES = ("upload", "people", "plate", "matte", "guard", "composite", "download")

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

    def start_over(self) -> None:
        """The next frame does not follow the last one: it may show something else."""
        if self._stream is not None:
            self._stream.reset()

    @torch.inference_mode()
    def process(self, frame: Frame) -> MattedFrame:
        """Matte one frame. The first frame of each size takes longer: the engine warms up, outside of the timers."""
        return self._matte(frame, self._look(frame))

    def process_alone(self, frame: Frame) -> MattedFrame:
        """As `process`, but the frame is a picture of its own, and follows no other."""
        self.start_over()
        return self.process(frame)

    @torch.inference_mode()
    def process_live(self, frame: Frame) -> MattedFrame | Absence:
        """As `process`, but a frame that should not be shown is not matted."""
        look = self._look(frame)
        return self._plate.absence or self._matte(frame, look)

    def _look(self, frame: Frame) -> _Look:
        """What is known of a frame before the network sees it."""
        engine, timers = self.engine, self._stats.stages
        assert engine is not None, "the engine comes first"
        with timers["upload"].measure():
            src = to_tensor(frame.image, engine.device, engine.dtype)
        with timers["people"].measure():
            person = None if self._people is None else self._people.find(frame.image)
        with timers["plate"].measure():
            bgr = self._plate.fit(frame, src, person)
        return _Look(src, bgr, person)

    def _matte(self, frame: Frame, look: _Look) -> MattedFrame:
        timers = self._stats.stages
        src, bgr, person = look
        stream = self._open_stream(frame.size)
        with timers["matte"].measure():
            stream.set_plate(bgr, _to_known(self._plate.trust))
            explained = stream.explain(src) if self.pictures & EXPLAINING else None
            matte = explained.matte if explained else stream.matte(src)
        with timers["guard"].measure():
            if person is not None and self.guard is not None:
                matte = self.guard.apply(matte, src, person, self._plate.trust)
        with timers["composite"].measure():
            pictures = self._compose(frame, matte, src, bgr)
            if explained is not None:
                pictures |= {"error": explained.err, "refined": explained.ref}
        self._plate.observe(matte.pha)
        with timers["download"].measure():
            _check_finite(matte, frame.index)
            images = {name: to_image(picture) for name, picture in pictures.items()}
            for grey in images.keys() & {"alpha", "error", "refined"}:
                images[grey] = images[grey][..., 0]
            composite, alpha, foreground = (images.pop(name, None) for name in ("composite", "alpha", "foreground"))
            return MattedFrame(
                composite, alpha, foreground, frame.index, frame.pts, frame.time_base, frame.name, **images
            )

    def _open_stream(self, size: FrameSize) -> MattingStream:
        """The one in use, or another where the engine or the size of the frames is another."""
        if self._stream is None or size != self._size:
            assert self._engine is not None, "the engine comes first"
            started_s = time.perf_counter()
            self._stream, self._size = self._engine.open_stream(size), size
            self._stats.warm_up_s += time.perf_counter() - started_s
        return self._stream

    def _compose(self, frame: Frame, matte: Matte, src: Tensor, bgr: Tensor) -> dict[str, Tensor]:
        """The pictures that are asked for; the alpha is the network's, as the camera saw the person."""
        wanted, made = self.pictures, dict[str, Tensor]()
        if wanted & (Picture.COMPOSITE | Picture.MIRRORED):
            tgt = self.backdrop.tgt(bgr, frame.time_s)
            if Picture.COMPOSITE in wanted:
                made["composite"] = self.compositor.compose(matte, tgt, src, bgr)
            if Picture.MIRRORED in wanted:
                made["mirrored"] = self.mirror_compositor.compose(matte, tgt, src, bgr)
        if Picture.ALPHA in wanted:
            made["alpha"] = matte.pha
        if Picture.FOREGROUND in wanted:
            made["foreground"] = self.compositor.compose(matte, None, src, bgr)
        if Picture.DIFFERENCE in wanted:
            made["difference"] = (4 * (src - bgr).abs()).clamp(0, 1)
        return made


def _to_known(trust: FloatMap | None) -> Tensor | None:
    """(1, 1, h, w), as a stream takes it."""
    return None if trust is None else torch.from_numpy(trust)[None, None]


def _check_finite(matte: Matte, index: int) -> None:
    """Raise ModelError where the model gave NaN or infinity, which as bytes would be any picture at all."""
    total = matte.pha.sum(dtype=torch.float32) + matte.fgr.sum(dtype=torch.float32)
    if not math.isfinite(total.item()):
        raise ModelError(f"the model gave no numbers for frame {index}; choose another model or --precision fp32")
