"""The plate of live video: a claim about the room that is checked, followed and learned while frames go by."""

import logging
from collections import deque
from collections.abc import Callable
from functools import partial

import numpy as np

from matting_rt.config import PlateConfig
from matting_rt.frame import FloatImage, FloatMap, Frame, FrameSize, Image
from matting_rt.live.state import Absence
from matting_rt.plate.alignment import AlignmentTask, WarpedPlate
from matting_rt.plate.base import PlateFitter
from matting_rt.plate.belief import FOUND, Belief
from matting_rt.plate.compensate import Light, same_light
from matting_rt.plate.condition import PlateCondition
from matting_rt.plate.fit import PlateFit, shrink_frame
from matting_rt.plate.frame_check import FrameCheck
from matting_rt.plate.pictures import shrink_map
from matting_rt.plate.store import Plate, empty_plate
from matting_rt.plate.upkeep import make_aligning, make_clearing
from matting_rt.state import State, set_values, values_of
from matting_rt.threads.executor import SingleJobExecutor

_log = logging.getLogger(__name__)

_LEARN_EVERY_S, _LEARN_SELDOM_S = 0.2, 5.0
_PICTURE_EVERY_S = 0.25
_PICTURES = 3
"""What is learned is the mean of so many frames, all within the time in which it did not change."""
_GIVE_UP_S = 1.0
"""A plate that has not been believed for so long is kept for later, and the room is learned from nothing."""
_CLEAR_EVERY_S = 1.0
"""Between two looks at what may be somebody in the plate."""
_SEARCH_EVERY_S = 0.5
"""For a plate that was given up."""
_EARLIER = 2
"""Plates that are kept for when the camera or the light comes back."""
_STATE = (*("_learned_s", "_searched_s", "_cleared_s", "_lost_since_s"), "_has_learned", "_has_failed")
_WELL_KNOWN = 0.9
"""Share of the picture from which on the room counts as known."""


