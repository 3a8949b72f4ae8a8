"""PulseAudio's own library, libpulse, by ctypes: a list of microphones, and the sound of one with its age.

Desktops have it whether they run PulseAudio or PipeWire, because browsers use it. What FFmpeg in PyAV's wheels has for
Linux, ALSA, looks for its settings and plug-ins in a folder of the computer it was built on, below /tmp.
"""

import ctypes
import os
import time
from collections.abc import Callable
from ctypes import POINTER, byref, c_char_p, c_int, c_size_t, c_uint8, c_uint32, c_uint64, c_void_p
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from matting_rt.errors import SourceBusyError, SourceError, SourceNotFoundError
from matting_rt.lines import Line
from matting_rt.sound import SOUND_RATE_HZ, SoundBlock

_NO_INDEX = 0xFFFFFFFF
_S16LE = 3
_NO_AUTOSPAWN = 1
_STREAM_FLAGS = 0x2 | 0x8 | 0x200 | 0x2000
"""Interpolated timing, kept up to date; the sound of another microphone never instead; small fragments."""
_READY, _FAILED = 4, 5
"""States of a context; later ones are ends too."""
_STREAM_READY, _STREAM_FAILED = 2, 3
_FRAGMENT_S = 0.02
_CONNECT_LIMIT_S = 3.0
_ACCESS, _NO_ENTITY, _REFUSED, _BUSY = 1, 5, 6, 23
"""Of libpulse's errors."""


class _SampleSpec(ctypes.Structure):
    _fields_ = (("format", c_int), ("rate", c_uint32), ("channels", c_uint8))


