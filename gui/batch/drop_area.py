"""Where files are dropped: a frame of dashes around what is there, and around nothing."""

from pathlib import Path

from PyQt6.QtCore import QMimeData, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from gui.look import theme
from gui.look.labels import IconLabel
from gui.look.language import tr
from gui.look.theme import Role


class DropArea(QWidget):
    """Holds `content`, or an invitation in its place; takes files and folders from other programs."""

    dropped = pyqtSignal(object)
    """A list of paths."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._is_aimed_at = False
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._make_invitation())
        self._stack.addWidget(content)
        self._frame = _Dashes(self)
        self._show_frame()

    @property
    def is_empty(self) -> bool:
        return self._stack.currentIndex() == 0

    def set_empty(self, is_empty: bool) -> None:
        """Whether to show the invitation."""
        self._stack.setCurrentIndex(0 if is_empty else 1)
        self._show_frame()

    def _make_invitation(self) -> QWidget:
        box = QWidget(self)
        title = QLabel(tr("Drop videos, a folder or a saved list here"), box)
        theme.set_role(title, Role.TITLE)
        title.setFont(theme.title_font(title.font()))
        hint = QLabel(box)
        hint.setText(tr("Each gets another background and keeps its audio.\nThe videos themselves stay as they are."))
        theme.set_role(hint, Role.QUIET)
        for label in (title, hint):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(theme.HUGE, theme.HUGE, theme.HUGE, theme.HUGE)
        layout.setSpacing(theme.SMALL)
        layout.addStretch()
        layout.addWidget(IconLabel("video", 48, box), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(theme.SMALL)
        layout.addWidget(title)
        layout.addWidget(hint)
        layout.addStretch()
        return box

    def _show_frame(self) -> None:
        self._frame.setVisible(self.is_empty or self._is_aimed_at)
        self._frame.set_strong(self._is_aimed_at)
        self._frame.raise_()

    def _aim(self, is_aimed_at: bool) -> None:
        self._is_aimed_at = is_aimed_at
        self._show_frame()

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        self._frame.setGeometry(self.rect())

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and paths_of(event.mimeData()):
            event.acceptProposedAction()
            self._aim(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent | None) -> None:  # noqa: N802 - Qt's name
        self._aim(False)

    def dropEvent(self, event: QDropEvent | None) -> None:  # noqa: N802 - Qt's name
        self._aim(False)
        if event is not None:
            event.acceptProposedAction()
            self.dropped.emit(paths_of(event.mimeData()))


class _Dashes(QWidget):
    """Lies above all else and lets the mouse through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._is_strong = False

    def set_strong(self, is_strong: bool) -> None:
        self._is_strong = is_strong
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        scheme = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(scheme.accent if self._is_strong else scheme.border)
        painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine, Qt.PenCapStyle.RoundCap))
        if self._is_strong:
            colour.setAlpha(24)
            painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)


def paths_of(data: QMimeData | None) -> list[Path]:
    """The files and folders of this computer among what is dragged."""
    if data is None:
        return []
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
