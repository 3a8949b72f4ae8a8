"""Named sets of settings: saved, used again, and given to the command line."""

from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QListWidget, QPushButton, QVBoxLayout, QWidget

from gui.files import dialog_filter
from gui.look import theme
from gui.look.icons import icon
from gui.look.language import line_of, tr
from gui.look.theme import Role, Tone
from gui.settings.store import SettingsStore
from matting_rt.errors import MattingError


class ProfilesPage(QWidget):
    """Writes to the store; what goes wrong is said on the page."""

    def __init__(self, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        explanation = QLabel(
            tr(
                "A profile keeps all settings of camera, plate, background, output and quality under a name. "
                "It is a file that the command line reads too: matting-rt live --config FILE."
            ),
            self,
        )
        explanation.setWordWrap(True)
        theme.set_role(explanation, Role.QUIET)
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(tr("Name of a new profile"))
        self.name.setAccessibleName(tr("Name of a new profile"))
        self.name.returnPressed.connect(self._save)
        self.save = self._make_button(tr("Save"), "plus", tr("Keep the present settings under this name"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Profiles"))
        self.list.itemDoubleClicked.connect(lambda item: self._load())
        self.load = self._make_button(tr("Use"), "ok", tr("Apply the settings of this profile (double-click)"))
        self.delete = self._make_button(tr("Delete"), "trash", tr("Forget this profile"))
        self.copy = self._make_button(tr("Copy the path"), "copy", tr("For --config of the command line"))
        self.import_ = self._make_button(tr("Use a file …"), "folder", tr("Apply the settings in a TOML file"))
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self._lay_out(explanation)
        for button, do in (
            (self.save, self._save),
            (self.load, self._load),
            (self.delete, self._delete),
            (self.copy, self._copy),
            (self.import_, self._ask_for_file),
        ):
            button.clicked.connect(do)
        self.list.currentRowChanged.connect(self._allow)
        self.name.textChanged.connect(self._allow)
        store.profiles_changed.connect(self._fill)
        self._fill()

    def _lay_out(self, explanation: QLabel) -> None:
        saving = QHBoxLayout()
        saving.setSpacing(theme.SMALL)
        saving.addWidget(self.name, 1)
        saving.addWidget(self.save)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SMALL)
        for button in (self.load, self.delete, self.copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.at_line_end(theme.SMALL))
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(explanation)
        layout.addLayout(saving)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        layout.addWidget(self.import_, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.said)

    def _make_button(self, text: str, icon_name: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setIcon(icon(icon_name))
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    @property
    def _chosen(self) -> str:
        item = self.list.currentItem()
        return "" if item is None else item.text()

    def _fill(self) -> None:
        chosen = self._chosen or self._store.program.profile
        self.list.clear()
        names = self._store.profiles
        self.list.addItems(names)
        if chosen in names:
            self.list.setCurrentRow(names.index(chosen))
        self._allow()

    def _allow(self) -> None:
        for button in (self.load, self.delete, self.copy):
            button.setEnabled(bool(self._chosen))
        self.save.setEnabled(bool(self.name.text().strip()))

    def _say(self, text: str, tone: Tone) -> None:
        self.said.setText(text)
        self.said.setStyleSheet(f"color: {theme.tone_colour(tone).name()}")

    def _save(self) -> None:
        name = self.name.text().strip()
        if not name:
            return
        try:
            self._store.save_profile(name)
        except MattingError as error:
            self._say(line_of(error), Tone.BAD)
            return
        self.name.clear()
        self.list.setCurrentRow(self._store.profiles.index(name))
        self._say(tr("{profile} is saved.").format(profile=name), Tone.GOOD)

    def _load(self) -> None:
        name = self._chosen
        try:
            self._store.load_profile(name)
        except MattingError as error:
            self._say(line_of(error), Tone.BAD)
            return
        self._say(tr("{profile} is now in use.").format(profile=name), Tone.GOOD)

    def _delete(self) -> None:
        try:
            self._store.delete_profile(self._chosen)
        except MattingError as error:
            self._say(line_of(error), Tone.BAD)

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        assert clipboard is not None
        clipboard.setText(str(self._store.profile_path(self._chosen)))
        self._say(tr("The path is copied."), Tone.GOOD)

    def _ask_for_file(self) -> None:
        dialog = QFileDialog(self, tr("Settings to use"), filter=dialog_filter(tr("Profiles"), {".toml"}))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.use_file)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def use_file(self, path: str) -> None:
        """Apply the settings in a file."""
        try:
            self._store.load_file(Path(path))
        except MattingError as error:
            self._say(line_of(error), Tone.BAD)
            return
        self._say(tr("{profile} is now in use.").format(profile=Path(path).name), Tone.GOOD)
