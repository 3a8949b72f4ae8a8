"""The plate of live video: a frame never waits for it."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from matting_rt.config import PlateConfig
from matting_rt.errors import ModelError
from matting_rt.frame import Frame
from matting_rt.plate.alignment import LIGHT_WIDTH, AlignmentTask, WarpedPlate
from matting_rt.plate.base import PlateFitter
from matting_rt.plate.compensate import Light, fit_light, same_light
from matting_rt.plate.fit import PlateFit
from matting_rt.plate.pictures import shrink
from matting_rt.plate.sideline import Sideline
from matting_rt.plate.stale import PlateCondition, PlateEvidence, StaleMeter
from matting_rt.plate.store import Plate

_log = logging.getLogger(__name__)

_MIN_STRUCTURED = 12
"""Fewer blocks of the background with detail do not tell whether the camera has moved."""
_ENOUGH_LIKE_PLATE = 0.2
"""Share of the frame; less may be hidden by somebody who fills the picture in clothes like the wall."""
_ABSURD = 0.8
"""Share of what looks like the plate."""
_DOUBTS = 2
"""Looks in a row that find another scene before a confirmed plate is no longer believed."""


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What came of a look at one frame beside the matting thread."""

    fit: PlateFit
    """Whose look it was; the plate may have been replaced meanwhile."""
    warped: WarpedPlate | None
    """Where the plate is to be; None: it stays."""
    is_same_scene: bool | None
    """None where the frame was too dark to judge by."""
    interruptions: int
    """How many there had been; see `LivePlate.doubt`."""
    structure: float | None
    """See `PlateEvidence`."""


