"""The four steps of the first start; each knows when it is done, and does by itself what it asks for."""

from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from gui.gallery.chooser import BackgroundChooser
from gui.live.controller import LiveController
from gui.live.signals import CameraState
from gui.live.words import plate_words_of
from gui.look import theme
from gui.look.icons import icon
from gui.look.labels import StateLabel
from gui.look.language import tr, with_keys
from gui.look.theme import Role, Tone
from gui.panels.output import FixBox
from gui.plate.picture import PlatePicture, to_image
from gui.settings.controls import LIST_STYLE
from gui.settings.store import SettingsStore
from matting_rt.doctor.checks import Finding
from matting_rt.doctor.probe import CameraEntry, VirtualCameraEntry
from matting_rt.specs import SYNTHETIC, WINDOW

if TYPE_CHECKING:
    from matting_rt import LiveStatus
    from matting_rt.plate.store import Plate

_OPEN = (CameraState.PREVIEWING, CameraState.LIVE)
_ROLE = Qt.ItemDataRole.UserRole
_ROWS = 4
"""Of backgrounds: what leads to the next step stays in sight."""


class Step(QWidget):
    """A heading, a few sentences, and what the step is about, which goes into `body`."""

    done_changed = pyqtSignal()
    """What `is_done`, `next_text` or `can_be_skipped` says has changed."""

    def __init__(self, heading: str, text: str) -> None:
        super().__init__()
        self.setAccessibleName(heading)
        title, self.text = QLabel(heading, self), QLabel(text, self)
        title.setFont(theme.title_font(self.font()))
        self.text.setWordWrap(True)
        theme.set_role(self.text, Role.QUIET)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.SMALL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(title)
        layout.addWidget(self.text)
        layout.addSpacing(theme.TIGHT)
        layout.addLayout(self.body)
        layout.addStretch(1)

    @property
    def is_done(self) -> bool:
        """Whether one can go on without skipping."""
        return True

    @property
    def can_be_skipped(self) -> bool:
        """Whether skipping is something else than going on."""
        return not self.is_done

    @property
    def is_next_first(self) -> bool:
        """Whether going on is what most people want now, and not something that the step itself offers."""
        return True

    @property
    def next_text(self) -> str:
        return tr("&Next")

    def complete(self) -> None:
        """One goes on: do what the step is for."""


class CameraStep(Step):
    """Which camera; where there is none, the sample scene."""

    def __init__(self, store: SettingsStore, controller: LiveController) -> None:
        super().__init__(tr("Which camera do you use?"), "")
        self._store, self._controller = store, controller
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Cameras"))
        self.list.setStyleSheet(LIST_STYLE)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.state = StateLabel(self)
        self.body.addWidget(self.list)
        self.body.addWidget(self.state)
        self.setFocusProxy(self.list)
        self.show_cameras(())
        controller.cameras_changed.connect(self.show_cameras)
        controller.state_changed.connect(self._show_state)
        self._show_state(controller.state)

    @property
    def is_done(self) -> bool:
        return self._controller.state in _OPEN

    def show_cameras(self, cameras: tuple[CameraEntry, ...]) -> None:
        self.text.setText(
            tr("Your picture appears in the preview. Nobody else sees anything yet.")
            if cameras
            else tr("No camera was found. Plug one in and it appears here, or try everything with the sample scene.")
        )
        self.list.clear()
        for camera in cameras:
            self._add(camera.id, camera.name, "camera")
        self._add(SYNTHETIC, tr("Sample scene (rendered)"), "image")
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item is not None and item.data(_ROLE) == self._store.program.camera:
                self.list.setCurrentItem(item)
        rows = min(5, self.list.count())
        self.list.setFixedHeight(rows * max(theme.CONTROL_HEIGHT, self.list.sizeHintForRow(0)) + 3 * theme.TIGHT)
        program = self._store.program
        if len(cameras) == 1 and not program.camera and not program.is_first_start_done:
            self._store.set("program.camera", cameras[0].id)
            self.list.setCurrentRow(0)

    def _add(self, camera: str, name: str, icon_name: str) -> None:
        item = QListWidgetItem(icon(icon_name), name, self.list)
        item.setData(_ROLE, camera)
        item.setToolTip(name)

    def _choose(self, item: QListWidgetItem) -> None:
        self._store.set("program.camera", item.data(_ROLE))

    def _show_state(self, state: CameraState) -> None:
        match state:
            case CameraState.STOPPED | CameraState.RESTING:
                self.state.show_state("")
            case CameraState.OPENING:
                self.state.show_state(self._controller.message or tr("Opening …"))
            case CameraState.FAILED:
                self.state.show_state(self._controller.message, Tone.BAD)
            case _:
                self.state.show_state(tr("The camera is open."), Tone.GOOD)
        self.done_changed.emit()


