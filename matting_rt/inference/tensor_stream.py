"""One video in an engine that takes whole pictures as tensors: they go to its device as bytes, and come as such."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
import torch
from torch import Tensor

from matting_rt.errors import ModelError
from matting_rt.frame import FrameSize, Image, Matte
from matting_rt.inference.base import FrameContext, MatteDetails, MattingStream
from matting_rt.inference.depth import FineMatte
from matting_rt.state import State
from matting_rt.tensors import to_image, to_tensor

if TYPE_CHECKING:
    from matting_rt.inference.program import ProgramEngine


class Last(NamedTuple):
    """The frame before the present one, and what came of it: all that is remembered of a video."""

    src: Tensor
    """(1, 3, H, W)."""
    pha: Tensor
    """(1, 1, H, W), as the engine gave it."""


class TensorStream(MattingStream):
    """One video."""

    def __init__(self, engine: "ProgramEngine", size: FrameSize) -> None:
        super().__init__(size)
        self._engine = engine
        self._bgr_of: Image | None = None
        self._last: Last | None = None

    @torch.inference_mode()
    def matte_next(self, image: Image, context: FrameContext) -> Matte:
        src = self._to_tensor(image)
        fgr, pha = self._engine.matte_tensors(src, *self._inputs(context))
        return self._take(image, src, pha, fgr)

    def begin_finely(self, image: Image, context: FrameContext) -> Callable[[], tuple[Matte, FineMatte]]:
        return partial(self._matte_finely, image, context)

    @torch.inference_mode()
    def _matte_finely(self, image: Image, context: FrameContext) -> tuple[Matte, FineMatte]:
        src = self._to_tensor(image)
        fgr, pha = self._engine.matte_tensors(src, *self._inputs(context))
        return self._take(image, src, pha, fgr), _to_fine(src, pha, fgr)

    def detail_next(self, image: Image, context: FrameContext) -> MatteDetails:
        return self._detail(image, context)[0]

    @torch.inference_mode()
    def detail_finely(self, image: Image, context: FrameContext) -> tuple[MatteDetails, FineMatte]:
        details, *tensors = self._detail(image, context)
        return details, _to_fine(*tensors)

    @torch.inference_mode()
    def _detail(self, image: Image, context: FrameContext) -> tuple[MatteDetails, Tensor, Tensor, Tensor]:
        src = self._to_tensor(image)
        pha, fgr, err, ref = self._engine.matte_tensors_detailed(src, *self._inputs(context))
        matte = self._take(image, src, pha, fgr)
        return MatteDetails(matte, to_image(err)[..., 0], to_image(ref)[..., 0]), src, pha, fgr

    def memory(self) -> State:
        # NumPy has no bfloat16, and float32 holds all that the others do
        return {} if self._last is None else {name: x.float().cpu().numpy() for name, x in self._last._asdict().items()}

    def restore_memory(self, memory: State) -> None:
        def to_device(name: str) -> Tensor:
            return torch.from_numpy(memory[name]).to(self._engine.device, self._engine.dtype)

        self._last = Last(to_device("src"), to_device("pha")) if memory else None

    def _inputs(self, context: FrameContext) -> tuple[Tensor, Tensor | None, Last | None]:
        """The plate, how far it is known, and the frame before, on the device."""
        if context.plate is not self._bgr_of:
            self._bgr_of, self._bgr = context.plate, self._to_tensor(context.plate)
        known = context.known
        last, self._last = (self._last if context.follows else None), None
        return self._bgr, None if known is None else torch.from_numpy(np.ascontiguousarray(known))[None, None], last

    def _to_tensor(self, picture: Image) -> Tensor:
        return to_tensor(picture, self._engine.device, self._engine.dtype)

    def _take(self, image: Image, src: Tensor, pha: Tensor, fgr: Tensor) -> Matte:
        """What has come of a frame, on the host."""
        # NaN and infinity would be any picture at all as bytes
        if not bool(torch.isfinite(pha.sum(dtype=torch.float32) + fgr.sum(dtype=torch.float32))):
            raise ModelError("the model produced NaN or infinite values; choose another model or --precision fp32")
        self._last = Last(src, pha)
        alpha, foreground = to_image(pha)[..., 0], to_image(fgr)
        is_sure = cv2.LUT(alpha, _SURE)
        cv2.copyTo(image, is_sure, foreground)
        return Matte(alpha, foreground)


def _to_fine(src: Tensor, pha: Tensor, fgr: Tensor) -> FineMatte:
    alpha, residual = (x[0].float().permute(1, 2, 0).cpu().numpy() for x in (pha, fgr - src))
    return FineMatte(alpha[..., 0].clip(0, 1), residual)


_SURE = np.array([255] + [0] * 254 + [255], np.uint8)
"""For each alpha, whether it is 0 or 255."""