class LivePlate(PlateFitter):
    """One plate at a time, followed through live video.

    `fit` brings the plate to the light of every frame at once. Where it is to be, and whether it shows the scene at
    all, is found on a thread of its own and taken up with the next frame; so the first frames are only compensated.
    While not `is_confirmed`, nobody knows that the plate belongs to the scene, and no composite should go out: with a
    wrong plate, the network takes the whole room for the person.

    An alignment that fails is logged and left out of the next look, so that the scene is judged all the same, and then
    tried again.
    """

    def __init__(self, plate: Plate, config: PlateConfig, scene: str = "the camera") -> None:
        """
        Args:
            plate: at any size; resized to the frames'.
            config: which of check, alignment and compensation are done.
            scene: what messages call the frames.
        """
        self._plate = plate
        self._config = config
        self._scene = scene
        self._fit: PlateFit | None = None
        self._replacements: deque[Plate] = deque(maxlen=1)
        """Written by whoever calls `replace`, emptied by the matting thread; each is one atomic step."""
        self._sideline: Sideline[_Look | PlateFit] = Sideline("plate")
        self._has_failed = False
        self._leave_out_alignment = False
        self._interruptions = 0
        self._start_over()

    def _start_over(self) -> None:
        """Nothing is known of the present plate yet."""
        self._meter = StaleMeter()
        self._structure: float | None = None
        self._is_same_scene: bool | None = None
        """None before the first look; once true, it stays."""
        self._doubts = 0
        self._sure_of = -1
        """The number of interruptions at the last look that found the scene."""

    def fit(self, frame: Frame, src: Tensor) -> Tensor:
        """See `PlateFitter.fit`. A PlateMismatchError comes with every frame until the plate is seen to show the scene.

        After `close` the plate is only compensated.
        """
        outcome = self._sideline.collect()
        if isinstance(outcome, PlateFit):
            self._change_to(outcome)
        fit = self._fit
        if fit is None or frame.size != fit.size:
            if self._replacements:
                self._plate = self._replacements.popleft()
            fit = self._fit = PlateFit(self._plate, frame.size, self._config)
            self._start_over()
        fit.see(frame)
        if isinstance(outcome, _Look) and outcome.fit is fit:
            self._take(fit, outcome)
        elif isinstance(outcome, Exception):
            self._take_failure(fit, outcome)
        if self._sideline.is_free:
            self._post_next(fit)
        if fit.is_person_known:
            self._meter.update(frame.time_s, self._evidence(fit))
        if self._config.check and self._is_same_scene is False:
            raise fit.mismatch(self._scene)
        return fit.to_bgr(src)

    def _change_to(self, fit: PlateFit) -> None:
        """Take up the plate that was made ready beside."""
        if self._fit is not None:
            fit.know_person_of(self._fit)
        self._plate, self._fit = fit.plate, fit
        self._start_over()

    def _take(self, fit: PlateFit, look: _Look) -> None:
        fit.take(look.warped)
        self._leave_out_alignment = False
        if look.is_same_scene is not None and look.interruptions == self._interruptions:
            self._is_same_scene = self._is_same_scene or look.is_same_scene
            self._doubts = 0 if look.is_same_scene else self._doubts + 1
            self._sure_of = look.interruptions if look.is_same_scene else self._sure_of
        self._structure = look.structure

    def _take_failure(self, fit: PlateFit, error: Exception) -> None:
        if not self._has_failed:
            _log.warning("The plate cannot be aligned and is only compensated: %s", error)
        self._has_failed = self._leave_out_alignment = True
        fit.take(None)  # the next look comes when it is due, not with every frame

    def _post_next(self, fit: PlateFit) -> None:
        if self._replacements:
            plate = self._replacements.popleft()
            self._sideline.post(lambda: _make_ready(plate, fit, self._config))
            return
        task = fit.due_alignment()
        if task is not None:
            align = self._config.align and not self._leave_out_alignment
            self._sideline.post(_look_at(task, fit, align, self._is_seen, self._interruptions))

    def _evidence(self, fit: PlateFit) -> PlateEvidence:
        return PlateEvidence(
            residual=fit.measure_residual(fit.light),
            light=same_light().distance(fit.found_light),
            is_light_found=fit.is_light_found,
            is_compensated=self._config.compensate,
            shift=fit.warped.shift_px / fit.size.width,
            structure=self._structure,
        )

    def observe(self, pha: Tensor) -> None:
        """See `PlateFitter.observe`.

        Raises:
            ModelError: the alpha calls a person nearly all of what looks just like the plate: the network has gone
                wrong, and its composite would be the room itself.
        """
        fit = self._fit
        if fit is None:
            return
        fit.observe(pha)
        like_plate, of_person = fit.person_share_of_plate()
        if self._config.check and like_plate > _ENOUGH_LIKE_PLATE and of_person > _ABSURD:
            raise ModelError(
                "the model takes the empty room for a person; choose another model, or take the plate again"
            )

    def doubt(self) -> None:
        """Believe the plate again only after a look at a frame that is yet to come: some went unseen, and meanwhile the
        camera may have been turned. Called from the thread of `fit`.
        """
        self._interruptions += 1

    def replace(self, plate: Plate) -> None:
        """Change to another plate without a pause: the present one serves until the new one is ready.

        May be called from any thread.

        Raises:
            PlateError: it cannot be brought to the size of the frames; the present plate stays.
        """
        fit = self._fit
        if fit is not None:
            plate.check_resizable(fit.size)
        self._replacements.append(plate)

    def close(self) -> None:
        """End the thread that aligns, and wait for it. May be called twice, from any thread."""
        self._sideline.close()

    @property
    def plate(self) -> Plate:
        """The plate in use."""
        return self._plate

    @property
    def is_confirmed(self) -> bool:
        """Whether the plate shows the scene, as far as the last looks could tell; false before the first.

        It comes and goes: false while the camera looks elsewhere or somebody covers nearly all of its view, and from
        `doubt` to the next look. Always true where the configuration has no check.
        """
        return not self._config.check or self._is_seen

    @property
    def _is_seen(self) -> bool:
        return self._is_same_scene is True and self._doubts < _DOUBTS and self._sure_of == self._interruptions

    @property
    def condition(self) -> PlateCondition:
        """How well the plate still fits. May be read from any thread."""
        return self._meter.condition

    @property
    def shift_px(self) -> float:
        """How far alignment moves the plate: the largest movement of its corners, in pixels of the frame."""
        return self._fit.warped.shift_px if self._fit else 0.0

    @property
    def light(self) -> Light:
        """What compensation does to the plate's colours."""
        return self._fit.light if self._fit else same_light()

    def report(self) -> dict[str, object]:
        if self._fit is None:
            return {}
        condition = self.condition
        return {
            **self._fit.report(),
            "same_scene": self._is_same_scene,
            "alignments": self._fit.alignments,
            "stale": round(condition.score, 3),
            "condition": str(condition),
        }


def _make_ready(plate: Plate, present: PlateFit, config: PlateConfig) -> PlateFit:
    """All that takes time before another plate can serve frames of the present one's size."""
    fit = PlateFit(plate, present.size, config)
    if config.align:
        fit.alignment.prepare()
    return fit


def _look_at(task: AlignmentTask, fit: PlateFit, align: bool, is_seen: bool, interruptions: int) -> Callable[[], _Look]:
    """The job that aligns the plate with a frame and judges what is seen of it there."""
    # Read now: these change on the matting thread while the job runs.
    present, is_dark, is_person_known = fit.warped, fit.is_dark, fit.is_person_known

    def look() -> _Look:
        warped = fit.alignment.run(task) if align else None
        if is_dark:
            return _Look(fit, warped, None, interruptions, None)
        placed, light = warped or present, task.light
        if warped is not None:
            small = shrink(task.image, LIGHT_WIDTH)
            light = fit_light(small, warped.small, task.background & warped.covered, light) or light
        match = placed.match(task.image, light, task.background)
        can_tell = is_person_known and match.structured_blocks >= _MIN_STRUCTURED
        structure = match.structured_share if can_tell else None
        # A new or doubted plate is judged by the whole picture: an alpha made with a wrong one leaves as background
        # just what agrees with it.
        verdict = match if is_seen else placed.match(task.image, light)
        return _Look(fit, warped, verdict.is_same_scene, interruptions, structure)

    return look
