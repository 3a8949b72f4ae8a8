"""Matting for live video: the middle of every pipeline, at a quality that the computer keeps up with."""

import logging
import time
from dataclasses import replace

from matting_rt.errors import DeviceMemoryError, ModelError
from matting_rt.frame import Frame
from matting_rt.live.engine_ladder import EngineLadder, let_go
from matting_rt.live.preview import Preview, View
from matting_rt.live.quality import QualityGovernor
from matting_rt.live.state import Absence
from matting_rt.matting import MattingStage
from matting_rt.sinks.base import MattedFrame, Picture

log = logging.getLogger(__name__)

_PICTURE_OF = {
    View.ALPHA: Picture.ALPHA,
    View.FOREGROUND: Picture.FOREGROUND,
    View.DIFFERENCE: Picture.DIFFERENCE,
}


class LiveMatting:
    """What `LivePipeline` calls for each frame, on the matting thread."""

    def __init__(
        self, stage: MattingStage, ladder: EngineLadder, governor: QualityGovernor, preview: Preview | None = None
    ) -> None:
        """
        Args:
            stage: gets its engine from the ladder.
            governor: of the ladder's rungs; may be exchanged between two frames.
            preview: gets what it asks for besides the composite.
        """
        self.governor = governor
        self.shows_mirrored = False
        """Whether the preview's person is turned the other way than the output's."""
        self._stage, self._ladder, self._preview = stage, ladder, preview or Preview()
        self._no_memory: ModelError | None = None

    def __call__(self, frame: Frame) -> MattedFrame | Absence:
        """Matte one frame, and think about the quality of the next.

        Raises:
            ModelError: the device is out of memory, and the next frames are tried at less quality; no engine can be
                made.
            MattingError: as MattingStage.
        """
        governor, stage = self.governor, self._stage
        self._want(governor)
        stage.engine = self._ladder.engine
        if stage.engine is None:
            if self._no_memory is not None:
                raise self._no_memory
            return Absence.NOT_READY
        self._no_memory = None
        view = self._preview.view
        stage.pictures = self._pictures(view)
        start_s = time.perf_counter()
        try:
            matted = stage.process_live(frame)
        except DeviceMemoryError as error:
            log.debug("there is too little memory", exc_info=error)
            let_go(error)
            raise self._step_down(governor) from error
        if isinstance(matted, Absence):
            return matted
        # what a frame takes while another rung is wanted says nothing of that rung
        if governor.rung == self._ladder.rung:
            governor.observe((time.perf_counter() - start_s) * 1000, stage.matte_ms)
        return self._show(matted, view)

    def _pictures(self, view: View | None) -> Picture:
        if view is View.OUTPUT and self.shows_mirrored:
            return Picture.COMPOSITE | Picture.MIRRORED
        return Picture.COMPOSITE | _PICTURE_OF.get(view, Picture(0)) if view is not None else Picture.COMPOSITE

    def _show(self, matted: MattedFrame, view: View | None) -> MattedFrame:
        """Give the preview what it asked for; only composites go on from here."""
        for shown, image in (
            (View.ALPHA, matted.alpha),
            (View.FOREGROUND, matted.foreground),
            (View.DIFFERENCE, matted.difference),
        ):
            if shown is view and image is not None:
                self._preview.put(shown, image)
        return replace(matted, alpha=None, foreground=None, difference=None)

    def _step_down(self, governor: QualityGovernor) -> ModelError:
        if not governor.give_up():
            return ModelError("there is too little memory even for the lowest quality; choose smaller frames")
        # the failed engine, and those kept of other rungs, would leave no room for the one of the rung below
        self._stage.engine = None
        self._ladder.release()
        self._no_memory = ModelError("there is too little memory; quality goes down a step")
        self._ladder.want(governor.rung)
        return self._no_memory

    def _want(self, governor: QualityGovernor) -> None:
        """Ask for the engine of the governor's rung, or the next below that can be made."""
        while (error := self._ladder.error_of(governor.rung)) is not None:
            if not governor.give_up():
                if self._ladder.engine is None:
                    raise ModelError(str(error)) from error
                return
        self._ladder.want(governor.rung)
