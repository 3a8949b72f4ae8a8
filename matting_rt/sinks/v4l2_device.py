"""The virtual cameras of Linux (v4l2loopback): which there are, and who holds them."""

import ctypes
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from matting_rt.virtual_camera.facts import LOADED

if sys.platform == "linux":
    import fcntl

_DRIVER = b"v4l2 loopback"
_CAN_CAPTURE, _CAN_OUTPUT, _HAS_DEVICE_CAPS = 0x1, 0x2, 0x8000_0000


class V4l2Capability(ctypes.Structure):
    """struct v4l2_capability of linux/videodev2.h."""

    _fields_ = (
        ("driver", ctypes.c_char * 16),
        ("card", ctypes.c_char * 32),
        ("bus_info", ctypes.c_char * 32),
        ("version", ctypes.c_uint32),
        ("capabilities", ctypes.c_uint32),
        ("device_caps", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32 * 3),
    )


_QUERYCAP = 2 << 30 | ctypes.sizeof(V4l2Capability) << 16 | ord("V") << 8 | 0


class VirtualCameraState(Enum):
    """What a program that wants to write to a virtual camera finds."""

    FREE = "free"
    BUSY = "busy"
    """Another program writes to it, or one that did has left it stuck."""
    FORBIDDEN = "forbidden"
    """The user may not open it."""


@dataclass(frozen=True, slots=True)
class VirtualCameraInfo:
    """A virtual camera that is there."""

    path: str
    """Its node, such as /dev/video10."""
    name: str
    """What other programs list it as; the path where it cannot be opened."""
    driver_version: str | None
    """Such as "0.15.4"; None where the driver does not tell it, as up to 0.12."""
    state: VirtualCameraState
    holders: tuple[str, ...]
    """Programs that have it open, readers too, as far as this user may see them, such as "ffmpeg (pid 4121)"."""


def list_virtual_cameras(directory: Path = Path("/dev")) -> list[VirtualCameraInfo]:
    """The virtual cameras among the nodes video* of `directory`, by number; empty where there is no V4L2."""
    nodes = [path for path in directory.glob("video*") if path.name[5:].isdecimal()]
    cameras = (_inspect(path) for path in sorted(nodes, key=lambda path: int(path.name[5:])))
    return [camera for camera in cameras if camera is not None]


def query(fd: int) -> V4l2Capability:
    """What a device is and can. Raises OSError: it is not a V4L2 device."""
    capability = V4l2Capability()
    fcntl.ioctl(fd, _QUERYCAP, capability)
    return capability


def is_virtual_camera(capability: V4l2Capability) -> bool:
    return bool(capability.driver == _DRIVER)


def takes_frames(capability: V4l2Capability) -> bool:
    return bool(_abilities(capability) & _CAN_OUTPUT)


def gives_frames(capability: V4l2Capability) -> bool:
    """Whether programs that look for cameras see one; before the first frame only without exclusive_caps."""
    return bool(_abilities(capability) & _CAN_CAPTURE)


def driver_version() -> str | None:
    with suppress(OSError):
        return (Path("/") / LOADED / "version").read_text(encoding="ascii").strip()
    return None


def holders(path: str) -> tuple[str, ...]:
    """The programs that have `path` open, as far as this user may see."""
    real = os.path.realpath(path)
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        # Processes end while they are looked at, and those of other users are closed.
        with suppress(OSError), os.scandir(process / "fd") as entries:
            if any(os.readlink(entry.path) == real for entry in entries):
                found.append(f"{(process / 'comm').read_text(encoding='utf-8').strip()} (pid {process.name})")
    return tuple(found)


def _inspect(path: Path) -> VirtualCameraInfo | None:
    try:
        fd = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    except PermissionError:
        return _forbidden(path)
    except OSError:
        return None
    try:
        capability = query(fd)
    except OSError:
        return None
    finally:
        os.close(fd)
    if not is_virtual_camera(capability):
        return None
    state = VirtualCameraState.FREE if takes_frames(capability) else VirtualCameraState.BUSY
    name = capability.card.decode(errors="replace")
    return VirtualCameraInfo(str(path), name, driver_version(), state, holders(str(path)))


def _forbidden(path: Path) -> VirtualCameraInfo | None:
    """What the system tells of a device that this user may not open."""
    system = Path("/sys/class/video4linux") / path.name
    if "/virtual/" not in os.path.realpath(system):
        return None
    name = str(path)
    with suppress(OSError):
        name = (system / "name").read_text(encoding="utf-8").strip()
    return VirtualCameraInfo(str(path), name, driver_version(), VirtualCameraState.FORBIDDEN, ())


def _abilities(capability: V4l2Capability) -> int:
    if capability.capabilities & _HAS_DEVICE_CAPS:
        return int(capability.device_caps)
    return int(capability.capabilities)
