"""Cameras of Linux: what the kernel's Video4Linux interface tells about them, and who holds them.

Structures and numbers follow linux/videodev2.h. The request numbers are those of x86, ARM and RISC-V; alpha, mips,
powerpc and sparc code them differently and are not supported.
"""

import ctypes
import errno
import fcntl
import logging
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import ClassVar, TypeVar

from matting_rt.frame import FrameSize
from matting_rt.sources.camera_choice import CameraInfo, CameraMode

log = logging.getLogger(__name__)

DEVICES = Path("/dev")
PROCESSES = Path("/proc")

CAP_VIDEO_CAPTURE = 0x0000_0001
CAP_DEVICE_CAPS = 0x8000_0000
_BUF_TYPE_VIDEO_CAPTURE = 1
_MEMORY_MMAP = 1
_DISCRETE = 1

_COMMON_SIZES = tuple(
    FrameSize(width, height)
    for width, height in (
        (320, 240),
        (640, 360),
        (640, 480),
        (800, 600),
        (960, 540),
        (1024, 576),
        (1280, 720),
        (1280, 960),
        (1920, 1080),
        (2560, 1440),
        (3840, 2160),
    )
)
_COMMON_RATES = (5.0, 10.0, 15.0, 20.0, 24.0, 25.0, 30.0, 50.0, 60.0)
"""What is listed for a driver that takes any size or rate within limits."""


class Structure(ctypes.Structure):
    """A structure of the kernel with the number of its request: direction, size, the letter V, and `number`."""

    number: ClassVar[int]
    direction: ClassVar[int] = 3
    """1: we write, 2: we read, 3: both."""

    @classmethod
    def request(cls) -> int:
        return cls.direction << 30 | ctypes.sizeof(cls) << 16 | ord("V") << 8 | cls.number


class Capability(Structure):
    number, direction = 0, 2
    _fields_ = (
        ("driver", ctypes.c_char * 16),
        ("card", ctypes.c_char * 32),
        ("bus_info", ctypes.c_char * 32),
        ("version", ctypes.c_uint32),
        ("capabilities", ctypes.c_uint32),
        ("device_caps", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32 * 3),
    )