class _BufferAttr(ctypes.Structure):
    _fields_ = tuple((name, c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize"))


class _ChannelMap(ctypes.Structure):
    _fields_ = (("channels", c_uint8), ("map", c_int * 32))


class _Volume(ctypes.Structure):
    _fields_ = (("channels", c_uint8), ("values", c_uint32 * 32))


class _SourceInfo(ctypes.Structure):
    """The beginning of pa_source_info; the rest is not read."""

    _fields_ = (
        ("name", c_char_p),
        ("index", c_uint32),
        ("description", c_char_p),
        ("sample_spec", _SampleSpec),
        ("channel_map", _ChannelMap),
        ("owner_module", c_uint32),
        ("volume", _Volume),
        ("mute", c_int),
        ("monitor_of_sink", c_uint32),
    )


_OnSource = ctypes.CFUNCTYPE(None, c_void_p, POINTER(_SourceInfo), c_int, c_void_p)


class PulseSource(NamedTuple):
    """A microphone, or line-in."""

    name: str
    """As the server knows it; the same after a restart."""
    description: str


@lru_cache(1)
def _library() -> Any:
    """Raises SourceError: it is not installed."""
    try:
        library = ctypes.CDLL("libpulse.so.0")
    except OSError:
        raise SourceError(
            "no sound can be recorded, because the library libpulse is missing; install it (Debian, Ubuntu: libpulse0)"
        ) from None
    for name, result, *arguments in (
        ("mainloop_new", c_void_p),
        ("mainloop_get_api", c_void_p, c_void_p),
        ("mainloop_prepare", c_int, c_void_p, c_int),
        ("mainloop_poll", c_int, c_void_p),
        ("mainloop_dispatch", c_int, c_void_p),
        ("mainloop_free", None, c_void_p),
        ("context_new", c_void_p, c_void_p, c_char_p),
        ("context_connect", c_int, c_void_p, c_char_p, c_int, c_void_p),
        ("context_get_state", c_int, c_void_p),
        ("context_errno", c_int, c_void_p),
        ("context_disconnect", None, c_void_p),
        ("context_unref", None, c_void_p),
        ("context_get_source_info_list", c_void_p, c_void_p, _OnSource, c_void_p),
        ("operation_get_state", c_int, c_void_p),
        ("operation_unref", None, c_void_p),
        ("stream_new", c_void_p, c_void_p, c_char_p, POINTER(_SampleSpec), c_void_p),
        ("stream_connect_record", c_int, c_void_p, c_char_p, POINTER(_BufferAttr), c_int),
        ("stream_get_state", c_int, c_void_p),
        ("stream_readable_size", c_size_t, c_void_p),
        ("stream_peek", c_int, c_void_p, POINTER(c_void_p), POINTER(c_size_t)),
        ("stream_drop", c_int, c_void_p),
        ("stream_get_latency", c_int, c_void_p, POINTER(c_uint64), POINTER(c_int)),
        ("stream_disconnect", c_int, c_void_p),
        ("stream_unref", None, c_void_p),
    ):
        function = getattr(library, f"pa_{name}")
        function.restype, function.argtypes = result, arguments
    library.pa_strerror.restype, library.pa_strerror.argtypes = c_char_p, (c_int,)
    return library


def _has_server() -> bool:
    """Whether there is one to ask: libpulse makes a folder for it in the user's where there is none."""
    if os.environ.get("PULSE_SERVER"):
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    folders = os.environ.get("PULSE_RUNTIME_PATH") or f"{runtime}/pulse", "/run/pulse"
    return any(Path(folder, "native").exists() for folder in folders)


class PulseConnection:
    """A connection to the user's sound server, for one thread."""

    def __init__(self) -> None:
        """Raises SourceError: there is none, or it does not let us in."""
        if not _has_server():
            raise SourceError("there is no sound server; see whether PipeWire or PulseAudio runs")
        self._pulse = _library()
        self._loop = self._pulse.pa_mainloop_new()
        self._context = self._pulse.pa_context_new(self._pulse.pa_mainloop_get_api(self._loop), b"Matting RT")
        try:
            self._pulse.pa_context_connect(self._context, None, _NO_AUTOSPAWN, None)
            self.wait_until(lambda: self._pulse.pa_context_get_state(self._context) == _READY)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """May be called once."""
        self._pulse.pa_context_disconnect(self._context)
        self._pulse.pa_context_unref(self._context)
        self._pulse.pa_mainloop_free(self._loop)

    def list_sources(self) -> tuple[PulseSource, ...]:
        """Without the monitors of loudspeakers. Raises SourceError."""
        found: list[PulseSource] = []

        def note(context: int, info: Any, is_end: int, data: int) -> None:
            if is_end == 0 and info.contents.monitor_of_sink == _NO_INDEX:
                found.append(PulseSource(info.contents.name.decode(), info.contents.description.decode()))

        callback = _OnSource(note)  # held until the server has answered
        operation = self._pulse.pa_context_get_source_info_list(self._context, callback, None)
        try:
            self.wait_until(lambda: self._pulse.pa_operation_get_state(operation) != 0)
        finally:
            self._pulse.pa_operation_unref(operation)
        return tuple(found)

    def wait_until(self, is_done: Callable[[], bool]) -> None:
        """Raises SourceError: the server is gone, or does not answer."""
        limit_s = time.perf_counter() + _CONNECT_LIMIT_S
        while not is_done():
            if time.perf_counter() > limit_s:
                raise SourceError("the sound server does not answer; start it again, or log in again")
            self.turn(0.05)

    def turn(self, limit_s: float) -> None:
        """Handle what the server sends, and wait for it for `limit_s` at most. Raises SourceError: it is gone."""
        pulse, loop = self._pulse, self._loop
        if pulse.pa_mainloop_prepare(loop, int(limit_s * 1e6)) >= 0 and pulse.pa_mainloop_poll(loop) >= 0:
            pulse.pa_mainloop_dispatch(loop)
        if pulse.pa_context_get_state(self._context) >= _FAILED:
            raise SourceError(
                "the sound server cannot be reached ({reason}); see whether PipeWire or PulseAudio runs",
                reason=self._reason(),
            )

    def open_stream(self, source: str | None) -> "PulseStream":
        """Listen to a source, or to the one that the user has made the default. Raises SourceError."""
        return PulseStream(self, self._pulse, self._context, source)

    @property
    def error_number(self) -> int:
        number: int = self._pulse.pa_context_errno(self._context)
        return number

    def _reason(self) -> str:
        text: bytes = self._pulse.pa_strerror(self.error_number)
        return text.decode(errors="replace")


class PulseStream:
    """What one source hears, from the thread of its connection."""

    def __init__(self, connection: PulseConnection, pulse: Any, context: int, source: str | None) -> None:
        self._connection, self._pulse, self._source = connection, pulse, source
        spec = _SampleSpec(_S16LE, SOUND_RATE_HZ, 1)
        self._stream = pulse.pa_stream_new(context, b"Recording", byref(spec), None)
        fragment = int(_FRAGMENT_S * SOUND_RATE_HZ) * 2
        buffers = _BufferAttr(_NO_INDEX, _NO_INDEX, _NO_INDEX, _NO_INDEX, fragment)
        name = None if source is None else source.encode()
        try:
            pulse.pa_stream_connect_record(self._stream, name, byref(buffers), _STREAM_FLAGS)
            connection.wait_until(self._is_ready)
        except BaseException:
            self.close()
            raise

    def read(self, limit_s: float) -> SoundBlock | None:
        """The next block, its time as exact as the server knows; None: there was none for `limit_s`.

        Raises:
            SourceError: the source or the server is gone.
        """
        pulse, stream = self._pulse, self._stream
        data, size = c_void_p(), c_size_t()
        end_s = time.perf_counter() + limit_s
        while True:
            if self._is_ready() and pulse.pa_stream_readable_size(stream) > 0:
                pulse.pa_stream_peek(stream, byref(data), byref(size))
                if size.value:
                    break
            left_s = end_s - time.perf_counter()
            if left_s <= 0:
                return None
            self._connection.turn(min(left_s, 0.1))
        # at least as old as it is long: after a burst the server's own reckoning may lie in the future
        captured_s = time.perf_counter() - max(self._age_s(size.value), size.value / 2 / SOUND_RATE_HZ)
        samples = np.zeros(size.value // 2, np.int16)
        if data.value:  # else a hole, where the server had nothing
            ctypes.memmove(samples.ctypes.data, data.value, 2 * len(samples))
        pulse.pa_stream_drop(stream)
        return SoundBlock(samples, captured_s)

    def close(self) -> None:
        """May be called once."""
        self._pulse.pa_stream_disconnect(self._stream)
        self._pulse.pa_stream_unref(self._stream)

    def _age_s(self, size_bytes: int) -> float:
        """How long ago the sample was heard that is read next."""
        age_us, is_negative = c_uint64(), c_int()
        if self._pulse.pa_stream_get_latency(self._stream, byref(age_us), byref(is_negative)) < 0:
            return size_bytes / 2 / SOUND_RATE_HZ  # not known yet: as if it had all just come
        return -age_us.value / 1e6 if is_negative.value else age_us.value / 1e6

    def _is_ready(self) -> bool:
        """Raises SourceError: it cannot be opened, or is gone."""
        state = self._pulse.pa_stream_get_state(self._stream)
        if state < _STREAM_FAILED:
            return bool(state == _STREAM_READY)
        name = Line("the default microphone") if self._source is None else self._source
        number = self._connection.error_number
        if number == _BUSY:
            raise SourceBusyError(
                "{microphone} is in use by another program; close it or choose another", microphone=name
            )
        if number in (_ACCESS, _REFUSED):
            raise SourceError(
                "{microphone} may not be used: the sound server denies it to this program; allow it in the privacy "
                "settings of your desktop",
                microphone=name,
            )
        raise SourceNotFoundError("{microphone} is not connected, or was unplugged", microphone=name)
