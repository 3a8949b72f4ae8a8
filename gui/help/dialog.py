"""The help: every key, the words explained, and what to do when something is wrong."""

from collections.abc import Iterable
from html import escape

from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from gui.help.topics import TROUBLES, WORDS, Topic
from gui.live.hold_to_view import HELD_VIEWS
from gui.look import theme
from gui.look.language import tr


class HelpDialog(QDialog):
    """Three pages of text, for beside the window, so that one can do what they say."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        """`actions`: what can be done anywhere in the window, with their keys."""
        super().__init__(parent)
        self.setWindowTitle(tr("Help"))
        self.resize(theme.size_in_text(560, 560))
        self.pages = QTabWidget(self)
        bar = self.pages.tabBar()
        assert bar is not None
        for widget in (self.pages, bar):
            widget.setAccessibleName(tr("Pages"))
        for title, html in (
            (tr("Keys"), _write_keys(actions)),
            (tr("Words"), _write_topics(WORDS)),
            (tr("Something is wrong"), _write_topics(TROUBLES)),
        ):
            page = QTextBrowser(self)
            document = page.document()
            assert document is not None
            document.setDocumentMargin(theme.MEDIUM)
            page.setHtml(html)
            page.setAccessibleName(title)
            self.pages.addTab(page, title)
        buttons = QDialogButtonBox(self)
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.HUGE, theme.LARGE, theme.HUGE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(self.pages, 1)
        layout.addWidget(buttons)


def _write_keys(actions: Iterable[QAction]) -> str:
    rows = [(action.shortcut(), action.text().rstrip(" …")) for action in actions if not action.shortcut().isEmpty()]
    rows += [(QKeySequence(each.key), tr(each.help)) for each in HELD_VIEWS]
    lines = (
        f"<tr><td><b>{escape(keys.toString(QKeySequence.SequenceFormat.NativeText))}</b></td>"
        f"<td>{escape(text)}</td></tr>"
        for keys, text in rows
    )
    return f"<table cellpadding='5'>{''.join(lines)}</table>"


def _write_topics(topics: Iterable[Topic]) -> str:
    return "".join(f"<h4>{escape(tr(each.title))}</h4><p>{escape(tr(each.text))}</p>" for each in topics)
