"""What the person in front of the program sees: pulled when there is time to paint, never pushed."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from matting_rt.frame import FrameSize, Image


class View(Enum):
    """What a preview shows."""

    OUTPUT = "output"
    """What others see, composite or placeholder; the person as in a mirror where that is asked for."""
    CAMERA = "camera"
    ALPHA = "alpha"
    FOREGROUND = "foreground"
    """The person alone, on grey."""
    DIFFERENCE = "difference"
    """How far the frame is from the plate, four times enlarged."""


_GREY = 64
"""Behind the foreground."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be shown, and how large."""

    size: FrameSize
    view: View


class Preview:
    """The newest picture for each viewer, ready to be painted.

    The threads of the pipeline `put` what they have; what nobody asked for costs them a comparison. Scaling and the
    painter's channel order happen there, so that a window only copies pixels.
    """

    def __init__(self) -> None:
        self._slots: dict[Hashable, _Slot] = {}
        """By viewer; exchanged whole, because several threads read it."""

    def ask(self, size: FrameSize | None, view: View = View.OUTPUT, viewer: Hashable = "") -> None:
        """Choose what comes next; from one thread.

        Args:
            size: pictures come as large as fits into it, in device pixels; None: nothing is to be shown.
            view: what they show.
            viewer: for whom; each has one view at a time.
        """
        if size is None:
            self._slots = {each: slot for each, slot in self._slots.items() if each != viewer}
        elif viewer in self._slots:
            self._slots[viewer].wish = _Wish(size, view)
        else:
            self._slots = {**self._slots, viewer: _Slot(_Wish(size, view))}

    @property
    def views(self) -> frozenset[View]:
        """What is asked for."""
        return frozenset(slot.wish.view for slot in self._slots.values())

    def put(self, view: View, image: Image) -> None:
        """Offer a picture: uint8 RGB (H, W, 3), RGBA with straight alpha (H, W, 4), or grey (H, W); it is not kept."""
        for slot in self._slots.values():
            slot.put(view, image)

    def take(self, viewer: Hashable = "") -> Image | None:
        """The newest picture that was not yet taken, uint8 (h, w, 4) in the order blue, green, red, unused (Qt's
        Format_RGB32); None: there is nothing new. From one thread.
        """
        slot = self._slots.get(viewer)
        return None if slot is None else slot.take()


class _Slot:
    """Of one viewer."""

    def __init__(self, wish: _Wish) -> None:
        self.wish = wish
        self._newest: tuple[Image, _Wish] | None = None
        """With what it was made for: by the time it is taken, something else may be wanted."""
        self._shown: tuple[Image, _Wish] | None = None

    def put(self, view: View, image: Image) -> None:
        wish = self.wish
        if wish.view is not view:
            return
        shown = self._shown
        if shown is not None and shown[0] is image and shown[1] == wish:
            return
        self._newest = _paintable(image, wish.size), wish
        self._shown = image, wish

    def take(self) -> Image | None:
        newest, self._newest = self._newest, None
        return newest[0] if newest is not None and newest[1] == self.wish else None


def _paintable(image: Image, limit: FrameSize) -> Image:
    import cv2  # here, because a window asks for `View` before anything heavy is loaded

    height, width = image.shape[:2]
    scale = min(limit.width / width, limit.height / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    picture: Any = image
    if size != (width, height):
        # Averages of whole pixels only where several become one: for what is between, INTER_AREA is slow and no better.
        picture = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale <= 0.5 else cv2.INTER_LINEAR)
    if picture.ndim == 2:
        order = cv2.COLOR_GRAY2BGRA
    else:
        order = cv2.COLOR_RGB2BGRA
        if picture.shape[2] == 4:
            alpha = picture[..., 3:].astype(np.float32) / 255
            picture = (picture[..., :3] * alpha + _GREY * (1 - alpha)).astype(np.uint8)
    paintable: Image = np.asarray(cv2.cvtColor(picture, order), np.uint8)
    return paintable
