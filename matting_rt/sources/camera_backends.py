"""Cameras as the operating systems give them: Linux by Video4Linux, Windows and macOS as far as OpenCV goes."""

import errno
import os
import platform
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING

# OpenCV reads these when it opens its first camera. A second is the shortest limit there is for a picture on Linux (10
# are usual): so long a lost camera stays held. On macOS it would ask for permission on the main thread only.
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "1")
os.environ.setdefault("OPENCV_AVFOUNDATION_SKIP_AUTH", "1")

import cv2
import numpy as np

from matting_rt.errors import SourceBusyError, SourceError, SourceLostError, SourceNotFoundError
from matting_rt.frame import FrameSize
from matting_rt.lines import Line, join
from matting_rt.sources.camera_choice import CameraInfo, Request, find_camera
from matting_rt.sources.latest_frame import CapturedImage, FrameReader, Opening

if TYPE_CHECKING:
    from matting_rt.sources.camera_controls import CameraControls

# OpenCV would put lines of its own about a lost camera on the terminal, beside the one that we raise.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)

FIRST_PICTURE_LIMIT_S = 5.0
"""Webcams take up to two seconds to their first picture, and longer when they were asleep."""

_BUFFERS = 2
"""Of the driver. With one, it has nowhere to put the next picture while the last is decoded, and leaves out every
second. Nothing queues up in two, because the reading thread does nothing else."""

_PROBED = 5
"""Indices tried where the operating system lists no cameras."""


class CameraBackend(ABC):
    """What an operating system knows of its cameras."""

    @abstractmethod
    def list_cameras(self) -> list[CameraInfo]:
        """Those connected now."""

    def find(self, wanted: str) -> CameraInfo:
        """See `find_camera`. Raises SourceError."""
        return find_camera(self.list_cameras(), wanted)

    @abstractmethod
    def check(self, camera: CameraInfo) -> None:
        """Raise the SourceError that says why a camera cannot be read, as far as it can be known."""

    @abstractmethod
    def reader(self, camera: CameraInfo, request: Request) -> FrameReader:
        """A reader that asks the camera for this."""

    def controls(self, camera: CameraInfo, owed: Mapping[int, int]) -> "CameraControls | None":
        """Controls of exposure, white balance and focus; None where the system has none. `owed`: see CameraControls."""
        return None


class LinuxCameras(CameraBackend):
    """Video4Linux."""

    def list_cameras(self) -> list[CameraInfo]:
        from matting_rt.sources import v4l2

        return v4l2.list_cameras()

    def find(self, wanted: str) -> CameraInfo:
        try:
            return super().find(wanted)
        except SourceNotFoundError:
            path = f"/dev/video{wanted}" if wanted.isdecimal() else wanted
            if path.startswith("/dev/") and os.path.exists(path) and not os.access(path, os.R_OK | os.W_OK):
                raise _forbidden_error(path) from None
            raise

    def check(self, camera: CameraInfo) -> None:
        from matting_rt.sources import v4l2

        try:
            v4l2.check_free(camera.path)
        except OSError as error:
            if error.errno == errno.EBUSY:
                holders = v4l2.holders(camera.path)
                if any(holder.pid == os.getpid() for holder in holders):
                    raise SourceBusyError(
                        "camera {camera} was stopped and does not answer; unplug it and connect it again", camera=camera
                    ) from error
                held_by = join(map(str, holders))
                held_by = held_by or Line("of another user; sudo fuser -v {path} names it", path=camera.path)
                raise SourceBusyError(
                    "camera {camera} is in use by another program ({held_by}); close it or choose another camera",
                    camera=camera,
                    held_by=held_by,
                ) from error
            if error.errno == errno.EACCES:
                raise _forbidden_error(camera.path) from error
            if error.errno in (errno.ENODEV, errno.ENOENT, errno.ENXIO):
                raise SourceNotFoundError(
                    "camera {camera} is no longer connected; connect it again", camera=camera
                ) from error
            raise SourceError(
                "camera {camera} cannot be opened: {reason}; unplug it and try again",
                camera=camera,
                reason=error.strerror,
            ) from error

    def reader(self, camera: CameraInfo, request: Request) -> FrameReader:
        return OpenCvReader(camera, camera.path, cv2.CAP_V4L2, request)

    def controls(self, camera: CameraInfo, owed: Mapping[int, int]) -> "CameraControls | None":
        from matting_rt.sources.camera_controls import CameraControls
        from matting_rt.sources.v4l2 import Node

        try:
            return CameraControls(str(camera), lambda: Node(camera.path), owed)
        except OSError:
            return None


