"""Which camera films, at which size and rate, and whether it may adjust itself."""

import re
from collections.abc import Iterable
from pathlib import Path

from PyQt6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from gui.live.controller import LiveController
from gui.live.signals import CameraState
from gui.look import theme
from gui.look.language import mark, tr, with_keys
from gui.look.theme import Tone
from gui.panels.base import Panel, fitting_box
from gui.settings.schema import setting
from gui.settings.store import SettingsStore
from matting_rt.doctor.probe import CameraEntry
from matting_rt.frame import FrameSize
from matting_rt.specs import SYNTHETIC

SAMPLE_SCENE = mark("Sample scene")
_USUAL_SIZES = (FrameSize(640, 360), FrameSize(640, 480), FrameSize(1280, 720), FrameSize(1920, 1080))
_USUAL_RATES_FPS = (15.0, 24.0, 30.0, 60.0)
"""Offered where a camera does not tell what it can."""
_FORMAT = re.compile(r"(\d+)x(\d+)(?: at ([\d., ]+) fps)?$")
_OFF = ""
"""What stands for no camera in the settings."""


class CameraPanel(Panel):
    """Writes its choices to the store; opening the camera is the window's."""

    def __init__(self, store: SettingsStore, controller: LiveController, parent: QWidget | None = None) -> None:
        super().__init__(mark("Camera"), "camera", parent)
        self._store, self._controller = store, controller
        self._cameras: tuple[CameraEntry, ...] = ()
        self.device, self.size_choice, self.rate = fitting_box(self), fitting_box(self), fitting_box(self)
        name = self.add_row(tr("&Device"), self.device)
        self.device.setToolTip(with_keys(tr("The camera to use"), name.text()))
        self._add_mode_row()
        lock = setting("camera.lock")
        self.lock = QCheckBox(tr("&Hold exposure and focus"), self)
        self.lock.setToolTip(with_keys(lock.help, self.lock.text()))
        self.lock.setAccessibleDescription(lock.help)
        self.body.addWidget(self.lock)
        self._show_cameras()
        self._show_modes()
        self.lock.setChecked(store.config.camera.lock)
        self.device.activated.connect(lambda index: store.set("program.camera", self.device.itemData(index)))
        self.size_choice.activated.connect(self._choose_size)
        self.rate.activated.connect(lambda index: store.set("camera.rate_fps", self.rate.itemData(index)))
        self.lock.toggled.connect(lambda is_on: store.set("camera.lock", is_on))
        store.changed.connect(self._follow)
        controller.cameras_changed.connect(self._take_cameras)
        controller.state_changed.connect(self._show_state)
        self._show_state(controller.state)

    @property
    def camera_name(self) -> str:
        """Of the one chosen, as a person knows it."""
        return self._name_of(self._store.program.camera)

    def _add_mode_row(self) -> None:
        self.rate.setToolTip(tr("Frames per second"))
        self.rate.setAccessibleName(tr("Rate"))
        both = QWidget(self)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL)
        row.addWidget(self.size_choice, 4)
        row.addWidget(self.rate, 3)
        self.size_choice.setAccessibleName(tr("Size"))
        name = self.add_row(tr("&Size"), both)
        name.setBuddy(self.size_choice)
        help_ = tr("Frame size of the camera; larger frames take more time")
        self.size_choice.setToolTip(with_keys(help_, name.text()))

    def _choose_size(self, index: int) -> None:
        size = self.size_choice.itemData(index)
        with self._store.history.gesture(tr("Size")):
            self._store.set("camera.width", size.width)
            self._store.set("camera.height", size.height)

    def _take_cameras(self, cameras: tuple[CameraEntry, ...]) -> None:
        self._cameras = cameras
        self._show_cameras()
        self._show_modes()
        self._show_state(self._controller.state)

    def _follow(self, key: str) -> None:
        if key == "program.camera":
            self._show_cameras()
        if key == "camera.lock":
            self.lock.setChecked(self._store.config.camera.lock)
        if key.startswith(("program.camera", "camera.")):
            self._show_modes()
            self._show_state(self._controller.state)

    def _show_cameras(self) -> None:
        chosen = self._store.program.camera
        ids = [_OFF, *(camera.id for camera in self._cameras)]
        if chosen and chosen not in ids:
            ids.append(chosen)
        if SYNTHETIC not in ids:
            ids.append(SYNTHETIC)
        _fill(self.device, ((self._name_of(id_), id_) for id_ in ids), chosen)

    def _name_of(self, id_: str) -> str:
        if id_ == _OFF:
            return tr("Off")
        if id_ == SYNTHETIC:
            return tr(SAMPLE_SCENE)
        for camera in self._cameras:
            if camera.id == id_:
                return camera.name
        path = Path(id_)
        if path.exists():  # a file may stand in for a camera
            return path.name
        return tr("{camera} (not connected)").format(camera=id_)

    def _show_modes(self) -> None:
        camera = self._store.config.camera
        present = FrameSize(camera.width, camera.height)
        chosen = next((each for each in self._cameras if each.id == self._store.program.camera), None)
        modes = modes_of(chosen.formats if chosen is not None else ())
        sizes = sorted({*modes, present} if modes else {*_USUAL_SIZES, present})
        _fill(self.size_choice, ((f"{size.width} × {size.height}", size) for size in sizes), present)
        rates = sorted({*(modes.get(present) or _USUAL_RATES_FPS), camera.rate_fps})
        _fill(self.rate, ((tr("{rate} fps").format(rate=f"{rate:g}"), rate) for rate in rates), camera.rate_fps)

    def _show_state(self, state: CameraState) -> None:
        match state:
            case CameraState.FAILED:
                self.set_summary(tr("cannot be used"), Tone.BAD)
            case CameraState.STOPPED:
                self.set_summary(tr("off") if self._cameras else tr("none connected"), Tone.IDLE)
            case _:
                self.set_summary(self.camera_name, Tone.IDLE)


def modes_of(formats: Iterable[str]) -> dict[FrameSize, set[float]]:
    """Sizes and rates of `CameraEntry.formats`."""
    modes: dict[FrameSize, set[float]] = {}
    for text in formats:
        found = _FORMAT.search(text)
        if found is not None:
            rates = modes.setdefault(FrameSize(int(found[1]), int(found[2])), set())
            rates.update(float(rate) for rate in (found[3] or "").split(",") if rate.strip())
    return modes


def _fill(box: QComboBox, items: Iterable[tuple[str, object]], chosen: object) -> None:
    """Give a box its items, of which `chosen` is shown; nothing is emitted."""
    box.blockSignals(True)
    box.clear()
    for text, data in items:
        box.addItem(text, data)
    box.setCurrentIndex(next((index for index in range(box.count()) if box.itemData(index) == chosen), -1))
    box.blockSignals(False)
