"""One alignment of the plate with a frame, from the whole pictures to the whole warped plate.

Everything here works on what it is given and keeps only the aligner, so that it can run on another thread than the one
which asked for it.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from matting_rt.frame import BoolMap, FloatImage, FrameSize, Image
from matting_rt.plate.align import Aligner, GrayImage, Homography, corner_shift_px, rescale
from matting_rt.plate.belief import differing_share
from matting_rt.plate.compensate import Light, fit_light, same_light
from matting_rt.plate.match import SceneMatch, match_scene
from matting_rt.plate.pictures import shrink, to_grey
from matting_rt.state import State

LIGHT_WIDTH = 96
_MATCH_WIDTH = 320
_ALIGN_WIDTH = 1280
"""Widths of the small pictures on which light, scene and alignment are estimated, in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class WarpedPlate:
    """The plate as an alignment places it in the frames, with what follows from that."""

    homography: Homography
    """From the pixels of the plate to those of the frames, both of the frames' size."""
    image: Image
    """uint8 (H, W, 3) RGB; beyond the plate's border its edge pixels are repeated."""
    small: FloatImage
    """(h, w, 3) RGB 0..1, the same `LIGHT_WIDTH` wide."""
    covered: BoolMap
    """(h, w) where the plate has a picture of its own, and is known to show the room there."""
    known: BoolMap
    """(H, W), the same for each pixel."""

    @property
    def size(self) -> FrameSize:
        return FrameSize(self.image.shape[1], self.image.shape[0])

    @property
    def shift_px(self) -> float:
        """The largest movement of the plate's corners, in pixels of the frame."""
        return corner_shift_px(self.homography, self.size)

    def differs_from(self, image: Image, nobody: BoolMap) -> float:
        """The share (0..1) of the room in a frame that differs, in the light that fits best; see `differing_share`.

        Args:
            image: the frame, of the plate's size.
            nobody: (h, w) where no person is.
        """
        small = shrink(image, LIGHT_WIDTH)
        visible = nobody & self.covered
        light = fit_light(small, self.small, visible, same_light()) or same_light()
        return differing_share(small, light.apply(self.small), visible)

    def match(self, image: Image, light: Light, background: BoolMap | None = None) -> SceneMatch:
        """How much of the plate a frame shows.

        Args:
            image: the frame, of the plate's size.
            light: what brings the plate to the light of the frame.
            background: (h, w) where no person is, as far as that is known.
        """
        frame = shrink(image, _MATCH_WIDTH)
        compared = _shrink_known(self.known, _MATCH_WIDTH)
        if background is not None:
            known = cv2.resize(background.astype(np.uint8), frame.shape[1::-1], interpolation=cv2.INTER_NEAREST)
            compared = compared & (known > 0)
        return match_scene(frame, light.apply(shrink(self.image, _MATCH_WIDTH)), compared)


def warp_plate(image: Image, known: BoolMap, homography: Homography) -> WarpedPlate:
    """Place a plate of the frames' size; the identity costs next to nothing."""
    size = FrameSize(image.shape[1], image.shape[0])
    if not np.array_equal(homography, np.eye(3)):
        image = cv2.warpPerspective(image, homography, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        reached = cv2.warpPerspective(known.astype(np.uint8) * 255, homography, size)
        known = reached > 253
    return WarpedPlate(homography, image, shrink(image, LIGHT_WIDTH), _shrink_known(known, LIGHT_WIDTH), known)


@dataclass(frozen=True, slots=True, eq=False)
class AlignmentTask:
    """What one alignment is to be made from."""

    image: Image
    """The frame, of the plate's size."""
    background: BoolMap
    """(h, w) of the small picture: where the plate may be seen."""
    light: Light
    """What brings the plate to the light of the frame."""
    search: bool
    """Look from afar, as for a first frame, instead of following the current homography."""


class Alignment:
    """Aligns one plate, of the frames' size, again and again. Used from one thread at a time."""

    def __init__(self, image: Image, known: BoolMap) -> None:
        self._image, self._known = image, known
        self._scale = min(1.0, _ALIGN_WIDTH / image.shape[1])
        self._aligner: Aligner | None = None

    def state(self) -> State:
        homography = None if self._aligner is None else self._aligner.homography
        return {"image": self._image, "known": self._known, "homography": homography}

    @classmethod
    def restored(cls, state: State) -> "Alignment":
        alignment = cls(state["image"], state["known"])
        if state["homography"] is not None:
            alignment.prepare()
            assert alignment._aligner is not None
            alignment._aligner.homography = state["homography"]
        return alignment

    def prepare(self) -> None:
        """Make what the first alignment needs, some 20 ms of work."""
        if self._aligner is None:
            self._aligner = Aligner(to_grey(self._image, self._scale))

    def run(self, task: AlignmentTask) -> WarpedPlate | None:
        """Where the plate is to be from now on; None where it is well where it is."""
        self.prepare()
        assert self._aligner is not None
        grey = to_grey(task.image, self._scale)
        seen: GrayImage = cv2.resize(
            task.background.astype(np.uint8) * 255, grey.shape[::-1], interpolation=cv2.INTER_NEAREST
        )
        levels = np.arange(256) * task.light.gain.mean() + 255 * task.light.bias.mean()
        if not self._aligner.align(grey, seen, np.clip(levels, 0, 255).astype(np.uint8), task.search):
            return None
        return warp_plate(self._image, self._known, rescale(self._aligner.homography, 1 / self._scale))


def _shrink_known(known: BoolMap, width: int) -> BoolMap:
    """Where all of the pixels are known that a pixel of the small picture of this width is made from."""
    whole: BoolMap = shrink(known.astype(np.uint8) * 255, width) > 0.99
    return whole
