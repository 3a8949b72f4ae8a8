"""Labels that Qt does not have."""

from PyQt6.QtCore import QPointF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PyQt6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from gui.look import theme
from gui.look.icons import icon
from gui.look.theme import Tone

_LAMP = 8
"""Diameter."""


class ElidedLabel(QLabel):
    """One line that takes what room there is; dots stand for what does not fit."""

    def __init__(self, elide: Qt.TextElideMode, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._elide = elide
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def colour(self) -> QColor:
        """Of the words."""
        return self.palette().color(QPalette.ColorRole.WindowText)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setPen(self.colour())
        text = self.fontMetrics().elidedText(self.text(), self._elide, self.width())
        painter.drawText(self.rect(), QStyle.visualAlignment(self.layoutDirection(), self.alignment()), text)


class NameLabel(ElidedLabel):
    """A name; where it does not fit, its middle is left out: both ends of a file's name tell something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.TextElideMode.ElideMiddle, parent)


class StateLabel(ElidedLabel):
    """A few words on how something is, in the colour of that; a tooltip has all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.TextElideMode.ElideRight, parent)
        self.tone = Tone.IDLE

    def colour(self) -> QColor:
        return theme.tone_colour(self.tone)

    def show_state(self, text: str, tone: Tone = Tone.IDLE) -> None:
        if (text, tone) == (self.text(), self.tone):
            return
        self.tone = tone
        self.setText(text)
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.update()


class Lamp(QWidget):
    """A dot in the colour of a state; the words are beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.IDLE
        self._side = theme.in_text(_LAMP)
        self.setFixedSize(self._side + 2, self._side + 2)

    def set_tone(self, tone: Tone) -> None:
        if tone is not self._tone:
            self._tone = tone
            self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tone_colour(self._tone))
        painter.drawEllipse(QPointF(self.width() / 2, self.height() / 2), self._side / 2, self._side / 2)


class IconLabel(QWidget):
    """A drawing of `gui/look/icons`, sharp at every scale and in the colour of text."""

    def __init__(self, name: str, side: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon(name)
        self.setFixedSize(theme.in_text(side), theme.in_text(side))

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        self._icon.paint(QPainter(self), self.rect())


class Paragraph(QLabel):
    """Words that are wrapped at a width, and as high as they need there.

    For windows that are as large as what is in them: those ask no label how high it would be at its width.
    """

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setFixedWidth(width)

    def setText(self, text: str | None) -> None:  # noqa: N802 - Qt's name
        super().setText(text)
        self.setMinimumHeight(self.heightForWidth(self.maximumWidth()))
