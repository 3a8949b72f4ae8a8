"""Frames of a painted scene: somebody talks and waves before a room, in a loop without a jump."""

from collections.abc import Iterator
from fractions import Fraction

from matting_rt.frame import Frame, FrameSize, Image, StreamInfo
from matting_rt.sources.base import FrameSource
from matting_rt.synthetic.clip import SyntheticClip

RATE_FPS = 15
"""Pictures a second. Painting one of 1280x720 takes a tenth of a second: at half a camera's rate the start takes three
seconds, and the movement still looks like one."""

PAINTED = 20
"""Pictures painted. In 1.3 seconds the body swings from one side to the other and the arm waves once; then all of it
runs backwards. 55 MB at 1280x720."""

SEED = 67
"""Room and person of the demo."""


class SyntheticSource(FrameSource):
    """One turn there and back of the painted scene, 38 frames; whoever loops it sees no jump.

    The pictures are painted when it is first opened and kept for later openings, so that playing costs nothing. They
    are the same arrays each time.
    """

    def __init__(self, size: FrameSize, seed: int = SEED) -> None:
        self._clip_of = size, seed
        self._clip: SyntheticClip | None = None
        self._pictures: list[Image] = []

    def plate(self) -> Image:
        """The empty room, uint8 (H, W, 3) RGB, in slightly other light than the frames; also before `open`."""
        return self._scene().plate()

    def open(self) -> None:
        """Takes seconds for the first time."""
        if not self._pictures:
            self._pictures = [picture for picture, _ in self._scene().frames()]

    @property
    def info(self) -> StreamInfo:
        size, _ = self._clip_of
        return StreamInfo(size, Fraction(RATE_FPS), Fraction(1, RATE_FPS), 2 * PAINTED - 2)

    def __iter__(self) -> Iterator[Frame]:
        there_and_back = self._pictures + self._pictures[-2:0:-1]
        for index, picture in enumerate(there_and_back):
            yield Frame(image=picture, index=index, pts=index, time_base=self.info.time_base)

    def close(self) -> None:
        """The pictures are kept for the next opening."""

    def _scene(self) -> SyntheticClip:
        if self._clip is None:
            size, seed = self._clip_of
            self._clip = SyntheticClip(size, RATE_FPS, PAINTED / RATE_FPS, seed)
        return self._clip
