"""What the program is: its version, what it runs on, and under which licences all of it comes."""

import platform
from html import escape

from PyQt6.QtCore import QSize, QUrl
from PyQt6.QtGui import QPixmap
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gui.help.licences import Package, own_texts, read_packages
from gui.help.update_check import UpdateCheck, address
from gui.look import theme
from gui.look.icons import icon
from gui.look.language import tr
from gui.look.theme import Role
from matting_rt import __version__

_ICON_SIDE = 64
_OWN = "own"
"""What the link to the program's own licences is called; a package's is its name."""


class AboutDialog(QDialog):
    """A table of packages; the name of each leads to the text of its licence, and back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Matting RT"))
        self.resize(theme.size_in_text(560, 520))
        self._packages = {package.name: package for package in read_packages()}
        self.text = QTextBrowser(self)
        self.text.setOpenLinks(False)
        document = self.text.document()
        assert document is not None
        document.setDocumentMargin(theme.MEDIUM)
        self.text.setAccessibleName(tr("Licences"))
        self.text.anchorClicked.connect(self._follow)
        buttons = QDialogButtonBox(self)
        self.back = QPushButton(tr("Back"), self)
        self.back.clicked.connect(self.show_overview)
        buttons.addButton(self.back, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.HUGE, theme.HUGE, theme.HUGE, theme.LARGE)
        layout.setSpacing(theme.LARGE)
        layout.addLayout(self._make_head())
        layout.addWidget(self.text, 1)
        layout.addLayout(self._make_update_row())
        layout.addWidget(buttons)
        self.show_overview()

    def show_overview(self) -> None:
        self.back.setEnabled(False)
        self.text.setHtml(_write_overview(list(self._packages.values())))

    def show_licence(self, name: str) -> None:
        """The texts of a package, or of the program itself."""
        self.back.setEnabled(True)
        package = self._packages.get(name)
        texts = own_texts() if package is None else package.texts
        missing = tr("This package comes without the text of its licence: {licence}.")
        self.text.setPlainText("\n\n".join(texts) or missing.format(licence=package.licence if package else "MIT"))

    def _make_head(self) -> QHBoxLayout:
        picture = QLabel(self)
        picture.setPixmap(_picture())
        title = QLabel(f"Matting RT {__version__}", self)
        theme.set_role(title, Role.TITLE)
        what = QLabel(
            tr("Puts you in front of any background, live, down to fine hair. All of it happens on this computer."),
            self,
        )
        what.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(theme.TIGHT)
        words.addWidget(title)
        words.addWidget(what)
        head = QHBoxLayout()
        head.setSpacing(theme.LARGE)
        head.addWidget(picture)
        head.addLayout(words, 1)
        return head

    def _make_update_row(self) -> QHBoxLayout:
        """What a press of the button will do stands beside it before; what came of it, afterwards."""
        self.update_line = QLabel(self)
        self.update_line.setWordWrap(True)
        theme.set_role(self.update_line, Role.QUIET)
        self.update_button = QPushButton(tr("Check for updates"), self)
        self.update_button.clicked.connect(self._check_for_updates)
        asked = QUrl(address())
        self.update_button.setEnabled(asked.isValid())
        self.update_line.setText(
            tr(
                "Asks {host} over the internet for the number of the newest version, once, and sends nothing else. "
                "The program never asks by itself."
            ).format(host=asked.host())
            if asked.isValid()
            else tr("This copy does not say where newer versions can be found. The program never asks by itself.")
        )
        self.update_button.setToolTip(self.update_line.text())
        row = QHBoxLayout()
        row.setSpacing(theme.LARGE)
        row.addWidget(self.update_line, 1)
        row.addWidget(self.update_button)
        return row

    def _check_for_updates(self) -> None:
        self.update_button.setEnabled(False)
        self.update_line.setText(tr("Asking …"))
        check = UpdateCheck(address(), self)
        check.answered.connect(self._show_answer)
        check.answered.connect(check.deleteLater)

    def _show_answer(self, said: str) -> None:
        self.update_line.setText(said)
        self.update_button.setEnabled(True)

    def _follow(self, link: QUrl) -> None:
        self.show_licence(link.toString())


def _picture() -> QPixmap:
    return icon("app").pixmap(QSize(_ICON_SIDE, _ICON_SIDE))


def _write_overview(packages: list[Package]) -> str:
    own = tr(
        "The program is free software under the <a href='{link}'>MIT licence</a>; the network that finds people is "
        "under Apache-2.0. This window uses PyQt6, which is under the GPL, version 3: who passes on the program with "
        "its window passes on the whole under that."
    ).format(link=_OWN)
    rows = "".join(
        f"<tr><td><a href='{escape(each.name)}'>{escape(each.name)}</a></td>"
        f"<td>{escape(each.version)}</td><td>{escape(each.licence)}</td></tr>"
        for each in packages
    )
    python = f"<tr><td>Python</td><td>{platform.python_version()}</td><td>PSF-2.0</td></tr>"
    return f"<p>{own}</p><table cellpadding='4'>{python}{rows}</table>"
