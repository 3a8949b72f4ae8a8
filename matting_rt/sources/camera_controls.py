"""Hold a camera's automatics still while it is open, and give them back as they were (Linux).

A plate shows the room as the camera exposed it once. A camera that goes on choosing exposure, white balance and focus
answers to whoever steps in, and the plate fits no more.
"""

import atexit
import errno
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from matting_rt.sources.v4l2 import GetControl, SetControl

log = logging.getLogger(__name__)

_EXPOSURE_MANUAL = 1

_STEADY_RATE = ("exposure_dynamic_framerate", 0x9A0903)
"""Allows a camera to send fewer pictures in the dark; names and ids are those of v4l2-ctl and linux/v4l2-controls.h."""


@dataclass(frozen=True, slots=True)
class _Automatic:
    """A control that lets the camera choose, and those that it chooses."""

    name: str
    id: int
    off: int
    kept: tuple[tuple[str, int], ...]


# Backlight compensation is left alone: it only tells the automatic exposure what to aim at, and some cameras change
# their tone curve with it.
_AUTOMATICS = (
    _Automatic("auto_exposure", 0x9A0901, _EXPOSURE_MANUAL, (("exposure_time_absolute", 0x9A0902),)),
    _Automatic("gain_automatic", 0x980912, 0, (("gain", 0x980913),)),
    _Automatic("brightness_automatic", 0x980920, 0, (("brightness", 0x980900),)),
    _Automatic(
        "white_balance_automatic",
        0x98090C,
        0,
        (("white_balance_temperature", 0x98091A), ("red_balance", 0x98090E), ("blue_balance", 0x98090F)),
    ),
    _Automatic("hue_automatic", 0x980919, 0, (("hue", 0x980903),)),
    _Automatic("focus_automatic_continuous", 0x9A090C, 0, (("focus_absolute", 0x9A090A),)),
)

_IDS = dict(
    [_STEADY_RATE] + [pair for automatic in _AUTOMATICS for pair in ((automatic.name, automatic.id), *automatic.kept)]
)

_GONE = (errno.ENODEV, errno.ENXIO, errno.ETIMEDOUT, errno.EPROTO)
"""The camera answers no more; asking on would take five seconds a control (the time limit of the UVC driver)."""


class ControlNode(Protocol):
    """What is needed of an open device node; see `matting_rt.sources.v4l2.Node`."""

    def ask(self, structure: GetControl | SetControl) -> None:
        """Raises OSError."""

    def close(self) -> None: ...


class CameraControls:
    """The controls of one camera from its opening to its closing.

    `restore` ends it: it may come from another thread at any time, and at the latest comes when the interpreter exits.
    A control that the driver has not, or does not let us set, is passed over; that is logged, never raised.
    """

    def __init__(
        self, camera: str, open_node: Callable[[], ControlNode], owed: Mapping[int, int] | None = None
    ) -> None:
        """
        Args:
            camera: its name, for the log.
            open_node: called once, now; its OSError is the caller's.
            owed: what an earlier `restore` could not set back, because the camera was gone.
        """
        self._camera = camera
        self._node: ControlNode | None = open_node()
        self._before = dict(owed or {})
        self._turn = threading.Lock()
        atexit.register(self.restore)

    def read(self) -> dict[str, int]:
        """Values of the controls that matter here and that this camera has, by v4l2-ctl's names; {} once restored."""
        with self._turn:
            values = {name: self._get(control) for name, control in _IDS.items()}
        return {name: value for name, value in values.items() if value is not None}

    def keep_rate(self) -> None:
        """Let the automatic exposure choose no time that is longer than a frame; before it has settled, so at once."""
        with self._turn:
            self._set(_STEADY_RATE[1], 0)

    def lock(self, held: Mapping[str, int] | None = None) -> None:
        """Switch every automatic off, and keep what it had chosen.

        Args:
            held: values to go to instead, from an earlier `read`: those the plate was taken with.
        """
        held = held or {}
        with self._turn:
            for automatic in _AUTOMATICS:
                chosen = {control: self._get(control) for _, control in automatic.kept}
                self._set(automatic.id, automatic.off)
                if self._get(automatic.id) in (None, automatic.off):
                    for name, control in automatic.kept:
                        # Written only where it differs now: the UVC driver may remember a value from long ago, while
                        # a camera keeps its present one by itself when it is told to choose no more.
                        self._set(control, held.get(name, chosen[control]))
            locked = [automatic.name for automatic in _AUTOMATICS if automatic.id in self._before]
        log.info(
            "camera %s: %s", self._camera, f"held still: {', '.join(locked)}" if locked else "nothing to hold still"
        )

    def restore(self) -> dict[int, int]:
        """Set back what was changed, last first, and let go of the device. May be called twice.

        Returns:
            Controls (by id) and values that are still owed; {} where all is as it was.
        """
        atexit.unregister(self.restore)
        with self._turn:
            if self._node is None:
                return dict(self._before)
            try:
                for control in reversed(list(self._before)):
                    self._write(control, self._before[control])
                    del self._before[control]
            except OSError as error:
                log.info("camera %s: its controls are not restored (%s)", self._camera, error.strerror)
            finally:
                self._node.close()
                self._node = None
            return dict(self._before)

    def _get(self, control: int) -> int | None:
        """None where there is no such control (now)."""
        if self._node is None:
            return None
        structure = GetControl(id=control)
        try:
            self._node.ask(structure)
        except OSError:
            return None
        return int(structure.value)

    def _set(self, control: int, value: int | None) -> None:
        before = self._get(control)
        if value is None or before is None or before == value:
            return
        try:
            is_set = self._write(control, value)
        except OSError as error:
            log.info("camera %s: it is gone (%s)", self._camera, error.strerror)
            return
        if is_set:
            self._before.setdefault(control, before)

    def _write(self, control: int, value: int) -> bool:
        """Whether the driver took the value. Raises OSError only where the whole camera is gone."""
        assert self._node is not None
        try:
            self._node.ask(SetControl(id=control, value=value))
        except OSError as error:
            if error.errno in _GONE:
                raise
            log.info("camera %s: control %#x stays as it is (%s)", self._camera, control, error.strerror)
            return False
        return True
