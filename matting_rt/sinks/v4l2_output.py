"""Frames into a virtual camera of Linux (v4l2loopback), by its own system calls."""

import ctypes
import errno
import fcntl
import logging
import os
import platform
import stat
from contextlib import suppress
from pathlib import Path

from matting_rt.errors import SinkBusyError, SinkError, SinkLostError, SinkMissingError
from matting_rt.frame import FrameSize, Image
from matting_rt.lines import Line
from matting_rt.sinks import v4l2_device as device
from matting_rt.sinks.v4l2_device import VirtualCameraState
from matting_rt.sinks.yuv import Yu12Converter
from matting_rt.virtual_camera.commands import reload_command
from matting_rt.virtual_camera.conditions import say_choice, say_missing
from matting_rt.virtual_camera.facts import Facts, examine

log = logging.getLogger(__name__)

_OUTPUT_STREAM = 2
_YU12 = int.from_bytes(b"YU12", "little")
_PROGRESSIVE = 1
_COLORSPACE_SRGB, _TRANSFER_SRGB, _ENCODING_601, _LIMITED_RANGE = 8, 2, 1, 2
_EXTENDED = 0xFEEDCAFE
"""In `priv`: the fields after it count too."""


class _PixelFormat(ctypes.Structure):
    """struct v4l2_pix_format of linux/videodev2.h."""

    _fields_ = tuple(
        (name, ctypes.c_uint32)
        for name in (
            "width",
            "height",
            "pixelformat",
            "field",
            "bytesperline",
            "sizeimage",
            "colorspace",
            "priv",
            "flags",
            "ycbcr_enc",
            "quantization",
            "xfer_func",
        )
    )


class _AnyFormat(ctypes.Union):
    """The union in struct v4l2_format: other kinds of stream use 200 bytes, and pointers."""

    _fields_ = (("pix", _PixelFormat), ("raw", ctypes.c_uint8 * 200), ("pointer", ctypes.c_void_p))


class _Format(ctypes.Structure):
    _fields_ = (("type", ctypes.c_uint32), ("fmt", _AnyFormat))


_SET_FORMAT = 3 << 30 | ctypes.sizeof(_Format) << 16 | ord("V") << 8 | 5
_STREAM_ON = 1 << 30 | ctypes.sizeof(ctypes.c_int) << 16 | ord("V") << 8 | 18
_STREAM_OFF = 1 << 30 | ctypes.sizeof(ctypes.c_int) << 16 | ord("V") << 8 | 19


class V4l2Output:
    """One virtual camera, held from `open` to `close`; may be opened again.

    The order of calls matters to v4l2loopback 0.12.7, which Debian 12 and Ubuntu 24.04 ship: a writer that leaves out
    STREAMON leaves the device stuck for the next one. From 0.13 on STREAMON of a writer is refused, which does no harm.
    """

    def __init__(self, path: str | None = None) -> None:
        """
        Args:
            path: the device; None: the first that is free at the first `open`, and from then on the same one, because
                other programs have chosen it by now.
        """
        self._path = path
        self._device = path or "the virtual camera"
        self._fd: int | None = None

    @property
    def name(self) -> str:
        """The device's path, once `open` has chosen one."""
        return self._device

    def open(self, size: FrameSize, rate_fps: float) -> None:
        """Take the device for frames of `size`; `rate_fps` is for other kinds of camera: this one has no rate.

        Raises:
            SinkMissingError: there is no such device, or it is not a virtual camera.
            SinkBusyError: another program writes to it, reads another size from it, or has left it stuck.
            SinkError: the user may not open it.
        """
        assert self._fd is None, "close() comes first"
        self._device = self._path if self._path is not None else first_free()
        fd = _open_device(self._device)
        try:
            self._converter = Yu12Converter(size)
            self._set_up(fd)
        except BaseException:
            os.close(fd)
            raise
        self._fd, self._path = fd, self._device
        log.info("%s takes frames of %s", self._device, self._converter.size)

    def write(self, image: Image) -> None:
        """Send uint8 (H, W, 3) RGB of the size given to `open`; never waits for readers. Raises SinkLostError."""
        assert self._fd is not None, "open() comes first"
        planes = self._converter.convert(image)
        try:
            taken = os.write(self._fd, planes.data)
        except OSError as error:
            raise SinkLostError(
                "{device} no longer takes frames: {reason}", device=self._device, reason=error.strerror
            ) from error
        if taken != planes.nbytes:
            raise SinkLostError(
                "{device} took only {taken} of a frame's {frame_bytes} bytes",
                device=self._device,
                taken=taken,
                frame_bytes=planes.nbytes,
            )

    def close(self) -> None:
        """Release the device, so that the next program finds it free. May be called twice."""
        if self._fd is None:
            return
        fd, self._fd = self._fd, None
        with suppress(OSError):
            fcntl.ioctl(fd, _STREAM_OFF, ctypes.c_int(_OUTPUT_STREAM))
        with suppress(OSError):
            os.close(fd)

    def _set_up(self, fd: int) -> None:
        _check_takes_frames(self._device, fd)
        self._set_format(fd)
        try:
            fcntl.ioctl(fd, _STREAM_ON, ctypes.c_int(_OUTPUT_STREAM))
        except OSError as error:
            if error.errno != errno.EINVAL:  # What 0.13 and later answer.
                raise _busy_error(self._device) from error

    def _set_format(self, fd: int) -> None:
        width, height = self._converter.size
        wanted = _Format(type=_OUTPUT_STREAM)
        wanted.fmt.pix = _PixelFormat(
            width=width,
            height=height,
            pixelformat=_YU12,
            field=_PROGRESSIVE,
            bytesperline=width,
            sizeimage=width * height * 3 // 2,
            colorspace=_COLORSPACE_SRGB,
            priv=_EXTENDED,
            ycbcr_enc=_ENCODING_601,
            quantization=_LIMITED_RANGE,
            xfer_func=_TRANSFER_SRGB,
        )
        try:
            fcntl.ioctl(fd, _SET_FORMAT, wanted)
        except OSError as error:
            raise _busy_error(self._device) from error
        got = wanted.fmt.pix
        # While a program reads, 0.12.7 keeps its format and says so only here.
        if (got.width, got.height, got.pixelformat) != (width, height, _YU12):
            kind = got.pixelformat.to_bytes(4, "little").decode(errors="replace")
            raise SinkBusyError(
                "{device} is fixed at {width}x{height} {kind} while {program} has it open; close that "
                "program, or send frames of that size",
                device=self._device,
                width=got.width,
                height=got.height,
                kind=kind,
                program=_who(self._device),
            )


