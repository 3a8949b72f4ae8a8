"""What a job says of itself."""

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QLabel, QStyle, QWidget

from gui.look import theme
from gui.look.theme import Tone

_MAY_BREAK = "/\u200b"
"""A path may be broken after each of its folders."""


class ToneLabel(QLabel):
    """Sentences in the colour of how something is, over as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tone = Tone.IDLE
        self.line = ""
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def show_line(self, line: str, tone: Tone) -> None:
        if (line, tone) != (self.line, self.tone):
            self.line, self.tone = line, tone
            self.setText(line.replace("/", _MAY_BREAK))
            self.setAccessibleName(line)
            self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setPen(theme.tone_colour(self.tone))
        side = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        painter.drawText(self.rect(), side | Qt.TextFlag.TextWordWrap, self.text())
