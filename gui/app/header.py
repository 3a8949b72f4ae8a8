"""The window's head: the names of its pages, and the menu."""

import sys

from PyQt6.QtWidgets import QHBoxLayout, QMenu, QTabBar, QToolButton, QWidget

from gui.app.commands import Commands
from gui.look import theme
from gui.look.icons import icon
from gui.look.language import tr
from gui.look.theme import Role


class Header(QWidget):
    """`tabs` says by `currentChanged` which page is wanted."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(tr("Pages"))
        for index, action in enumerate((commands.live, commands.videos)):
            self.tabs.setTabToolTip(self.tabs.addTab(action.text()), action.toolTip())
            action.triggered.connect(lambda checked, index=index: self.tabs.setCurrentIndex(index))
        self.menu_button = QToolButton(self)
        theme.set_role(self.menu_button, Role.FLAT)
        self.menu_button.setIcon(icon("settings"))
        self.menu_button.setAccessibleName(tr("Menu"))
        self.menu_button.setToolTip(commands.menu.toolTip())
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setMenu(_make_menu(commands, self.menu_button))
        commands.menu.triggered.connect(self.menu_button.showMenu)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.LARGE, theme.SMALL, theme.LARGE, 0)
        row.addWidget(self.tabs)
        row.addStretch()
        row.addWidget(self.menu_button)


def _make_menu(commands: Commands, parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.addActions([commands.undo, commands.redo])
    menu.addSeparator()
    menu.addActions([commands.settings, commands.plate, commands.stats])
    if sys.platform == "linux":
        menu.addAction(commands.virtual_camera)
    menu.addSeparator()
    menu.addActions([commands.record, commands.pause_recording, commands.still])
    menu.addSeparator()
    menu.addActions([commands.compare, commands.safe_areas, commands.bare])
    menu.addSeparator()
    menu.addActions([commands.help, commands.diagnostics, commands.about])
    menu.addSeparator()
    menu.addAction(commands.quit)
    return menu