def first_free() -> str:
    """The path of the first virtual camera that can be written to.

    Raises:
        SinkMissingError, SinkBusyError, SinkError: there is none, all are busy, the user may open none.
    """
    cameras = device.list_virtual_cameras()
    for camera in cameras:
        if camera.state is VirtualCameraState.FREE:
            return camera.path
    if not cameras:
        raise SinkMissingError("{reason}", reason=say_missing(_facts()))
    for camera in cameras:
        if camera.state is VirtualCameraState.BUSY:
            raise _busy_error(camera.path)
    raise _forbidden_error(cameras[0].path)


def check_free(path: str) -> str:
    """The path, when it is a virtual camera that can be written to.

    Raises:
        SinkMissingError, SinkBusyError, SinkError: as `V4l2Output.open`.
    """
    fd = _open_device(path)
    try:
        _check_takes_frames(path, fd)
    finally:
        os.close(fd)
    return path


def _check_takes_frames(path: str, fd: int) -> None:
    # The kernel's video core takes over what the driver says it can only when somebody asks, so this comes first.
    try:
        capability = device.query(fd)
    except OSError as error:
        raise SinkMissingError(
            "{path} is not a video device; {advice}", path=path, advice=say_choice(_facts())
        ) from error
    if not device.is_virtual_camera(capability):
        card = capability.card.decode(errors="replace")
        raise SinkMissingError(
            "{path} is not a virtual camera but {card}; {advice}", path=path, card=card, advice=say_choice(_facts())
        )
    if not device.takes_frames(capability):
        raise _busy_error(path)
    if device.gives_frames(capability) and not _others(path):
        log.warning(
            "browsers will not list %s, because v4l2loopback was loaded without exclusive_caps=1; reload it: %s",
            path,
            reload_command(path),
        )


def _open_device(path: str) -> int:
    try:
        if not stat.S_ISDIR(os.stat(path).st_mode):
            return os.open(path, os.O_WRONLY)
    except PermissionError as error:
        raise _forbidden_error(path) from error
    except OSError as error:
        if error.errno == errno.EBUSY:
            raise _busy_error(path) from error
        raise SinkMissingError(
            "{path} is not there ({reason}); {advice}", path=path, reason=error.strerror, advice=say_choice(_facts())
        ) from error
    raise SinkMissingError("{path} is a directory; choose a virtual camera such as /dev/video10", path=path)


def _facts() -> Facts:
    return examine(Path("/"), platform.release())


def _forbidden_error(path: str) -> SinkError:
    return SinkError(
        "you may not open {path}; join its group and log in again: sudo usermod -aG video $USER", path=path
    )


def _busy_error(path: str) -> SinkBusyError:
    if others := _others(path):
        return SinkBusyError(
            "{path} is in use by {programs}; close that program or choose another camera",
            path=path,
            programs=", ".join(others),
        )
    return SinkBusyError(
        "{path} is in use by another user's program, or stuck after one that ended badly; close "
        "what uses it, then reload it: {command}",
        path=path,
        command=reload_command(path),
    )


def _who(path: str) -> str:
    return ", ".join(_others(path)) or Line("another program")


def _others(path: str) -> list[str]:
    """Who else holds the device, when this process has it open once or not at all."""
    return [holder for holder in device.holders(path) if not holder.endswith(f"(pid {os.getpid()})")]
