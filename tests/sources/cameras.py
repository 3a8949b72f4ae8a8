"""A computer with cameras that do as they are told; what a kernel would have to do is tried in a virtual machine."""

import errno
import threading
import time
from collections.abc import Callable, Mapping
from itertools import count

from matting_rt.errors import SourceError, SourceLostError
from matting_rt.frame import FrameSize, Image
from matting_rt.sources.camera_backends import CameraBackend
from matting_rt.sources.camera_choice import CameraInfo, CameraMode, Request
from matting_rt.sources.camera_controls import CameraControls
from matting_rt.sources.latest_frame import CapturedImage, FrameReader, Opening
from matting_rt.sources.v4l2 import GetControl, SetControl
from tests.sources.media import textured_image

IMAGE = textured_image(96, 64)
SIZE = FrameSize(96, 64)
RATE_FPS = 50.0
CAMERA = CameraInfo("usb-046d_C920-video-index0", "/dev/video7", "HD Pro Webcam C920", "uvcvideo")


class ToldReader(FrameReader):
    """`RATE_FPS` frames a second; picture `damaged_at` is none, `lost_at` raises, `hang_at` waits for `release`."""

    def __init__(
        self, lost_at: int | None = None, hang_at: int | None = None, damaged_at: int | None = None, opens: bool = True
    ) -> None:
        self.lost_at, self.hang_at, self.damaged_at, self.opens = lost_at, hang_at, damaged_at, opens
        self.release = threading.Event()
        self.calls: list[str] = []
        self.threads: set[int] = set()
        self.image: Image = IMAGE
        self._count = count()

    def open(self) -> Opening:
        self._called("open")
        if not self.opens:
            raise SourceLostError("it cannot be opened")
        return Opening(SIZE, RATE_FPS, "YUYV")

    def read(self) -> CapturedImage | None:
        self._called("read")
        index = next(self._count)
        if index == self.hang_at:
            self.release.wait()
        if index == self.lost_at:
            raise SourceLostError("it is gone")
        time.sleep(1 / RATE_FPS)
        return None if index == self.damaged_at else CapturedImage(self.image.copy(), time.perf_counter())

    def close(self) -> None:
        self._called("close")

    def _called(self, name: str) -> None:
        self.calls.append(name)
        self.threads.add(threading.get_ident())


class ToldCameras(CameraBackend):
    """Cameras that are plugged in and out by changing `cameras`; `readers` are used up one an opening."""

    def __init__(self, *readers: ToldReader, node: "ToldNode | None" = None) -> None:
        self.cameras = [CAMERA]
        self.readers = list(readers)
        self.requests: list[Request] = []
        self.refusal: SourceError | None = None
        self.node = node

    def list_cameras(self) -> list[CameraInfo]:
        return list(self.cameras)

    def check(self, camera: CameraInfo) -> None:
        if self.refusal is not None:
            raise self.refusal

    def reader(self, camera: CameraInfo, request: Request) -> FrameReader:
        self.requests.append(request)
        return self.readers.pop(0)

    def controls(self, camera: CameraInfo, owed: Mapping[int, int]) -> CameraControls | None:
        node = self.node
        return None if node is None else CameraControls(str(camera), lambda: node, owed)


class ToldNode:
    """Controls of a device; those in `refused` cannot be set, and `gone` makes every call fail."""

    def __init__(self, values: dict[int, int], on_set: Callable[["ToldNode", int], None] = lambda *_: None) -> None:
        self.values = dict(values)
        self.written: list[tuple[int, int]] = []
        self.refused: set[int] = set()
        self.is_gone = False
        self.is_closed = False
        self._on_set = on_set

    def ask(self, structure: GetControl | SetControl) -> None:
        if self.is_gone:
            raise OSError(errno.ENODEV, "No such device")
        if structure.id not in self.values:
            raise OSError(errno.EINVAL, "Invalid argument")
        if isinstance(structure, GetControl):
            structure.value = self.values[structure.id]
            return
        if structure.id in self.refused:
            raise OSError(errno.EBUSY, "Device or resource busy")
        self.written.append((structure.id, structure.value))
        self.values[structure.id] = structure.value
        self._on_set(self, structure.id)

    def close(self) -> None:
        self.is_closed = True


def mode(fourcc: str, width: int, height: int, *rates_fps: float) -> CameraMode:
    return CameraMode(fourcc, FrameSize(width, height), rates_fps)
