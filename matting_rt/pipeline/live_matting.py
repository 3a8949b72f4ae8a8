"""Matting for live video: the middle of every pipeline, at a quality that the computer keeps up with."""

import time

import torch

from matting_rt.errors import ModelError
from matting_rt.frame import Frame
from matting_rt.pipeline.matting import MattingStage
from matting_rt.pipeline.quality import EngineLadder, QualityGovernor
from matting_rt.sinks.base import MattedFrame


class LiveMatting:
    """What `LivePipeline` calls for each frame, on the matting thread."""

    def __init__(self, stage: MattingStage, ladder: EngineLadder, governor: QualityGovernor) -> None:
        """`governor` has as many steps as the ladder."""
        self._stage, self._ladder, self._governor = stage, ladder, governor

    def __call__(self, frame: Frame) -> MattedFrame:
        """Matte one frame, and think about the quality of the next.

        Raises:
            ModelError: the device is out of memory, and the next frames are tried at less quality.
            MattingError: as MattingStage.
        """
        self._stage.engine = self._ladder.engine
        is_warm = self._stage.is_warm(frame.size)
        start_s = time.perf_counter()
        try:
            matted = self._stage.process(frame)
        except (torch.OutOfMemoryError, ModelError) as error:
            if not _is_out_of_memory(error):
                raise
            # while the step below is being made warm, more frames fail: they say nothing of that step
            if self._governor.step == self._ladder.index:
                self._governor.step_down()
            self._want(self._governor.step)
            if self._governor.step == self._ladder.index:
                raise ModelError("the GPU is out of memory at the lowest quality; choose smaller frames") from error
            raise ModelError("the GPU is out of memory; quality goes down a step") from error
        # what a frame takes while another step is being made warm says nothing of that step
        if is_warm and self._governor.step == self._ladder.index:
            self._governor.observe((time.perf_counter() - start_s) * 1000)
        self._want(self._governor.step)
        return matted

    def _want(self, step: int) -> None:
        if self._ladder.is_broken(step):
            step = self._governor.step_down()
        self._ladder.want(step)


def _is_out_of_memory(error: Exception) -> bool:
    """Whether the device was, in matting a frame or in making ready for the first one."""
    return isinstance(error, torch.OutOfMemoryError) or isinstance(error.__cause__, torch.OutOfMemoryError)
