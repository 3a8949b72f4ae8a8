"""Frames of a camera."""

import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from matting_rt.config import CameraConfig
from matting_rt.errors import SourceLostError
from matting_rt.frame import LIVE_TIME_BASE, Frame, StreamInfo
from matting_rt.sources.base import LiveSource
from matting_rt.sources.camera_backends import FIRST_PICTURE_LIMIT_S, CameraBackend, this_system
from matting_rt.sources.camera_choice import CameraInfo, choose_request
from matting_rt.sources.latest_frame import WATCHDOG_PERIODS, LatestFrame, Opening

if TYPE_CHECKING:
    from matting_rt.sources.camera_controls import CameraControls

log = logging.getLogger(__name__)


SETTLE_S = 1.5
"""Time from the first picture after which automatic exposure, white balance and focus have found their values."""

MEASURE_S = 3.0
"""Time from the first picture after which the rate is compared with what was agreed."""


@dataclass(slots=True)
class _Stream:
    """One opening of the camera."""

    camera: CameraInfo
    newest: LatestFrame
    controls: "CameraControls | None"
    info: StreamInfo | None = None
    is_locked: bool = False


class CameraSource(LiveSource):
    """The newest frames of a camera, each stamped with the time of its capture.

    Frames that come while the last one is being worked on are replaced by the next, not queued. After `close` the
    source can be opened again; it then looks for the same camera (by its stable id), wherever that is plugged in now,
    and holds its controls where they were before. `close` from another thread ends the iteration and a waiting `open`.

    Raises (from `open` and while iterating):
        SourceNotFoundError: no such camera is connected; the message names those that are.
        SourceBusyError: another program streams from it; the message names the program.
        SourceLostError: it sends no picture for five frame periods, or says that it is gone.
        SourceFormatError: it does not send the pixel format that was asked for.
        SourceError: we may not open it.
    """

    def __init__(
        self,
        camera: str,
        config: CameraConfig,
        held: Mapping[str, int] | None = None,
        system: CameraBackend | None = None,
    ) -> None:
        """
        Args:
            camera: a number N (/dev/videoN), a path, a stable id or a part of the name; see `find_camera`.
            held: values of controls to hold from the start, as `controls` gave them when the plate was taken. Without
                them the camera chooses for a second and a half, and is then held.
            system: where cameras come from; that of this computer by default.
        """
        self._wanted = camera
        self._config = config
        self._held = dict(held or {})
        self._owed: dict[int, int] = {}
        self._system = system or this_system()
        self._stream: _Stream | None = None

    def open(self) -> None:
        camera = self._system.find(self._wanted)
        self._wanted = camera.stable_id
        request = choose_request(camera, self._config)
        self._system.check(camera)
        controls = self._system.controls(camera, self._owed) if self._config.lock else None
        newest = LatestFrame(str(camera), self._system.reader(camera, request))
        stream = self._stream = _Stream(camera, newest, controls)
        try:
            if controls is not None:
                controls.keep_rate()
            newest.start()
            self._await_first(stream)
        except BaseException:
            self.close()
            raise

    def _await_first(self, stream: _Stream) -> None:
        try:
            first = stream.newest.take(FIRST_PICTURE_LIMIT_S / WATCHDOG_PERIODS)
        except SourceLostError:
            self._system.check(stream.camera)  # It may know better what is the matter.
            raise
        opening = stream.newest.opening
        if first is None or opening is None:
            raise SourceLostError("camera {camera} was closed while it was being opened", camera=stream.camera)
        stream.info = StreamInfo(
            size=opening.size,
            rate_fps=Fraction(opening.rate_fps).limit_denominator(1001),
            time_base=LIVE_TIME_BASE,
            frame_count=None,
        )
        self._tell(stream.camera, opening)

    def _tell(self, camera: CameraInfo, opening: Opening) -> None:
        config = self._config
        log.info(
            "camera %s: %s at %g fps, %s", camera, opening.size, opening.rate_fps, opening.fourcc or "its own format"
        )
        if opening.size != (config.width, config.height) or opening.rate_fps < config.rate_fps * 0.97:
            log.info("camera %s: %dx%d at %g fps were asked for", camera, config.width, config.height, config.rate_fps)

    @property
    def info(self) -> StreamInfo:
        """Size and rate are those that the camera agreed to, not what is measured."""
        return _opened(self._stream)[1]

    @property
    def name(self) -> str:
        return self.camera.name

    @property
    def stable_id(self) -> str:
        return self.camera.stable_id

    @property
    def camera(self) -> CameraInfo:
        """The camera that was found; only after `open`."""
        return _opened(self._stream)[0].camera

    @property
    def is_held(self) -> bool:
        """Whether the camera is held by now, or is not to be: from here on a plate is worth taking."""
        return self._stream is not None and (self._stream.is_locked or self._stream.controls is None)

    def controls(self) -> dict[str, int]:
        """Exposure, white balance and focus by v4l2-ctl's names, for a plate's notes; {} where there are none."""
        controls = self._stream.controls if self._stream is not None else None
        return controls.read() if controls is not None else {}

    def __iter__(self) -> Iterator[Frame]:
        stream, info = _opened(self._stream)
        period_s = float(1 / info.rate_fps)
        begun_s = time.perf_counter()
        is_measured = False
        index, pts = 0, -1
        while (picture := stream.newest.take(period_s)) is not None:
            pts = max(round(picture.time_s / LIVE_TIME_BASE), pts + 1)
            yield Frame(image=picture.image, index=index, pts=pts, time_base=LIVE_TIME_BASE)
            index += 1
            elapsed_s = time.perf_counter() - begun_s
            if not stream.is_locked and (self._held or elapsed_s > SETTLE_S):
                self._lock(stream)
            if not is_measured and elapsed_s > MEASURE_S:
                is_measured = True
                log.info("camera %s: %.1f fps measured", stream.camera, stream.newest.rate_fps)

    def _lock(self, stream: _Stream) -> None:
        stream.is_locked = True
        if stream.controls is not None:
            stream.controls.lock(self._held)
            self._held = stream.controls.read()

    def close(self) -> None:
        """Let go of the camera and give its controls back. Returns within about a second, even if its driver hangs."""
        stream = self._stream
        if stream is not None:
            stream.newest.stop()
            if stream.controls is not None:
                self._owed = stream.controls.restore()


def _opened(stream: _Stream | None) -> tuple[_Stream, StreamInfo]:
    assert stream is not None, "open() comes first"
    assert stream.info is not None, "open() has not succeeded"
    return stream, stream.info