class FormatDescription(Structure):
    number = 2
    _fields_ = (
        ("index", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("description", ctypes.c_char * 32),
        ("pixelformat", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32 * 4),
    )


class FrameSizes(Structure):
    """A discrete size has width and height in values[0:2], a range has min, max, step of width, then of height."""

    number = 74
    _fields_ = (
        ("index", ctypes.c_uint32),
        ("pixel_format", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("values", ctypes.c_uint32 * 6),
        ("reserved", ctypes.c_uint32 * 2),
    )


class FrameIntervals(Structure):
    """Seconds as fractions: a discrete interval in values[0:2], a range has the shortest, the longest, the step."""

    number = 75
    _fields_ = (
        ("index", ctypes.c_uint32),
        ("pixel_format", ctypes.c_uint32),
        ("width", ctypes.c_uint32),
        ("height", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("values", ctypes.c_uint32 * 6),
        ("reserved", ctypes.c_uint32 * 2),
    )


class RequestBuffers(Structure):
    number = 8
    _fields_ = (
        ("count", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("memory", ctypes.c_uint32),
        ("capabilities", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    )


class GetControl(Structure):
    number = 27
    _fields_ = (("id", ctypes.c_uint32), ("value", ctypes.c_int32))


class SetControl(Structure):
    number = 28
    _fields_ = (("id", ctypes.c_uint32), ("value", ctypes.c_int32))


S = TypeVar("S", bound=Structure)


class Node:
    """An open device node; every call raises OSError as the kernel answers."""

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        self._descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)

    def ask(self, structure: Structure) -> None:
        """One request of the kernel, which reads and fills `structure`."""
        fcntl.ioctl(self._descriptor, structure.request(), structure)

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> "Node":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def list_cameras() -> list[CameraInfo]:
    """Every node that captures video now, by number.

    Metadata nodes, encoders and outputs are left out; a v4l2loopback device is a camera while somebody feeds it. Nodes
    that may not be opened, or whose device is just going away, are left out and logged.
    """
    cameras: list[CameraInfo] = []
    for path in sorted(DEVICES.glob("video[0-9]*"), key=_number):
        try:
            with Node(path) as node:
                camera = describe(node, links_to(path), {camera.stable_id for camera in cameras})
        except OSError as error:
            log.info("%s cannot be asked: %s", path, error.strerror)
            continue
        if camera is not None:
            cameras.append(camera)
    return cameras


def describe(node: Node, links: dict[str, str], taken: set[str]) -> CameraInfo | None:
    """What a node is; None where it captures no video.

    Args:
        links: names of the links to it, by folder ("by-id", "by-path").
        taken: stable ids of other nodes; one that would be the same gets a number, because udev was not there to tell.
    """
    capability = Capability()
    node.ask(capability)
    # `capabilities` speaks of all nodes of the device together, `device_caps` of this one.
    has_own = capability.capabilities & CAP_DEVICE_CAPS
    if not (capability.device_caps if has_own else capability.capabilities) & CAP_VIDEO_CAPTURE:
        return None
    name = capability.card.decode(errors="replace")
    stable_id = links.get("by-id") or links.get("by-path")
    if stable_id is None:
        base = f"{name} [{capability.bus_info.decode(errors='replace')}]"
        stable_id = next(i for i in (base, *(f"{base} #{n}" for n in range(2, 100))) if i not in taken)
    return CameraInfo(
        stable_id=stable_id,
        path=node.path,
        name=name,
        driver=capability.driver.decode(errors="replace"),
        modes=tuple(_modes(node)),
    )


def _modes(node: Node) -> Iterator[CameraMode]:
    for description in _enumerate(node, lambda index: FormatDescription(index=index, type=_BUF_TYPE_VIDEO_CAPTURE)):
        pixel_format = description.pixelformat
        fourcc = (pixel_format & 0x7FFF_FFFF).to_bytes(4, "little").decode("ascii", errors="replace")
        for size in _sizes(node, pixel_format):
            yield CameraMode(fourcc, size, tuple(sorted(_rates(node, pixel_format, size))))


def _sizes(node: Node, pixel_format: int) -> Iterator[FrameSize]:
    for sizes in _enumerate(node, lambda index: FrameSizes(index=index, pixel_format=pixel_format)):
        if sizes.type == _DISCRETE:
            yield FrameSize(sizes.values[0], sizes.values[1])
            continue
        low_w, high_w, step_w, low_h, high_h, step_h = sizes.values
        for size in _COMMON_SIZES:
            fits_w = low_w <= size.width <= high_w and (size.width - low_w) % max(step_w, 1) == 0
            fits_h = low_h <= size.height <= high_h and (size.height - low_h) % max(step_h, 1) == 0
            if fits_w and fits_h:
                yield size
        return


def _rates(node: Node, pixel_format: int, size: FrameSize) -> Iterator[float]:
    def at(index: int) -> FrameIntervals:
        return FrameIntervals(index=index, pixel_format=pixel_format, width=size.width, height=size.height)

    for intervals in _enumerate(node, at):
        values = intervals.values
        if 0 in values[:2]:
            return
        fastest = round(values[1] / values[0], 3)
        if intervals.type == _DISCRETE:
            yield fastest
            continue
        slowest = values[3] / values[2] if values[2] else 0.0
        yield from (rate for rate in _COMMON_RATES if slowest <= rate <= fastest)
        return


def _enumerate(node: Node, at: Callable[[int], S]) -> Iterator[S]:
    """The answers of an ENUM request, until the driver says that the index is past the end."""
    for index in range(256):
        structure = at(index)
        try:
            node.ask(structure)
        except OSError as error:
            if error.errno in (errno.EINVAL, errno.ENOTTY):
                return
            raise
        yield structure


def links_to(path: Path) -> dict[str, str]:
    """Names of the links that udev made to a node, by folder."""
    return {
        folder: link.name
        for folder in ("by-id", "by-path")
        for link in sorted((DEVICES / "v4l" / folder).glob("*"), reverse=True)
        if link.resolve() == path
    }


def _number(path: Path) -> int:
    return int(re.sub(r"\D", "", path.name) or 0)


def check_free(path: str) -> None:
    """Ask for the buffers of a camera and give them back, as whoever streams from it must.

    Opening tells nothing: any number of programs may open a camera, one may stream.

    Raises:
        OSError: EBUSY where another program streams, ENODEV or ENOENT where it is gone, EACCES where we may not.
    """
    with Node(path) as node:
        for count in (2, 0):
            node.ask(RequestBuffers(count=count, type=_BUF_TYPE_VIDEO_CAPTURE, memory=_MEMORY_MMAP))


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that has a device open."""

    name: str
    pid: int

    def __str__(self) -> str:
        return f"{self.name}, pid {self.pid}"


def holders(path: str) -> list[Holder]:
    """Processes that have `path` open, as far as we may see: another user's are hidden."""
    found = []
    target = os.path.realpath(path)
    for process in PROCESSES.glob("[0-9]*"):
        try:
            if any(os.path.realpath(link) == target for link in (process / "fd").iterdir()):
                found.append(Holder((process / "comm").read_text().strip(), int(process.name)))
        except OSError:
            continue  # It ended meanwhile, or is not ours to look at.
    return sorted(found, key=lambda holder: holder.pid)
