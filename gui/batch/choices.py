"""A drop-down list of a few fixed answers, those given before, and ways to give another."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QColorDialog, QComboBox, QFileDialog, QWidget

from gui.batch.drop_area import paths_of
from gui.batch.jobs import FROM_VIDEO, NO_PLATE
from gui.batch.words import say_plate
from gui.files import dialog_filter
from gui.gallery.backgrounds import BLUR, GREEN, name_of
from gui.look.language import tr
from matting_rt.pictures.formats import backdrop_suffixes
from matting_rt.specs import VIDEO_SUFFIXES

Ask = Callable[[QWidget], str]
"""Asks the person for a value; empty: none was chosen."""


class OpenChoice(QComboBox):
    """Values are texts; one that is not on the list is put there when it is chosen, or dropped here as a file."""

    chosen = pyqtSignal(str)
    """The person has chosen another value."""

    def __init__(
        self, values: Sequence[str], say: Callable[[str], str], asks: Sequence[tuple[str, Ask]], parent: QWidget | None
    ) -> None:
        """
        Args:
            values: what can always be chosen; the first is chosen now.
            say: a value in words.
            asks: entries that ask for a value, by their words.
        """
        super().__init__(parent)
        self._say, self._asks = say, dict(asks)
        self._value = values[0]
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        for value in values:
            self.addItem(say(value), value)
        self.insertSeparator(self.count())
        for words in self._asks:
            self.addItem(words)
        self.activated.connect(self._choose)
        self._show()

    @property
    def value(self) -> str:
        return self._value

    def set_value(self, value: str) -> None:
        """Show a value; nobody is told."""
        self._value = value
        self._show()

    def offer(self, values: Sequence[str]) -> None:
        """Put values on the list that were chosen elsewhere."""
        for value in reversed(values):
            if self.findData(value) < 0:
                self.insertItem(self._end_of_values(), self._say(value), value)

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and self._dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:  # noqa: N802 - Qt's name
        value = self._dropped(event) if event is not None else ""
        if value:
            self.set_value(value)
            self.chosen.emit(value)

    def _dropped(self, event: QDropEvent) -> str:
        """The value that is dragged; empty: it cannot be one."""
        paths = paths_of(event.mimeData())
        return str(paths[0]) if len(paths) == 1 and self._takes(paths[0]) else ""

    def _takes(self, path: Path) -> bool:
        return path.suffix.lower() in backdrop_suffixes() | VIDEO_SUFFIXES

    def _end_of_values(self) -> int:
        return self.count() - len(self._asks) - 1

    def _show(self) -> None:
        if self.findData(self._value) < 0:
            self.insertItem(self._end_of_values(), self._say(self._value), self._value)
        self.setCurrentIndex(self.findData(self._value))
        self.setToolTip(self._value if self._value.startswith("/") else self._say(self._value))

    def _choose(self, index: int) -> None:
        ask = self._asks.get(self.itemText(index))
        value = self.itemData(index) if ask is None else ask(self)
        if (ask is not None and not value) or value == self._value:
            self._show()
            return
        self.set_value(value)
        self.chosen.emit(value)


class PlateChoice(OpenChoice):
    """The plate: from the video itself, none, or a file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            [FROM_VIDEO, NO_PLATE], say_plate, [(tr("Image or video of the empty room …"), _ask_plate)], parent
        )
        self.setAccessibleName(tr("Plate"))


class BackdropChoice(OpenChoice):
    """The background."""

    def __init__(self, parent: QWidget | None = None) -> None:
        asks = [(tr("Image or video …"), _ask_backdrop), (tr("Colour …"), _ask_colour)]
        super().__init__([BLUR, "black", "white", GREEN], name_of, asks, parent)
        self.setAccessibleName(tr("Background"))


class FolderChoice(OpenChoice):
    """Where outputs go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__([""], _say_folder, [(tr("Folder …"), _ask_folder)], parent)
        self.setAccessibleName(tr("Folder for the results"))

    def _takes(self, path: Path) -> bool:
        return path.is_dir()


def _say_folder(folder: str) -> str:
    return (Path(folder).name or folder) if folder else tr("Next to each video")


def _ask_plate(parent: QWidget) -> str:
    return _ask_file(parent, tr("The empty room, as the video shows it"))


def _ask_backdrop(parent: QWidget) -> str:
    return _ask_file(parent, tr("An image or video as background"))


def _ask_file(parent: QWidget, title: str) -> str:
    filters = dialog_filter(tr("Images and videos"), backdrop_suffixes() | VIDEO_SUFFIXES)
    return QFileDialog.getOpenFileName(parent.window(), title, "", filters)[0]


def _ask_folder(parent: QWidget) -> str:
    return QFileDialog.getExistingDirectory(parent.window(), tr("Folder for the results"))


def _ask_colour(parent: QWidget) -> str:
    colour = QColorDialog.getColor(QColor("#78ff9b"), parent.window(), tr("Colour of the background"))
    return colour.name() if colour.isValid() else ""
