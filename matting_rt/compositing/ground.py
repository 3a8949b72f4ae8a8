"""What a person is laid over: the backdrop in the kind of numbers and the colours of a frame."""

import numpy as np

from matting_rt.compositing.shadow import darken
from matting_rt.frame import AnyImage, Colours, FloatMap, Image
from matting_rt.pictures.colours import from_bt709
from matting_rt.pictures.depth import WHITE, Kind, round_to, to_kind


class Ground:
    """Makes it. Backdrops that stand still are converted once."""

    def __init__(self, colours: Colours) -> None:
        """`colours`: of pictures of more than 8 bits."""
        self._colours = colours
        self._backdrop: Image | None = None
        """The one that `_converted` was made of."""
        self._converted: AnyImage = np.zeros(0, np.uint8)

    def find(self, backdrop: Image, kind: Kind) -> AnyImage:
        """
        Args:
            backdrop: uint8 (H, W, 3) RGB, BT.709.
            kind: of the frame's numbers.

        Returns:
            (H, W, 3) RGB of that kind, not to be written into.
        """
        if kind == np.uint8:
            return backdrop
        if backdrop is not self._backdrop or self._converted.dtype != kind:
            self._backdrop, self._converted = backdrop, self._convert(backdrop, kind)
        return self._converted

    def lay(self, backdrop: Image, kind: Kind, shadow: FloatMap | None = None) -> AnyImage:
        """As `find`, the caller's own; `shadow` (h, w) is the share of light that is missing in it."""
        if shadow is None:
            return self.find(backdrop, kind).copy()
        ground = backdrop.copy() if kind == np.uint8 else to_kind(backdrop, kind)
        darken(ground, shadow)  # which is estimated in BT.709
        return self._convert(ground, kind)

    def _convert(self, picture: AnyImage, kind: Kind) -> AnyImage:
        if kind == np.uint8 or self._colours is Colours.BT709:
            return to_kind(picture, kind)
        return round_to(from_bt709(picture, self._colours) * np.float32(WHITE[str(kind)]), kind)
