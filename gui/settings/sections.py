"""The pages of the settings dialog: a row for each setting, which a search finds or hides."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.look import theme
from gui.look.language import mark, tr
from gui.look.theme import Role
from gui.settings.controls import SettingControl
from gui.settings.setting import Kind, Section, Setting
from gui.settings.store import SettingsStore

_LABEL_LETTERS = 22
"""Room for a label, before it takes another line."""
_ALSO_CALLED = {Section.KEYS: mark("Hot keys, hotkeys, shortcuts, keyboard shortcuts")}
"""Other words for what a page is about, which people search for."""


def matches(setting: Setting, words: Sequence[str]) -> bool:
    """Whether a setting is called so, does so, or takes such a choice, in the language of the window.

    Args:
        words: folded by `casefold`; all of them have to be found. Where there is none, every setting matches.
    """
    choices = (tr(text) for _, text in setting.choices)
    also = tr(_ALSO_CALLED[setting.section]) if setting.section in _ALSO_CALLED else ""
    known = " ".join((tr(setting.section.value), also, setting.label, setting.help, *choices)).casefold()
    return all(word in known for word in words)


class SettingRow(QWidget):
    """Label, control, and below it what it does."""

    def __init__(self, store: SettingsStore, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting, self.control = setting, SettingControl(store, setting.key, self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, theme.MEDIUM)
        grid.setHorizontalSpacing(theme.LARGE)
        grid.setVerticalSpacing(theme.TIGHT)
        grid.setColumnStretch(1, 1)
        help_line = QLabel(setting.help, self)
        help_line.setWordWrap(True)
        theme.set_role(help_line, Role.QUIET)
        if setting.kind is Kind.SWITCH:
            help_line.setIndent(theme.HUGE)
            grid.addWidget(self.control, 0, 0, 1, 2)
            grid.addWidget(help_line, 1, 0, 1, 2)
            return
        label = QLabel(setting.label, self)
        label.setWordWrap(True)  # in some languages it is long
        label.setBuddy(self.control.control)
        if theme.is_text_large():
            for line, widget in enumerate((label, self.control, help_line)):
                grid.addWidget(widget, line, 0, 1, 2)
            return
        label.setFixedWidth(_LABEL_LETTERS * self.fontMetrics().averageCharWidth())
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.control, 0, 1)
        grid.addWidget(help_line, 1, 1)


class SectionPage(QWidget):
    """The settings of a section that are not beside the picture."""

    def __init__(
        self, store: SettingsStore, section: Section, shown: Sequence[Setting], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        title = tr(section.value)
        self._title = QLabel(title, self)
        self._title.setFont(theme.title_font(self.font()))
        self.rows = [SettingRow(store, each, self) for each in shown]
        self._more = QVBoxLayout()
        self._added: list[QWidget] = []
        self._reset = QPushButton(tr("Restore defaults"), self)
        self._reset.setToolTip(tr("Restores the defaults of this page, {page}").format(page=title))
        self._reset.setAutoDefault(False)
        self._reset.clicked.connect(lambda: store.reset(*(each.key for each in shown)))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.at_line_end(theme.SMALL))
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addSpacing(theme.TIGHT)
        for row in self.rows:
            column.addWidget(row)
        column.addLayout(self._more)
        column.addWidget(self._reset, alignment=Qt.AlignmentFlag.AlignLeft)
        self.search(())

    def add(self, widget: QWidget) -> None:
        """Show something below the rows."""
        self._added.append(widget)
        self._more.addWidget(widget)
        self._more.addSpacing(theme.LARGE)

    def search(self, words: Sequence[str]) -> bool:
        """Show the rows that match, and whether there is one.

        Args:
            words: see `matches`; none: the page as it is without a search.
        """
        texts = (label.text() for widget in self._added for label in widget.findChildren(QLabel))
        below = " ".join((self._title.text(), *texts)).casefold()
        is_below = all(word in below for word in words)
        found = [is_below or matches(row.setting, words) for row in self.rows]
        for row, is_shown in zip(self.rows, found, strict=True):
            row.setVisible(is_shown)
        self._title.setVisible(bool(words))
        self._reset.setVisible(not words)
        return any(found)
