"""The settings that are not beside the picture, built from the schema; and profiles."""

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.look import theme
from gui.look.icons import icon
from gui.look.language import tr
from gui.look.theme import Role
from gui.settings.controls import LIST_STYLE, SettingControl
from gui.settings.profiles import ProfilesPage
from gui.settings.schema import SCHEMA
from gui.settings.setting import Kind, Placement, Section, Setting
from gui.settings.store import SettingsStore

_ICONS = {
    Section.CAMERA: "camera",
    Section.PLATE: "plate",
    Section.BACKGROUND: "image",
    Section.OUTPUT: "output",
    Section.QUALITY: "eye",
    Section.PROGRAM: "window",
}
_SIZE = QSize(760, 540)
_LIST_WIDTH = 168
_LABEL_WIDTH = 168


class SettingsDialog(QDialog):
    """A page for each section; what is changed holds at once. Show it with `open` or `exec`."""

    def __init__(self, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.setWindowTitle(tr("Settings"))
        self.resize(_SIZE)
        self.setStyleSheet(LIST_STYLE)
        self.sections = QListWidget(self)
        self.sections.setObjectName("sections")
        self.sections.setAccessibleName(tr("Sections"))
        self.sections.setFixedWidth(_LIST_WIDTH)
        self.pages = QStackedWidget(self)
        self.controls: dict[str, SettingControl] = {}
        """Those of all pages, by their keys."""
        for section in Section:
            shown = [each for each in SCHEMA if each.section is section and each.placement is Placement.DIALOG]
            if shown:
                self._add_page(tr(section.value), _ICONS[section], self._make_page(section, shown))
        self.profiles = ProfilesPage(store, self)
        self._add_page(tr("Profiles"), "folder", self.profiles)
        self.sections.currentRowChanged.connect(self.pages.setCurrentIndex)
        self.sections.setCurrentRow(0)
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
        self._lay_out()

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(theme.HUGE)
        middle.addWidget(self.sections)
        middle.addWidget(self.pages, 1)
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

    def _add_page(self, name: str, icon_name: str, page: QWidget) -> None:
        QListWidgetItem(icon(icon_name), name, self.sections)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        self.pages.addWidget(scroll)

    def _make_page(self, section: Section, shown: list[Setting]) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(theme.at_line_end(theme.SMALL))
        grid.setHorizontalSpacing(theme.LARGE)
        grid.setVerticalSpacing(theme.TIGHT)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        for setting in shown:
            control = self.controls[setting.key] = SettingControl(self._store, setting.key)
            _add_row(grid, control)
        reset = QPushButton(tr("Restore defaults"), page)
        reset.setToolTip(tr("Restores the defaults of this page, {page}").format(page=tr(section.value)))
        reset.setAutoDefault(False)
        reset.clicked.connect(lambda: self._store.reset(*(setting.key for setting in shown)))
        row = grid.rowCount()
        grid.addWidget(reset, row, 0, 1, 2, alignment=Qt.AlignmentFlag.AlignLeft)
        grid.setRowStretch(row + 1, 1)
        return page

    def show_section(self, section: Section) -> None:
        """Turn to a page."""
        for item in self.sections.findItems(tr(section.value), Qt.MatchFlag.MatchExactly):
            self.sections.setCurrentItem(item)

    def _ask_to_reset(self) -> None:
        """Asked in place: it is a lot at once, and what the output was is not restored by an undo."""
        self.sure.setVisible(self.sure.isHidden())
        self.reset_all.setText(tr("Restore all defaults …") if self.sure.isHidden() else tr("Cancel"))

    def _reset(self) -> None:
        self._ask_to_reset()
        self._store.reset_all()


def _add_row(grid: QGridLayout, control: SettingControl) -> None:
    """Label, control, and below it what it does."""
    setting, row = control.setting, grid.rowCount()
    if setting.kind is Kind.SWITCH:
        grid.addWidget(control, row, 0, 1, 2)
    else:
        label = QLabel(setting.label)
        label.setWordWrap(True)  # in some languages it is long
        label.setBuddy(control.control)
        grid.addWidget(label, row, 0)
        grid.addWidget(control, row, 1)
    help_line = QLabel(setting.help)
    help_line.setWordWrap(True)
    theme.set_role(help_line, Role.QUIET)
    if setting.kind is Kind.SWITCH:
        help_line.setIndent(theme.HUGE)
        grid.addWidget(help_line, row + 1, 0, 1, 2)
    else:
        grid.addWidget(help_line, row + 1, 1)
    grid.setRowMinimumHeight(row + 2, theme.SMALL)