class PlateStep(Step):
    """The plate, by way of the wizard."""

    plate_wanted = pyqtSignal()

    def __init__(self, controller: LiveController) -> None:
        super().__init__(
            tr("Show it your empty room"),
            tr(
                "Step out of the frame once. After that, everything that is not your room is you, down to fine hair. "
                "You can skip this: your room is then learned while you move, and edges are rougher until it is known."
            ),
        )
        self._controller = controller
        self.picture = PlatePicture(self)
        self.state = StateLabel(self)
        self.take = QPushButton(tr("Take the &plate …"), self)
        self.take.setIcon(icon("plate"))
        self.take.setToolTip(with_keys(tr("Step out of the frame when asked"), "Ctrl+P"))
        self.take.clicked.connect(self.plate_wanted)
        for widget in (self.picture, self.state, self.take):
            self.body.addWidget(widget)
        self.setFocusProxy(self.take)
        controller.plate_changed.connect(self._show_plate)
        controller.state_changed.connect(self._show_state)
        controller.status_changed.connect(self._show_status)
        self._show_plate(controller.plate)
        self._show_state(controller.state)

    @property
    def is_done(self) -> bool:
        return self._controller.plate is not None

    @property
    def is_next_first(self) -> bool:
        return self.is_done

    def show_mirrored(self, is_mirror: bool) -> None:
        """Show the plate as in a mirror, as the preview is; or as the camera sees it."""
        self.picture.is_mirror = is_mirror
        self.picture.update()

    def _show_state(self, state: CameraState) -> None:
        self.take.setEnabled(state in _OPEN)
        if self._controller.plate is None:
            is_opening = state is CameraState.OPENING
            waits = self._controller.message if is_opening else tr("Open a camera first.")
            self.state.show_state("" if state in _OPEN else waits)

    def _show_plate(self, plate: "Plate | None") -> None:
        self.picture.setVisible(plate is not None)
        self.picture.show_image(None if plate is None else to_image(plate))
        if plate is None:
            self.state.show_state("")
        self.take.setText(tr("Take the &plate …") if plate is None else tr("Take another &plate …"))
        theme.set_role(self.take, Role.PRIMARY if plate is None else Role.PLAIN)
        self.done_changed.emit()

    def _show_status(self, status: "LiveStatus") -> None:
        if self._controller.plate is not None:
            words = plate_words_of(status)
            self.state.show_state(tr("The plate: {state}").format(state=words.summary), words.tone)


class BackgroundStep(Step):
    """The gallery."""

    def __init__(self, store: SettingsStore) -> None:
        super().__init__(tr("Where would you like to be?"), tr("Pick one, or drop your own images and videos here."))
        self.chooser = BackgroundChooser(store, most_rows=_ROWS, parent=self)
        self.body.addWidget(self.chooser)
        self.setFocusProxy(self.chooser.gallery)

    def reserve(self, width: int) -> None:
        """While it is hidden, have the height that it will take once it is shown so wide."""
        self.chooser.gallery.reserve(width)
        for widget in (self.chooser, self):  # Qt asks no hidden widget anew by itself
            layout = widget.layout()
            assert layout is not None, "both lay out what they show"
            layout.activate()


class OutputStep(Step):
    """The virtual camera: what to choose in the meeting, or why there is none."""

    def __init__(self, store: SettingsStore, controller: LiveController) -> None:
        super().__init__(tr("Let others see it"), "")
        self._store, self._controller = store, controller
        self._has_camera, self._name = False, ""
        self.fix = FixBox(self)
        self.fix.window_wanted.connect(lambda: store.set("live.output", WINDOW))
        theme.set_role(self.fix.set_up, Role.PRIMARY)
        self.body.addWidget(self.fix)
        store.changed.connect(lambda key: self._show() if key == "live.output" else None)
        controller.outputs_changed.connect(self.show_outputs)
        controller.state_changed.connect(lambda state: self._show())
        self._show()

    @property
    def can_be_skipped(self) -> bool:
        return self._can_start

    @property
    def is_next_first(self) -> bool:
        return self._shares_window or not self.fix.has_findings

    @property
    def next_text(self) -> str:
        if not self._can_start:
            return tr("&Finish")
        return tr("&Start shared window") if self._shares_window else tr("&Start virtual camera")

    @property
    def _can_start(self) -> bool:
        return (self._has_camera or self._shares_window) and self._controller.state is CameraState.PREVIEWING

    @property
    def _shares_window(self) -> bool:
        return self._store.config.live.output == WINDOW

    def show_outputs(self, outputs: tuple[VirtualCameraEntry, ...], findings: tuple[Finding, ...]) -> None:
        self._has_camera = bool(outputs)
        self._name = outputs[0].name if outputs else ""
        self.fix.show_findings(findings)
        self._show()

    def _show(self) -> None:
        self.fix.setVisible(self.fix.has_findings and not self._shares_window)
        theme.set_role(self.fix.share, Role.PRIMARY if self.fix.set_up.isHidden() else Role.PLAIN)
        self.text.setText(self._say())
        self.done_changed.emit()

    def _say(self) -> str:
        if self._shares_window:
            return tr("A window opens that shows what others are to see. Choose it when you share your screen.")
        return (
            tr(
                "Start the virtual camera, and choose “{name}” as your camera in the meeting. "
                "You can stop it at any time with the button below the picture."
            ).format(name=self._name)
            if self._has_camera
            else tr("Other programs see you through a virtual camera, and none is free on this computer yet.")
        )

    def complete(self) -> None:
        if self._can_start:
            self._controller.start_output()
