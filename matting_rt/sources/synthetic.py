"""Frames of a made-up scene: somebody waves before a room, in a loop without a jump."""

from collections.abc import Iterator
from fractions import Fraction

from matting_rt.frame import Frame, FrameSize, Image, StreamInfo
from matting_rt.sources.base import FrameSource
from matting_rt.synthetic.film import RenderedClip

RATE_FPS = 15
"""Frames a second. Making one of 1280x720 takes 30 ms of one core: at half a camera's rate the first pass is hardly
slower than the others, and the movement still looks like one."""

PAINTED = 20
"""Pictures made. In 1.3 seconds the body sways to one side and the hand waves once; then all of it runs backwards.
55 MB at 1280x720."""


class SyntheticSource(FrameSource):
    """One turn there and back of the sample scene, 38 frames; whoever loops it sees no jump.

    The pictures are made as they are first asked for, so that one sees something at once, and kept for later passes
    and openings, so that playing costs nothing. They are the same arrays each time.
    """

    def __init__(self, size: FrameSize) -> None:
        self._size = size
        self._clip: RenderedClip | None = None
        self._pictures: list[Image] = []
        self._painting: Iterator[Image] = iter(())

    def plate(self) -> Image:
        """The empty room, uint8 (H, W, 3) RGB, in slightly other light than the frames; also before `open`."""
        return self._scene().plate()

    def open(self) -> None:
        """Paints the first picture, for the first time."""
        self._picture(0)

    @property
    def info(self) -> StreamInfo:
        return StreamInfo(self._size, Fraction(RATE_FPS), Fraction(1, RATE_FPS), 2 * PAINTED - 2)

    def __iter__(self) -> Iterator[Frame]:
        for index in range(2 * PAINTED - 2):
            picture = self._picture(index if index < PAINTED else 2 * PAINTED - 2 - index)
            yield Frame(image=picture, index=index, pts=index, time_base=self.info.time_base)

    def close(self) -> None:
        """The pictures are kept for the next opening."""

    def _picture(self, number: int) -> Image:
        if not self._pictures:
            self._painting = (picture for picture, _ in self._scene().frames())
        while len(self._pictures) <= number:
            self._pictures.append(next(self._painting))
            if len(self._pictures) == PAINTED:
                self._painting = iter(())  # with it goes what the person's pictures take
        return self._pictures[number]

    def _scene(self) -> RenderedClip:
        if self._clip is None:
            self._clip = RenderedClip(self._size, RATE_FPS, PAINTED / RATE_FPS)
        return self._clip
