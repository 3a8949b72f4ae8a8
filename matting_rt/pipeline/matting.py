"""The middle of every pipeline: one frame in, its pictures out."""

import math
import time
from typing import Protocol

import torch
from torch import Tensor

from matting_rt.errors import ModelError
from matting_rt.frame import Frame, FrameSize, Image
from matting_rt.inference.base import MattingEngine
from matting_rt.plate.base import PlateFitter
from matting_rt.sinks.base import MattedFrame, Picture
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


class MattingStage:
    """Upload, plate, network, composite, download. Used from one thread.

    On CUDA the device works on its own clock: the time of `plate`, `matte` and `composite` is what the host needed to
    ask for it, and `download` is the time until the result was there.
    """

    STAGES = ("upload", "plate", "matte", "composite", "download")

    def __init__(
        self,
        engine: MattingEngine,
        plate: PlateFitter,
        backdrop: Backdrop,
        compositor: Compositor,
        pictures: Picture,
        stats: PipelineStats | LiveStats,
    ) -> None:
        """`stats` must have the timers of `STAGES`.

        Backdrop, compositor and, live, the engine may be exchanged between two frames.
        """
        self.engine = engine
        self._plate = plate
        self.backdrop = backdrop
        self.compositor = compositor
        self._pictures = pictures
        self._stats = stats
        self._warm_sizes: set[FrameSize] = set()

    def is_warm(self, size: FrameSize) -> bool:
        """Whether frames of this size take no longer than others."""
        return size in self._warm_sizes

    @torch.inference_mode()
    def process(self, frame: Frame) -> MattedFrame:
        """Matte one frame. The first frame of each size takes longer: the engine warms up, outside of the timers."""
        engine, timers = self.engine, self._stats.stages
        with timers["upload"].measure():
            src = to_tensor(frame.image, engine.device, engine.dtype)
        with timers["plate"].measure():
            bgr = self._plate.fit(frame, src)
        if frame.size not in self._warm_sizes:
            started_s = time.perf_counter()
            engine.warm_up(frame.size)
            self._stats.warm_up_s += time.perf_counter() - started_s
            self._warm_sizes.add(frame.size)
        with timers["matte"].measure():
            matte = engine.matte(src, bgr)
        with timers["composite"].measure():
            com = None
            if Picture.COMPOSITE in self._pictures:
                com = self.compositor.compose(matte, self.backdrop.tgt(bgr, frame.time_s), src, bgr)
        self._plate.observe(matte.pha)
        with timers["download"].measure():
            _check_finite(matte, frame.index)
            foreground = None
            if Picture.FOREGROUND in self._pictures:
                foreground = to_image(self.compositor.compose(matte, None, src, bgr))
            return self._download(frame, matte, com, foreground)

    def _download(self, frame: Frame, matte: Matte, com: Tensor | None, foreground: Image | None) -> MattedFrame:
        """The frame's pictures on the host; the alpha is the network's, as the camera saw the person."""
        alpha = to_image(matte.pha)[..., 0] if Picture.ALPHA in self._pictures else None
        return MattedFrame(
            composite=None if com is None else to_image(com),
            alpha=alpha,
            foreground=foreground,
            index=frame.index,
            pts=frame.pts,
            time_base=frame.time_base,
            name=frame.name,
        )


def _check_finite(matte: Matte, index: int) -> None:
    """Raise ModelError where the model gave NaN or infinity, which as bytes would be any picture at all."""
    total = matte.pha.sum(dtype=torch.float32) + matte.fgr.sum(dtype=torch.float32)
    if not math.isfinite(total.item()):
        raise ModelError(f"the model gave no numbers for frame {index}; choose another model or --precision fp32")
