"""The plate fitted to each frame of a stream: right size, aligned, in the frame's light, and of the same scene."""

from collections.abc import Callable

import numpy as np

from matting_rt.config import PlateConfig
from matting_rt.frame import FloatMap, Frame, Image
from matting_rt.plate.base import PlateFitter
from matting_rt.plate.compensate import Light, same_light
from matting_rt.plate.fit import PlateFit, shrink_frame
from matting_rt.plate.match import SceneMatch
from matting_rt.plate.pictures import shrink_map
from matting_rt.plate.store import Plate
from matting_rt.state import State


class FittedPlate(PlateFitter):
    """One plate for all frames of a stream, aligned in place: a frame waits until its plate fits."""

    def __init__(self, plate: Plate, config: PlateConfig, scene: str = "the frames") -> None:
        """
        Args:
            plate: at any size; resized to the frames'.
            config: which of check, alignment and compensation are done.
            scene: what messages call the frames, e.g. the video's file name.
        """
        self._plate = plate
        self._config = config
        self._scene = scene
        self._fit: PlateFit | None = None
        self._match: SceneMatch | None = None

    def fit(self, frame: Frame, person: FloatMap | None = None) -> Image:
        fit = self._fit
        if fit is None or frame.size != fit.size:
            # The first frame of a stream, or of another size: nothing of the frames before holds.
            fit = self._fit = PlateFit(self._plate, frame.size, self._config)
            self._match = None
        small = shrink_frame(frame)
        fit.see(frame, small, None if person is None else shrink_map(person, small))
        task = fit.due_alignment() if self._config.align else None
        if task is not None:
            fit.take(fit.alignment.run(task))
        if self._config.check and not (self._match and self._match.is_same_scene) and not fit.is_dark:
            # Judged once, on the first frame that can be judged.
            self._match = fit.match()
            if not self._match.is_same_scene:
                raise fit.mismatch(self._scene)
        covered = fit.warped.covered
        self.trust = None if covered.all() else covered.astype(np.float32)
        return fit.lit_image()

    def observe(self, alpha: Image) -> None:
        if self._fit is not None:
            self._fit.observe(alpha)

    @property
    def image(self) -> Image | None:
        return None if self._fit is None else self._fit.image

    def state(self) -> State:
        return {
            "fit": None if self._fit is None else self._fit.state(),
            "match": None if self._match is None else list(self._match),
        }

    def restore(self, state: State) -> None:
        self._fit = None if state["fit"] is None else PlateFit.restored(state["fit"], self._config)
        self._match = None if state["match"] is None else SceneMatch(*state["match"])

    def report(self) -> dict[str, object]:
        if self._fit is None:
            return {}
        return {**self._fit.report(), "same_scene": self._match.is_same_scene if self._match else None}

    @property
    def shift_px(self) -> float:
        """How far alignment moves the plate: the largest movement of its corners, in pixels of the frame."""
        return self._fit.warped.shift_px if self._fit else 0.0

    @property
    def light(self) -> Light:
        """What compensation does to the plate's colours."""
        return self._fit.light if self._fit else same_light()


class PlatePerImage(PlateFitter):
    """For pictures that are no stream: each is fitted from scratch, and may have a plate of its own."""

    def __init__(self, choose: Callable[[Frame], Plate], config: PlateConfig) -> None:
        """`choose` gives the plate of a frame; what it raises goes through."""
        self._choose = choose
        self._config = config
        self._fitted: FittedPlate | None = None

    def fit(self, frame: Frame, person: FloatMap | None = None) -> Image:
        self._fitted = FittedPlate(self._choose(frame), self._config, frame.name or f"frame {frame.index}")
        image = self._fitted.fit(frame, person)
        self.trust = self._fitted.trust
        return image

    def observe(self, alpha: Image) -> None:
        """Nothing: the next picture is another one."""

    def state(self) -> State:
        return {}

    def restore(self, state: State) -> None:
        """Nothing is remembered: a frame's plate is chosen by its place in the stream."""

    def report(self) -> dict[str, object]:
        return self._fitted.report() if self._fitted else {}
