"""What the placeholder says, in the language and the font of the window."""

from typing import TYPE_CHECKING

import numpy as np
from PyQt6.QtCore import QPoint
from PyQt6.QtGui import QFont, QFontMetrics, QImage, QPainter

from gui.look.language import tr

if TYPE_CHECKING:
    from matting_rt.frame import Image

_TRIAL_PX = 100


def draw_text(text: str, capital_px: int) -> "Image":
    """As `matting_rt.compositing.placeholder.DrawText` says; `text` is English. From any thread."""
    font = QFont()
    font.setPixelSize(_TRIAL_PX)
    font.setPixelSize(max(1, round(_TRIAL_PX * capital_px / QFontMetrics(font).capHeight())))
    line, metrics = tr(text), QFontMetrics(font)
    box = metrics.boundingRect(line)
    image = QImage(max(1, box.width() + 2), max(1, box.height() + 2), QImage.Format.Format_Alpha8)
    image.fill(0)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(QPoint(1, 1) - box.topLeft(), line)
    painter.end()
    bits = image.constBits()
    assert bits is not None, "the image has been painted on"
    rows: Image = np.frombuffer(bits.asstring(image.sizeInBytes()), np.uint8)
    return rows.reshape(image.height(), image.bytesPerLine())[:, : image.width()].copy()
