"""The state of the plate, and what can be done about it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from gui.files import dialog_filter
from gui.live.controller import LiveController
from gui.live.signals import CameraState
from gui.live.words import PlateWords, plate_words_of
from gui.look import theme
from gui.look.events import on_event
from gui.look.icons import icon
from gui.look.language import mark, tr, with_keys
from gui.look.theme import Role, Tone
from gui.panels.base import Panel
from gui.plate.picture import PlatePicture, to_image, when_taken
from matting_rt.pictures.formats import image_suffixes

if TYPE_CHECKING:
    from matting_rt import LiveStatus
    from matting_rt.plate.store import Plate

_PICTURE_HEIGHT = 112

_NO_CAMERA = PlateWords(mark("no camera"), mark("Choose a camera first."), Tone.IDLE)
_NONE = PlateWords(
    mark("none yet"),
    mark("A plate is a picture of your room without you. With it, you are cut out down to fine hair."),
    Tone.WARNING,
)


class PlatePanel(Panel):
    """Listens to the controller by itself."""

    plate_wanted = pyqtSignal()
    """The plate wizard is to be opened."""

    def __init__(self, controller: LiveController, parent: QWidget | None = None) -> None:
        super().__init__(mark("Plate"), "plate", parent)
        self._controller = controller
        self._plate: Plate | None = None
        self._before: Plate | None = None
        """What `undo` goes back to; None: to what is on disk, if `_is_kept_before`."""
        self._is_kept_before = False
        self.picture = PlatePicture(self)
        self.picture.setFixedHeight(_PICTURE_HEIGHT)
        self.picture.setAccessibleName(tr("The plate"))
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        theme.set_role(self.sentence, Role.QUIET)
        self.take = QPushButton(self)
        _emphasise(self.take, False)
        self.take.clicked.connect(self.plate_wanted)
        self.undo = QPushButton(tr("&Undo"), self)
        self.undo.setIcon(icon("undo"))
        self.undo.setToolTip(with_keys(tr("Restore the previous plate"), self.undo.text()))
        self.undo.clicked.connect(self._undo)
        self.file = QPushButton(tr("From a &file …"), self)
        help_ = tr("Use an image of the empty room, taken with this camera at this size")
        self.file.setToolTip(with_keys(help_, self.file.text()))
        self.file.clicked.connect(self._ask_for_file)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SMALL)
        buttons.addWidget(self.take, 1)
        buttons.addWidget(self.undo)
        buttons.addWidget(self.file)
        for widget in (self.picture, self.sentence):
            self.body.addWidget(widget)
        self.body.addLayout(buttons)
        controller.status_changed.connect(self._show_status)
        controller.state_changed.connect(self._show_state)
        controller.plate_changed.connect(self._show_plate)
        controller.undo_changed.connect(self._note_kept)
        self._show_plate(controller.plate)
        self._show_state(controller.state)
        on_event(self, QEvent.Type.PaletteChange, self._repaint_take)

    def show_mirrored(self, is_mirror: bool) -> None:
        """Show the plate as in a mirror, as the preview is; or as the camera sees it."""
        self.picture.is_mirror = is_mirror
        self.picture.update()

    def _show_state(self, state: CameraState) -> None:
        is_open = state in (CameraState.PREVIEWING, CameraState.LIVE)
        for button in (self.take, self.undo, self.file):
            button.setEnabled(is_open)
        if not is_open:
            self._show_words(_translated(_NO_CAMERA))
        elif self._plate is None:
            self._show_words(_translated(_NONE), is_asked_for=True)

    def _show_status(self, status: "LiveStatus") -> None:
        self._show_words(plate_words_of(status))

    def _show_words(self, words: PlateWords, is_asked_for: bool = False) -> None:
        self.set_summary(words.summary, words.tone)
        plate = self._plate
        when = "" if plate is None else f"{when_taken(plate)}, {plate.size}"
        sentence = words.sentence or when[:1].upper() + when[1:]
        if sentence != self.sentence.text():
            self.sentence.setText(sentence)
        _emphasise(self.take, is_asked_for)

    def _show_plate(self, plate: "Plate | None") -> None:
        before, self._plate = self._plate, plate
        if plate is None:
            self._before, self._is_kept_before = None, False
        elif before is not None and before is not plate:
            self._before = before if before.size == plate.size else None
        self.picture.setVisible(plate is not None)
        self.picture.show_image(None if plate is None else to_image(plate))
        self._offer_undo()
        self.take.setText(tr("Take the &plate …") if plate is None else tr("&Replace …"))
        self.take.setToolTip(with_keys(tr("Step out of the frame to capture your empty room"), "Ctrl+P"))

    def _note_kept(self, is_kept: bool) -> None:
        self._is_kept_before = is_kept
        self._offer_undo()

    def _offer_undo(self) -> None:
        can_undo = self._before is not None or self._is_kept_before
        self.undo.setVisible(can_undo)
        self.file.setVisible(not can_undo)

    def _repaint_take(self) -> None:
        is_primary = bool(self.take.property("role"))
        _emphasise(self.take, not is_primary)  # the colour on it is another one now
        _emphasise(self.take, is_primary)

    def _undo(self) -> None:
        if self._before is not None:
            self._controller.use_plate(self._before)
            self._controller.keep_plate()
        else:
            self._controller.undo_plate()

    def _ask_for_file(self) -> None:
        dialog = QFileDialog(self, tr("The empty room"), filter=dialog_filter(tr("Images"), image_suffixes()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._use_file)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _use_file(self, path: str) -> None:
        self._controller.use_plate(Path(path))


def _translated(words: PlateWords) -> PlateWords:
    return PlateWords(tr(words.summary), tr(words.sentence), words.tone)


def _emphasise(button: QPushButton, is_primary: bool) -> None:
    """Make it the button that matters here, or one like the others."""
    role = Role.PRIMARY.value if is_primary else ""
    if button.property("role") == role:
        return
    button.setProperty("role", role)
    button.setIcon(icon("plate", QColor(theme.colours().on_accent)) if is_primary else icon("plate"))
    style = button.style()
    assert style is not None
    style.unpolish(button)
    style.polish(button)