class LivePlate(PlateFitter):
    """One plate at a time, followed through live video.

    `fit` brings the plate to the light of every frame at once. Alignment, and learning what has changed, are done on a
    thread of their own and taken up with a later frame, so no frame waits for them. What of the plate is believed is
    decided with every frame: see `Belief`.

    A plate that is no longer believed is kept for a while, and taken up again when the frames show it again.
    """

    def __init__(self, plate: Plate | None, config: PlateConfig, *, beside: bool = True, at_once: bool = False) -> None:
        """
        Args:
            plate: at any size; resized to the frames'. None: nothing is known of the room yet.
            config: which of check, alignment, compensation and learning are done.
            beside: work on a thread beside that of the frames; else they wait, as they may in files.
            at_once: believe the plate with the first frame that agrees; see `Belief`.
        """
        self._plate, self._config = plate, config
        self._fit: PlateFit | None = None
        self._earlier: deque[PlateFit] = deque(maxlen=_EARLIER)
        self._replacements: deque[Plate] = deque(maxlen=1)
        """Written by whoever calls `replace`, emptied by the matting thread; each is one atomic step."""
        self._chosen: Plate | None = plate
        """What was chosen last, until it is in use."""
        self._at_once = at_once
        self._executor: SingleJobExecutor[Callable[[], None]] = SingleJobExecutor("plate", beside=beside)
        self._pictures: deque[tuple[float, Image]] = deque(maxlen=_PICTURES)
        self._learned_s = self._searched_s = self._cleared_s = -np.inf
        self._lost_since_s: float | None = None
        self._has_learned = self._has_failed = self._leave_out_alignment = False
        self._belief: Belief | None = None
        self.keeps_everything = self.is_thrifty = False
        """The first: see `Belief`; the second: learn less often. May be changed from any thread."""
        self._check = FrameCheck()

    # --- from the matting thread

    def fit(self, frame: Frame, person: FloatMap | None = None) -> Image:
        """See `PlateFitter.fit`. After `close` the plate is only compensated."""
        self._collect()
        fit = self._fit
        if fit is None or frame.size != fit.size:
            fit = self._start(frame)
        small = shrink_frame(frame)
        people = np.zeros(small.shape[:2], np.float32) if person is None else shrink_map(person, small)
        if self._check.is_broken(frame.time_s, small, people):
            self.trust, self.absence = np.zeros_like(people), Absence.BROKEN_FRAME  # files show it all the same
            return fit.lit_image()
        fit.see(frame, small, people)
        belief = self._update_belief(fit, frame.time_s, small, people)
        self._keep_picture(frame)
        if self._executor.is_free:
            self._post_next(fit, belief, frame, small)
        self.trust, self.lookalike = belief.trust, fit.lookalike
        self.absence = Absence.TOO_DARK if fit.is_dark else None
        return fit.lit_image()

    def observe(self, alpha: Image) -> None:
        """See `PlateFitter.observe`."""
        if self._fit is not None:
            self._fit.observe(alpha)

    @property
    def image(self) -> Image | None:
        return None if self._fit is None else self._fit.image

    def state(self) -> State:
        """See `PlateFitter.state`; nothing may be going on beside."""
        self._collect()  # here or with the next frame is the same
        return {
            **values_of(self, (*_STATE, "_leave_out_alignment")),
            "fit": None if self._fit is None else self._fit.state(),
            "belief": None if self._belief is None else self._belief.state(),
            "earlier": [fit.state() for fit in self._earlier],
            "pictures": list(self._pictures),
            "check": self._check.state(),
        }

    def restore(self, state: State) -> None:
        set_values(self, (*_STATE, "_leave_out_alignment"), state)
        if state["fit"] is not None:
            self._fit, self._chosen = PlateFit.restored(state["fit"], self._config), None
            self._belief = Belief.restored(state["belief"])
        self._earlier.extend(PlateFit.restored(each, self._config) for each in state["earlier"])
        self._pictures.extend((time_s, image) for time_s, image in state["pictures"])
        self._check.restore(state["check"])

    def require_recheck(self) -> None:
        """Believe nothing until frames agree again: some went unseen, and meanwhile the camera may have been turned."""
        if self._fit is not None:
            self._belief = Belief(self._fit.warped.covered)

    # --- from any thread

    def replace(self, plate: Plate) -> None:
        """Change to another plate without a pause: the present one serves until the new one is ready.

        Raises:
            PlateError: it cannot be brought to the size of the frames; the present plate stays.
        """
        fit = self._fit
        if fit is not None:
            plate.check_resizable(fit.size)
        self._chosen = plate
        self._replacements.append(plate)

    def close(self) -> None:
        """End the thread beside, and wait for it. May be called twice."""
        self._executor.close()

    @property
    def plate(self) -> Plate | None:
        """The plate chosen last, with what was learned since it came into use; None where nothing is known."""
        chosen, fit = self._chosen, self._fit
        if chosen is not None or fit is None:
            return chosen
        plate = fit.plate
        return None if plate.known is not None and not plate.known.any() else plate

    @property
    def learned(self) -> Plate | None:
        """The plate with what was learned from the frames; None where nothing was, or too little is known."""
        is_worth_it = self._has_learned and self.condition is PlateCondition.KNOWN
        return self.plate if is_worth_it else None

    @property
    def condition(self) -> PlateCondition:
        belief = self._belief
        if belief is None or belief.is_lost:
            return PlateCondition.LOST
        return PlateCondition.KNOWN if belief.known_share >= _WELL_KNOWN else PlateCondition.LEARNING

    @property
    def known_share(self) -> float:
        """0..1 of the picture whose room is known and believed."""
        return 0.0 if self._belief is None else self._belief.known_share

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
        return {
            **self._fit.report(),
            "alignments": self._fit.alignments,
            "condition": self.condition.value,
            "known_share": round(self.known_share, 3),
        }

    # --- what happens with a frame

    def _collect(self) -> None:
        outcome = self._executor.collect()
        if isinstance(outcome, Exception):
            if not self._has_failed:
                _log.warning("The plate cannot be followed and is only compensated: %s", outcome)
                _log.debug("where it came from", exc_info=outcome)
            self._has_failed = self._leave_out_alignment = True
        elif outcome is not None:
            outcome()

    def _start(self, frame: Frame) -> PlateFit:
        """Begin with the first frame, or the first of another size: nothing of the frames before holds."""
        if self._replacements:
            self._plate = self._replacements.popleft()
        plate = empty_plate(frame.image) if self._plate is None else self._plate
        self._earlier.clear()
        return self._change_to(PlateFit(plate, frame.size, self._config), self._plate, self._at_once)

    def _change_to(self, fit: PlateFit, plate: Plate | None = None, at_once: bool = False) -> PlateFit:
        self._fit = fit
        if self._chosen is plate:  # after the fit is there: another thread asks for one, then for the other
            self._chosen = None
        self._belief = Belief(fit.warped.covered, at_once=at_once)
        self._lost_since_s = None
        self._has_learned = False
        return fit

    def _update_belief(self, fit: PlateFit, time_s: float, small: FloatImage, people: FloatMap) -> Belief:
        belief = self._belief
        assert belief is not None, "a fit comes with a belief"
        belief.keeps_everything = self.keeps_everything
        belief.update(time_s, small, fit.lit_small, fit.warped.covered, people)
        if not belief.is_lost or fit.is_dark:  # in the dark nothing is found, whatever the plate
            self._lost_since_s = None
        elif self._lost_since_s is None:
            self._lost_since_s = time_s
        return belief

    def _keep_picture(self, frame: Frame) -> None:
        """Keep the newest frames for what is to be learned."""
        if not self._pictures or not 0 <= frame.time_s - self._pictures[-1][0] < _PICTURE_EVERY_S:
            self._pictures.append((frame.time_s, frame.image))

    def _start_over(self, fit: PlateFit, follower: PlateFit) -> None:
        """Continue with another plate; the present one waits for its room to come back."""
        if self._fit is not fit:
            return
        if fit.warped.covered.any():
            self._earlier.append(fit)
        before = self._belief
        self._change_to(follower)
        if self._belief is not None and before is not None:
            self._belief.know_stillness_of(before)

    def _post_next(self, fit: PlateFit, belief: Belief, frame: Frame, small: FloatImage) -> None:
        if self._replacements:
            plate, size = self._replacements.popleft(), fit.size
            self._executor.post(lambda: self._make_ready(plate, size))
            return
        if fit.is_dark:
            return
        time_s = frame.time_s
        if self._lost_since_s is not None and time_s - self._lost_since_s >= _GIVE_UP_S:
            self._executor.post(self._giving_up(fit, frame, small))
            return
        is_asked_again = not 0 <= time_s - self._cleared_s < _CLEAR_EVERY_S
        if fit.plate.doubtful is not None and not belief.is_lost and is_asked_again:
            self._cleared_s = time_s
            self._executor.post(make_clearing(fit, belief, small))
            return
        learns = self._config.learn and not belief.is_lost and belief.to_learn.any()
        pause_s = _LEARN_SELDOM_S if self.is_thrifty else _LEARN_EVERY_S
        if learns and not 0 <= time_s - self._learned_s < pause_s:
            self._learned_s = time_s
            self._executor.post(self._learning(fit, belief, time_s))
            return
        if belief.is_lost and self._earlier and not 0 <= time_s - self._searched_s < _SEARCH_EVERY_S:
            self._searched_s = time_s
            task = AlignmentTask(frame.image, fit.nobody, same_light(), search=True)
            self._executor.post(self._searching(task, tuple(self._earlier)))
            return
        aligns = fit.due_alignment() if self._config.align and not self._leave_out_alignment else None
        self._leave_out_alignment = False
        if aligns is not None:
            self._executor.post(make_aligning(aligns, fit, belief))

    # --- jobs: what each gives is done on the matting thread with the next frame

    def _make_ready(self, plate: Plate, size: FrameSize) -> Callable[[], None]:
        """All that takes time before another plate can serve."""
        fit = PlateFit(plate, size, self._config)
        if self._config.align:
            fit.alignment.prepare()

        def take() -> None:
            self._earlier.clear()
            self._change_to(fit, plate)

        return take

    def _learning(self, fit: PlateFit, belief: Belief, time_s: float) -> Callable[[], Callable[[], None]]:
        pictures = [image for taken_s, image in self._pictures if 0 <= time_s - taken_s <= 1.0]
        cells, light = belief.to_learn, fit.light

        def learn() -> Callable[[], None]:
            learned = fit.learn(pictures, cells, light)

            def take() -> None:
                fit.take_learned(learned)
                self._has_learned = True

            return take

        return learn

    def _giving_up(self, fit: PlateFit, frame: Frame, small: FloatImage) -> Callable[[], Callable[[], None]]:
        """Another light for the plate that is not believed, or another plate."""
        nobody = fit.nobody

        def give_up() -> Callable[[], None]:
            follower = fit.relit(small, nobody)
            if follower is None:
                _log.info("the room, its light or the camera has changed: it is learned anew")
                follower = PlateFit(empty_plate(frame.image), frame.size, self._config)
            return partial(self._start_over, fit, follower)

        return give_up

    def _searching(self, task: AlignmentTask, earlier: tuple[PlateFit, ...]) -> Callable[[], Callable[[], None]]:
        def search() -> Callable[[], None]:
            for fit in reversed(earlier):
                warped = fit.alignment.run(task) or fit.warped
                if warped.differs_from(task.image, task.background) < FOUND:
                    return partial(self._return_to, fit, warped)
            return lambda: None

        return search

    def _return_to(self, fit: PlateFit, warped: WarpedPlate) -> None:
        if self._fit is None or fit.size != self._fit.size:
            return
        _log.info("the room is as it was before")
        self._earlier.remove(fit)
        fit.warped = warped
        fit.forget_frame()
        self._change_to(fit)