class OpenCvCameras(CameraBackend):
    """Windows (DirectShow) and macOS (AVFoundation). Written to their documentation, not yet tried on either.

    OpenCV names no cameras there: a camera is a number, and nothing says that it stays the same one.
    """

    def __init__(self, backend: int) -> None:
        self._backend = backend

    def list_cameras(self) -> list[CameraInfo]:
        found = []
        for index in range(_PROBED):
            capture = cv2.VideoCapture(index, self._backend)
            if capture.isOpened():
                found.append(_numbered(index))
            capture.release()
        return found

    def find(self, wanted: str) -> CameraInfo:
        # A number is believed: trying all cameras would switch on their lamps.
        return _numbered(int(wanted)) if wanted.isdecimal() else super().find(wanted)

    def check(self, camera: CameraInfo) -> None:
        """Nothing can be known before it is tried."""

    def reader(self, camera: CameraInfo, request: Request) -> FrameReader:
        return OpenCvReader(camera, int(camera.path), self._backend, request)


def this_system() -> CameraBackend:
    """That of the computer we run on."""
    backend = {"Windows": cv2.CAP_DSHOW, "Darwin": cv2.CAP_AVFOUNDATION}.get(platform.system())
    return LinuxCameras() if backend is None else OpenCvCameras(backend)


def list_cameras() -> list[CameraInfo]:
    """The cameras that are connected now."""
    return this_system().list_cameras()


class OpenCvReader(FrameReader):
    """A camera through OpenCV's VideoCapture."""

    def __init__(self, camera: CameraInfo, device: str | int, backend: int, request: Request) -> None:
        self._camera = camera
        self._device = device
        self._backend = backend
        self._request = request
        self._capture: cv2.VideoCapture | None = None
        self._size = request.size
        self._give_up_s = 0.0
        self._has_begun = False
        self._bgr: np.ndarray | None = None

    def open(self) -> Opening:
        wanted = self._wanted()
        if self._backend == cv2.CAP_DSHOW:
            # DirectShow chooses the mode when it opens; later wishes restart it, or are not heard.
            parameters = [value for pair in wanted for value in pair]
            self._capture = cv2.VideoCapture(self._device, self._backend, parameters)
        else:
            self._capture = cv2.VideoCapture(self._device, self._backend)
            if self._capture.isOpened():
                for key, value in (*wanted, (cv2.CAP_PROP_BUFFERSIZE, _BUFFERS)):
                    self._capture.set(key, value)
        if not self._capture.isOpened():
            raise SourceLostError("camera {camera} cannot be opened; unplug it and try again", camera=self._camera)
        read = self._capture.get
        self._size = FrameSize(int(read(cv2.CAP_PROP_FRAME_WIDTH)), int(read(cv2.CAP_PROP_FRAME_HEIGHT)))
        self._give_up_s = time.perf_counter() + FIRST_PICTURE_LIMIT_S
        rate_fps = read(cv2.CAP_PROP_FPS)
        code = int(read(cv2.CAP_PROP_FOURCC)) & 0x7FFF_FFFF
        fourcc = code.to_bytes(4, "little").decode("ascii", errors="replace").strip("\0")
        return Opening(self._size, rate_fps if rate_fps >= 1 else self._request.rate_fps, fourcc)

    def _wanted(self) -> list[tuple[int, int]]:
        """Properties in the order in which they must be set: the format decides which sizes there are."""
        fourcc, size = self._request.fourcc, self._request.size
        return [
            *([(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*fourcc))] if fourcc else []),
            (cv2.CAP_PROP_FRAME_WIDTH, size.width),
            (cv2.CAP_PROP_FRAME_HEIGHT, size.height),
            (cv2.CAP_PROP_FPS, round(self._request.rate_fps)),
        ]

    def read(self) -> CapturedImage | None:
        assert self._capture is not None, "open() comes first"
        asked_s = time.perf_counter()
        if not self._capture.grab():
            now_s = time.perf_counter()
            # After a long wait it was OpenCV's patience that ended; how long is too long the watchdog knows.
            is_patience = now_s - asked_s > 0.5
            if not is_patience and (self._has_begun or now_s > self._give_up_s):
                raise SourceLostError("camera {camera} sends no more pictures; check its cable", camera=self._camera)
            time.sleep(0.01)  # A refusal may come at once, and again and again.
            return None
        self._has_begun = True
        now_s = time.perf_counter()
        try:
            is_whole, bgr = self._capture.retrieve(self._bgr)
        except cv2.error:
            return None
        if not is_whole or bgr is None or bgr.shape != (self._size.height, self._size.width, 3):
            return None  # Damaged on its way over USB; cameras send such now and then.
        self._bgr = bgr
        return CapturedImage(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), self._captured_s(now_s))

    def _captured_s(self, now_s: float) -> float:
        """When the picture just grabbed was captured.

        V4L2 stamps it by the clock of `time.perf_counter`; a driver with a clock of its own is not believed.
        """
        assert self._capture is not None
        if self._backend == cv2.CAP_V4L2:
            stamped_s = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
            if now_s - 1 < stamped_s <= now_s:
                return stamped_s
        return now_s

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


def _numbered(index: int) -> CameraInfo:
    return CameraInfo(stable_id=str(index), path=str(index), name=f"camera {index}")


def _forbidden_error(path: str) -> SourceError:
    return SourceError(
        "{path} may not be opened by this user; sudo usermod -aG video $USER allows it from the next login on",
        path=path,
    )
