"""Folders of backgrounds: each a group of tiles that follows what is in the folder."""

from pathlib import Path

from PyQt6.QtCore import QFileSystemWatcher, Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gui.gallery.collection import KEYS, Collection
from gui.gallery.thumbnails import Thumbnails
from gui.gallery.tiles import Tiles
from gui.look import theme
from gui.look.icons import icon
from gui.look.labels import IconLabel
from gui.look.language import tr
from gui.look.theme import Role
from gui.look.timers import after
from gui.settings.store import SettingsStore

_MOST_ROWS = 3
_SETTLING_MS = 300
"""Files that are copied come one after the other."""


class FolderGroup(QWidget):
    """The heading and tiles of one folder."""

    def __init__(self, store: SettingsStore, thumbnails: Thumbnails, folder: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.folder = folder
        self._collection = Collection(store)
        name = Path(folder).name or folder
        title = QLabel(name, self)
        title.setToolTip(folder)
        theme.set_role(title, Role.TITLE)
        self.state = QLabel(self)
        theme.set_role(self.state, Role.QUIET)
        self.remove = QToolButton(self)
        theme.set_role(self.remove, Role.FLAT)
        self.remove.setIcon(icon("cancel"))
        help_ = tr("Remove the folder {folder} from the list; its files stay").format(folder=name)
        self.remove.setToolTip(help_)
        self.remove.setAccessibleName(help_)
        self.remove.clicked.connect(lambda: self._collection.remove_folder(folder))
        self.tiles = Tiles(store, thumbnails, _MOST_ROWS, self)
        self.tiles.setAccessibleName(tr("Backgrounds in the folder {folder}").format(folder=name))
        heading = QHBoxLayout()
        heading.setSpacing(theme.SMALL)
        heading.addWidget(IconLabel("folder", parent=self))
        heading.addWidget(title)
        heading.addWidget(self.state, 1)
        heading.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT)
        layout.addLayout(heading)
        layout.addWidget(self.tiles)
        self._filling = after(_SETTLING_MS, self.fill, self)
        # the parent tells when the folder itself goes or comes back
        self._watcher = QFileSystemWatcher([folder, str(Path(folder).parent)], self)
        self._watcher.directoryChanged.connect(lambda path: self._filling.start())
        self.fill()

    def fill(self) -> None:
        """Show what is in the folder now."""
        found = self._collection.offers_in(self.folder)
        if found is None:
            self.state.setText(tr("is no longer there"))
        elif self.folder not in self._watcher.directories():
            self._watcher.addPath(self.folder)  # it is back
        if found is not None:
            self.state.setText(tr("no pictures") if not found else str(len(found)))
        self.tiles.show_offers(found or ())
        self.tiles.setVisible(bool(found))


class Folders(QWidget):
    """All of them."""

    problem = pyqtSignal(str)
    """A line on a file that cannot be used."""
    changed = pyqtSignal()
    """There are others now."""

    def __init__(self, store: SettingsStore, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._thumbnails = store, thumbnails
        self.groups: list[FolderGroup] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.SMALL)
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), self.sizePolicy().verticalPolicy().Maximum)
        store.changed.connect(self._follow)
        self._follow("program.background_folders")

    def filter(self, text: str) -> int:
        """Show those alone in whose names there is such a text; how many there are."""
        return sum(group.tiles.filter(text) for group in self.groups)

    def _follow(self, key: str) -> None:
        if key not in KEYS:
            return
        wanted = self._store.program.background_folders
        if wanted != tuple(group.folder for group in self.groups):
            for group in self.groups:
                group.hide()
                group.deleteLater()
            self.groups = [FolderGroup(self._store, self._thumbnails, folder, self) for folder in wanted]
            for group in self.groups:
                group.tiles.problem.connect(self.problem)
                self._layout.addWidget(group, alignment=Qt.AlignmentFlag.AlignTop)
            self.setVisible(bool(self.groups))
            self.changed.emit()
            return
        for group in self.groups:
            if key == "backdrop.spec":  # another one has the ring; the folder need not be read for that
                group.tiles.canvas().update()
            else:
                group.fill()
