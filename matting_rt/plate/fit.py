"""The mechanism behind every plate that follows a stream: its light and place, as far as they are known by now.

`PlateFit` decides when an alignment is due and takes up what came of it; who runs it, at once or on another thread, is
left to its owner (`fitted` and `live`).
"""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from matting_rt.config import PlateConfig
from matting_rt.errors import PlateMismatchError
from matting_rt.frame import BoolMap, FloatImage, FloatMap, Frame, FrameSize, Image
from matting_rt.plate.alignment import LIGHT_WIDTH, Alignment, AlignmentTask, WarpedPlate, warp_plate
from matting_rt.plate.belief import FOUND, agrees, differing_share
from matting_rt.plate.compensate import Light, find_light_field, fit_light, same_light
from matting_rt.plate.match import SceneMatch
from matting_rt.plate.moving_light import MovingLight
from matting_rt.plate.pictures import enlarge, shrink
from matting_rt.plate.store import Plate
from matting_rt.state import State, set_values, values_of

_ALIGN_EVERY_S = 0.5
_ALIGN_AGAIN_S = 0.1
"""Stream time between two alignments, as a rule and where the background has come to differ."""
_FIRST_SEARCHES = 3
"""The first alignments search from afar: the very first does not know yet where the person is."""
_LIGHT_JUMP = 4 / 255
"""A change of light from here on is followed at once; a smaller one, noise or drift, is smoothed over frames."""
_LIGHT_SMOOTHING = 0.15
_LIGHT_STEP = 0.5 / 255
"""The picture is made anew when the light has changed this much; less is not seen."""
_PERSON_STRIDE = 8
_PERSON_ALPHA = 13
"""Of 255; from here on a pixel is left out of what light and place are found by."""
_MIN_BACKGROUND = 0.1
"""Share of the picture; an alpha that leaves less is not believed."""
_DARK_FRAME = 0.03
"""Mean of a frame (0..1) that is too dark, as when a film fades in, to tell whether it shows the plate's scene."""
_PERSON_MAP = 0.3
"""Of the person map; from here on a pixel is left out of what light and place are found by."""
_CLEARED_SHARE = 0.9
_SMALL_CLEARED_SHARE = 0.8
"""Of the cells of what may be somebody in a plate: nobody sits twice in the very same way. What is small may be partly
hidden by a sleeve in every frame."""
_SMALL = 0.05
"""Of the picture."""
_LEAST_GAIN = 0.05
"""By which a learned picture is divided at the least."""
_STATE = ("alignments", "_aligned_s", "_residual", "_person", "lookalike")
_PLATE, _WARPED = ("image", "name", "known", "doubtful", "lights"), ("homography", "image", "small", "covered", "known")
_MAX_DIFFERENCE = 0.1
"""Of 0..1; beyond, a pixel shows something else, and how different it is does not matter."""


def shrink_frame(frame: Frame) -> FloatImage:
    """The small picture on which frames are compared with their plate."""
    return shrink(frame.image, LIGHT_WIDTH)


