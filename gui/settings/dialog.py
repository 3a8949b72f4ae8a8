"""The settings that are not beside the picture, built from the schema; and profiles."""

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PyQt6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.app.global_keys import GlobalKeys
from gui.look import theme
from gui.look.icons import icon
from gui.look.language import tr, with_keys
from gui.look.theme import Role
from gui.settings.controls import LIST_STYLE, SettingControl
from gui.settings.keys_table import KeysTable
from gui.settings.profiles import ProfilesPage
from gui.settings.schema import SCHEMA
from gui.settings.sections import SectionPage, matches
from gui.settings.setting import Placement, Section, Setting
from gui.settings.store import SettingsStore

_ICONS = {
    Section.CAMERA: "camera",
    Section.PLATE: "plate",
    Section.BACKGROUND: "image",
    Section.OUTPUT: "output",
    Section.QUALITY: "eye",
    Section.KEYS: "keyboard",
    Section.PROGRAM: "window",
}
_SIZE = 760, 540
_LIST_WIDTH = 168
_SEARCH_KEYS = "Ctrl+F"
_ALL = 1000
"""The stretch of a page that takes all the room there is."""


class SettingsDialog(QDialog):
    """A page for each section; what is changed holds at once. Show it with `open` or `exec`.

    What is typed above them searches all of them: then every row that matches is shown, whatever its page.
    """

    def __init__(self, store: SettingsStore, parent: QWidget | None = None, keys: GlobalKeys | None = None) -> None:
        """
        Args:
            keys: those that work in every program, of which it is shown what became of them.
        """
        super().__init__(parent)
        self._store, self._keys = store, keys
        self.setWindowTitle(tr("Settings"))
        self.resize(theme.size_in_text(*_SIZE))
        self.setStyleSheet(LIST_STYLE)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Search settings"))
        self.search.setAccessibleName(tr("Search settings"))
        self.search.setToolTip(with_keys(tr("Shows every setting with these words, from all pages"), _SEARCH_KEYS))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show_pages)
        QShortcut(QKeySequence(_SEARCH_KEYS), self, self._begin_search)
        self.sections = QListWidget(self)
        self.sections.setObjectName("sections")
        self.sections.setAccessibleName(tr("Sections"))
        self._elsewhere = QLabel(self)
        self._elsewhere.setWordWrap(True)
        theme.set_role(self._elsewhere, Role.QUIET)
        self.pages: list[QWidget] = []
        """In the order of `sections`."""
        self.controls: dict[str, SettingControl] = {}
        """Those of all pages, by their keys."""
        self._column = QVBoxLayout()
        for section in Section:
            shown = [each for each in SCHEMA if each.section is section and each.placement is Placement.DIALOG]
            if shown:
                self._add_section(section, shown)
        self.profiles = ProfilesPage(store, self)
        self._add_page(tr("Profiles"), "folder", self.profiles)
        self.sections.setFixedWidth(max(_LIST_WIDTH, self.sections.sizeHintForColumn(0) + theme.HUGE))
        self._scroller = self._make_scroller()
        self.sections.currentRowChanged.connect(self._show_pages)
        self.sections.setCurrentRow(self._first_with_rows())
        self._make_foot()
        self._lay_out()

    def _make_foot(self) -> None:
        self.reset_all = QPushButton(tr("Restore all defaults …"), self)
        self.reset_all.setToolTip(tr("Restores every setting, also those beside the picture"))
        self.reset_all.setAutoDefault(False)
        self.reset_all.clicked.connect(self._ask_to_reset)
        self.sure = QPushButton(tr("Restore all defaults"), self)
        theme.set_role(self.sure, Role.DANGER)
        self.sure.setAutoDefault(False)
        self.sure.clicked.connect(self._reset)
        self.sure.hide()
        self.close_button = QPushButton(tr("&Close"), self)
        self.close_button.setAutoDefault(False)  # Enter is for what is typed
        self.close_button.clicked.connect(self.accept)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(theme.MEDIUM)
        right.addWidget(self.search)
        right.addWidget(self._elsewhere)
        right.addWidget(self._scroller, 1)
        middle = QHBoxLayout()
        middle.setSpacing(theme.HUGE)
        middle.addWidget(self.sections)
        middle.addLayout(right, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.SMALL)
        foot.addWidget(self.reset_all)
        foot.addWidget(self.sure)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.HUGE, theme.HUGE, theme.HUGE, theme.LARGE)
        layout.setSpacing(theme.LARGE)
        layout.addLayout(middle, 1)
        layout.addLayout(foot)
        self.search.setFocus()

    def _make_scroller(self) -> QScrollArea:
        inside = QWidget()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.LARGE)
        self._column.addStretch(1)  # what is found stands at the top
        inside.setLayout(self._column)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        if not theme.is_text_large():
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        return scroll

    def _add_section(self, section: Section, shown: list[Setting]) -> None:
        page = SectionPage(self._store, section, shown, self)
        if section is Section.KEYS and self._keys is not None:
            page.add(KeysTable(self._keys, page))
        self.controls |= {row.setting.key: row.control for row in page.rows}
        self._add_page(tr(section.value), _ICONS[section], page)

    def _add_page(self, name: str, icon_name: str, page: QWidget) -> None:
        QListWidgetItem(icon(icon_name), name, self.sections)
        self.pages.append(page)
        self._column.addWidget(page, 0 if isinstance(page, SectionPage) else _ALL)

    def _first_with_rows(self) -> int:
        """The first page that has more than one; a single row makes a poor first impression."""
        full = (number for number, page in enumerate(self.pages) if isinstance(page, SectionPage) and page.rows[1:])
        return next(full, 0)

    def show_section(self, section: Section) -> None:
        """Turn to a page."""
        self.search.clear()
        for item in self.sections.findItems(tr(section.value), Qt.MatchFlag.MatchExactly):
            self.sections.setCurrentItem(item)

    def _begin_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _show_pages(self) -> None:
        """The page that is chosen; while something is searched for, what is found on all."""
        words = self.search.text().casefold().split()
        for number, page in enumerate(self.pages):
            item = self.sections.item(number)
            assert item is not None
            if isinstance(page, SectionPage):
                is_found = page.search(words)
            else:
                is_found = all(word in item.text().casefold() for word in words)
            item.setHidden(not is_found)
            page.setVisible(is_found if words else number == self.sections.currentRow())
        beside = [each.label for each in SCHEMA if each.placement is Placement.PANEL and matches(each, words)]
        is_empty = not any(page.isVisibleTo(self) for page in self.pages)
        self._elsewhere.setVisible(bool(words) and (bool(beside) or is_empty))
        if beside:
            self._elsewhere.setText(tr("Beside the picture: {settings}").format(settings=", ".join(beside)))
        else:
            self._elsewhere.setText(tr("No setting matches. Try another word, or a shorter one."))
        bar = self._scroller.verticalScrollBar()
        assert bar is not None
        bar.setValue(0)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()  # and only then the dialog
        else:
            super().keyPressEvent(event)

    def _ask_to_reset(self) -> None:
        """Asked in place: it is a lot at once, and what the output was is not restored by an undo."""
        self.sure.setVisible(self.sure.isHidden())
        self.reset_all.setText(tr("Restore all defaults …") if self.sure.isHidden() else tr("Cancel"))

    def _reset(self) -> None:
        self._ask_to_reset()
        self._store.reset_all()