class PlateFit:
    """One plate at the size of the frames, followed through them: `see` each frame, then ask. Used from one thread.

    Where the aligned plate does not reach the border of the frame, its edge pixels are repeated: the frame's own border
    would declare there, wrongly, that no person is in front.
    """

    def __init__(self, plate: Plate, size: FrameSize, config: PlateConfig) -> None:
        """Nothing is known of the frames yet. Raises PlateError where the plate cannot be brought to their size."""
        self.plate = plate
        self.size = size
        self._config = config
        self._place(plate.resized(size))
        self.alignments = 0
        self._aligned_s = 0.0
        self._residual = 0.0
        self._light = same_light()
        self._person: BoolMap | None = None
        self.lookalike: BoolMap | None = None
        """(h, w) of the small picture: what was doubtful, and frames showed to be a part of the room."""
        self._buffers = [np.empty((size.height, size.width, 3), np.uint8) for _ in range(2)]
        """For the plate in the frame's light, in turn: what was made last stays whole while the next is made."""

    def _place(self, plate: Plate) -> None:
        """Take a plate of the frames' size where it is."""
        known = np.ones(plate.image.shape[:2], bool) if plate.known is None else plate.known
        self.alignment = Alignment(plate.image, known)
        self.warped: WarpedPlate = warp_plate(plate.image, known, np.eye(3))
        self._known = known
        self._moving = MovingLight(plate) if plate.lights and self._config.compensate else None
        self._placed: WarpedPlate | None = None
        self._lit_small: tuple[Light, WarpedPlate, FloatImage] | None = None

    def state(self) -> State:
        """See `PlateFitter.state`; of the last frame itself, nothing: the next is seen before it is asked about."""
        return {
            **values_of(self, _STATE),
            "size": self.size,
            "plate": values_of(self.plate, _PLATE),
            "alignment": self.alignment.state(),
            "warped": values_of(self.warped, _WARPED),
            "moving": None if self._moving is None else self._moving.state(),
            "light": self._light,
            "lit_light": None if self.image is None else self._lit_light,
        }

    @classmethod
    def restored(cls, state: State, config: PlateConfig) -> "PlateFit":
        fit = cls(Plate(**state["plate"]), FrameSize(*state["size"]), config)
        set_values(fit, _STATE, state)
        fit.alignment, fit.warped = Alignment.restored(state["alignment"]), WarpedPlate(**state["warped"])
        if fit._moving is not None:
            fit._moving.restore(state["moving"])
        fit._light = Light(*state["light"])
        if state["lit_light"] is not None:
            fit._placed, fit._lit, fit._lit_light = fit.warped, fit.warped.image, Light(*state["lit_light"])
            if fit._lit_light.distance(same_light()) > 0:
                fit._lit = fit._relight(fit._lit_light)
        return fit

    @property
    def image(self) -> Image | None:
        """See `PlateFitter.image`."""
        return self._lit if self._placed is self.warped else None

    @property
    def light(self) -> Light:
        """What compensation does to the plate's colours."""
        return self._light if self._config.compensate else same_light()

    @property
    def lit_small(self) -> FloatImage:
        """(h, w, 3) RGB 0..1, the small picture of the plate in its place and the frame's light."""
        known = self._lit_small
        if known is None or known[0] is not self.light or known[1] is not self.warped:
            known = self._lit_small = self.light, self.warped, self.light.apply(self.warped.small)
        return known[2]

    @property
    def nobody(self) -> BoolMap:
        """(h, w) where nobody is in the frame seen last, by the person map and the last alpha."""
        return ~self._find_people()

    @property
    def is_dark(self) -> bool:
        """Whether the frame seen last is too dark to judge by."""
        return bool(self._small.mean() <= _DARK_FRAME)

    def see(self, frame: Frame, small: FloatImage, person: FloatMap | None = None) -> None:
        """Take in a frame of the stream and follow its light.

        Args:
            frame: of `size`.
            small: (h, w, 3) 0..1, its small picture; see `shrink_frame`.
            person: (h, w) 0..1, its person map; None where there is none.
        """
        self._frame, self._small, self._person_map = frame, small, person
        self._background: BoolMap = self._find_background()
        self._residual_in: tuple[Light, float] | None = None
        self._follow_light()

    def observe(self, alpha: Image) -> None:
        """Learn where the person is from uint8 (H, W), the alpha of the frame seen last."""
        self._person = alpha[::_PERSON_STRIDE, ::_PERSON_STRIDE] >= _PERSON_ALPHA

    def due_alignment(self) -> AlignmentTask | None:
        """What is to be aligned now: the frame seen last, if it is time for that."""
        if not self._is_alignment_due():
            return None
        search = self.alignments < _FIRST_SEARCHES or self._has_come_to_differ()
        return AlignmentTask(self._frame.image, self._background, self._light, search)

    def take(self, warped: WarpedPlate | None) -> None:
        """Take up the outcome of an alignment, this frame's or an earlier one's; None: the plate stays in its place."""
        if warped is not None:
            self.warped = self._lit_by_moving(warped)
            self._background = self._background & warped.covered
            self._residual_in = None
            self._follow_light()
        self.alignments += 1
        self._aligned_s = self._frame.time_s
        self._residual = self.measure_residual(self._light)

    def forget_frame(self) -> None:
        """Nothing of the frames seen so far holds any more: the camera has been elsewhere meanwhile."""
        self._person, self.alignments = None, 0

    def take_learned(self, learned: "PlateFit") -> None:
        """Continue with a plate that was learned from this one as it is placed now; see `learn`."""
        self.plate, self.alignment, self.warped = learned.plate, learned.alignment, learned.warped
        self._known, self._moving = learned._known, learned._moving
        self.lookalike = self.lookalike if learned.lookalike is None else learned.lookalike
        self._residual_in = None

    def learn(self, pictures: Sequence[Image], cells: BoolMap, light: Light) -> "PlateFit":
        """The plate in its place, with a part taken from frames; changes nothing here.

        Args:
            pictures: of the frames' size, whose mean is taken.
            cells: (h, w) of the small picture, what is taken from them.
            light: what brings the plate to the light of these pictures.
        """
        part = enlarge(cells, self.size)
        mean = np.mean(np.stack(pictures)[:, part], axis=0) if len(pictures) > 1 else pictures[0][part]
        gain, bias = np.maximum(light.gain, _LEAST_GAIN), light.bias
        image, known = self.warped.image.copy(), self.warped.known | part
        image[part] = np.clip((mean - 255 * bias) / gain, 0, 255).round().astype(np.uint8)
        plate = replace(self.plate, image=image, known=known, doubtful=None)
        learned = PlateFit(plate, self.size, self._config)
        learned.alignment.prepare()
        return learned

    def cleared(self, small: FloatImage) -> "PlateFit":
        """The plate in its place, known also where it was doubtful and the small picture of a frame shows the same.

        What somebody hides now stays doubtful.
        """
        assert self.plate.doubtful is not None, "only a plate with doubts"
        doubtful = self.plate.doubtful.astype(np.uint8)
        if not np.array_equal(self.warped.homography, np.eye(3)):
            doubtful = cv2.warpPerspective(doubtful, self.warped.homography, self.size, flags=cv2.INTER_NEAREST)
            doubtful = cv2.dilate(
                doubtful, np.ones((5, 5), np.uint8)
            )  # where the map of what is known was interpolated
        cells = shrink(doubtful * 255, LIGHT_WIDTH) > 0
        number, labels = cv2.connectedComponents(cells.astype(np.uint8))
        same = agrees(small, self.lit_small)
        agreeing, areas = (np.bincount(each.ravel(), minlength=number) for each in (labels[same], labels))
        needed = np.where(areas <= _SMALL * labels.size, _SMALL_CLEARED_SHARE, _CLEARED_SHARE)
        is_room = agreeing >= needed * areas
        is_room[0] = False
        room = enlarge(is_room[labels], self.size)
        left = (doubtful > 0) & ~room
        known = self.warped.known | room
        plate = replace(self.plate, image=self.warped.image, known=known, doubtful=left if left.any() else None)
        fit = PlateFit(plate, self.size, self._config)
        fit.lookalike = is_room[labels] | (False if self.lookalike is None else self.lookalike)
        fit.alignment.prepare()
        return fit

    def relit(self, small: FloatImage, room: BoolMap) -> "PlateFit | None":
        """The plate in its place, in light that has changed more in one part of the room than in another.

        Args:
            small: (h, w, 3) 0..1, the small picture of a frame.
            room: (h, w) where nobody is in it.

        Returns:
            None where light alone does not explain what differs.
        """
        visible = room & self.warped.covered
        field = find_light_field(small, self.lit_small, visible)
        if differing_share(small, np.clip(self.lit_small * field, 0, 1), visible) >= FOUND:
            return None
        gain = cv2.resize(field, self.size, interpolation=cv2.INTER_LINEAR)
        image = cv2.multiply(self.warped.image, gain, dtype=cv2.CV_8U).astype(np.uint8, copy=False)
        plate = replace(self.plate, image=image, known=self.warped.known, doubtful=None)
        fit = PlateFit(plate, self.size, self._config)
        fit.alignment.prepare()
        fit._light = self._light
        return fit

    def measure_residual(self, light: Light) -> float:
        """Mean difference (0..1) between the frame seen last and the plate in `light`, in the background."""
        known = self._residual_in
        if known is None or known[0] is not light:
            plate = self.lit_small if light is self.light else light.apply(self.warped.small)
            red, green, blue = np.moveaxis(np.abs(self._small - plate), -1, 0)
            difference = np.minimum((red + green + blue) / 3, _MAX_DIFFERENCE)[self._background]
            known = self._residual_in = light, float(difference.mean()) if difference.size else 0.0
        return known[1]

    def match(self) -> SceneMatch:
        """How much of the plate the frame seen last shows."""
        return self.warped.match(self._frame.image, self._light)

    def mismatch(self, scene: str) -> PlateMismatchError:
        """The error for a plate that does not show `scene`, what messages call the frames."""
        return PlateMismatchError(
            "The plate {plate} does not show the scene of {scene}: this looks like a backdrop, not a "
            "plate; give the same view from the same camera without the person as the plate",
            plate=self.plate.name,
            scene=scene,
        )

    def lit_image(self) -> Image:
        """uint8 (H, W, 3) RGB, the aligned plate in the frame's light: the same array until one of the two has changed.

        Not to be written into; what it shows is overwritten when the light has changed twice more.
        """
        if self._placed is not self.warped:
            self._placed, self._lit, self._lit_light = self.warped, self.warped.image, same_light()
        if self._lit_light.distance(self.light) > _LIGHT_STEP:
            self._lit, self._lit_light = self._relight(self.light), self.light
        return self._lit

    def _relight(self, light: Light) -> Image:
        self._buffers.reverse()
        light.paint(self.warped.image, self._buffers[0])
        # an object of its own, so that nobody takes it for the one that was in the same memory before
        return self._buffers[0].view()

    def report(self) -> dict[str, object]:
        """What is done to the plate now, as plain data."""
        return {
            "shift_px": round(self.warped.shift_px, 2),
            "gain": [round(float(gain), 4) for gain in self.light.gain],
            "bias": [round(float(bias), 4) for bias in self.light.bias],
        }

    def _find_background(self) -> BoolMap:
        """(H, W) of the small picture: where the plate reaches and nobody is, by the person map and the last alpha."""
        covered = self.warped.covered
        person = self._find_people()
        background: BoolMap = covered & ~person
        return background if background.mean() > _MIN_BACKGROUND else covered

    def _find_people(self) -> BoolMap:
        person = np.zeros(self.warped.covered.shape, bool)
        if self._person_map is not None:
            person |= self._person_map > _PERSON_MAP
        if self._person is not None:
            alpha = cv2.dilate(self._person.view(np.uint8), np.ones((3, 3), np.uint8))
            person |= cv2.resize(alpha, person.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
        return person

    def _lit_by_moving(self, warped: WarpedPlate) -> WarpedPlate:
        """A plate in its place, in the light of the frame where that moves."""
        return warp_plate(self._moving.draw(), self._known, warped.homography) if self._moving else warped

    def _follow_light(self) -> None:
        if self._moving is not None and self._moving.follow(self._small, self._background, self._light):
            self.warped = self._lit_by_moving(self.warped)
        fitted = fit_light(self._small, self.warped.small, self._background, self._light)
        if fitted is not None:
            change = self._light.distance(fitted) / _LIGHT_JUMP
            self._light = self._light.toward(fitted, min(1.0, max(_LIGHT_SMOOTHING, change)))

    def _is_alignment_due(self) -> bool:
        if self.alignments == 0:
            return True
        passed_s = abs(self._frame.time_s - self._aligned_s)
        return passed_s >= _ALIGN_EVERY_S or (passed_s >= _ALIGN_AGAIN_S and self._has_come_to_differ())

    def _has_come_to_differ(self) -> bool:
        return self.measure_residual(self._light) > 1.5 * self._residual + 0.004
