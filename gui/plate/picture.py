"""A plate as a picture in the window."""

from typing import TYPE_CHECKING

from PyQt6.QtCore import QDateTime, QLocale, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from gui.look import theme
from gui.look.language import tr

if TYPE_CHECKING:
    from matting_rt.plate.store import Plate

_BYTES_PER_PIXEL = 3
_UNKNOWN_GREY = 128
_MOST = QSize(1280, 1280)
"""More is never shown, and would be scaled at each painting."""


def to_image(plate: "Plate") -> QImage:
    """The plate's picture, no larger than it is ever shown; what is not known of it is grey."""
    width, height = plate.size
    pixels = plate.image
    if plate.known is not None:
        pixels = pixels.copy()
        pixels[~plate.known] = _UNKNOWN_GREY
    image = QImage(pixels.tobytes(), width, height, _BYTES_PER_PIXEL * width, QImage.Format.Format_RGB888)
    # converted, it also owns its pixels
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    if width > _MOST.width() or height > _MOST.height():
        image = image.scaled(_MOST, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return image


def when_taken(plate: "Plate") -> str:
    """Such as "taken today at 10:32"; where it is not known, the plate's name."""
    if plate.metadata is None:
        return plate.name
    taken = QDateTime.fromString(plate.metadata.taken_at, Qt.DateFormat.ISODate).toLocalTime()
    if not taken.isValid():
        return plate.name
    time = QLocale().toString(taken.time(), QLocale.FormatType.ShortFormat)
    days = taken.date().daysTo(QDateTime.currentDateTime().date())
    if days == 0:
        return tr("taken today at {time}").format(time=time)
    if days == 1:
        return tr("taken yesterday at {time}").format(time=time)
    date = QLocale().toString(taken.date(), QLocale.FormatType.ShortFormat)
    return tr("taken on {date} at {time}").format(date=date, time=time)


class PlatePicture(QWidget):
    """Shows a picture as large as there is room for, where lines begin, with round corners."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Picture of the plate"))
        self._image: QImage | None = None
        self.is_mirror = False
        """Whether it is shown as in a mirror; used from the next painting on."""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def image(self) -> QImage | None:
        return self._image

    def show_image(self, image: QImage | None) -> None:
        """None: an empty frame."""
        self._image = image
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        if self._image is None:
            return round(width * 9 / 16)
        return round(width * self._image.height() / self._image.width())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(288, self.heightForWidth(288))

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        image = self._image
        ratio = QSize(16, 9) if image is None else image.size()
        target = QRectF(0, 0, 0, 0)
        target.setSize(ratio.toSizeF().scaled(self.size().toSizeF(), Qt.AspectRatioMode.KeepAspectRatio))
        target.moveTop((self.height() - target.height()) / 2)
        if self.isRightToLeft():
            target.moveRight(self.width())
        shape = QPainterPath()
        shape.addRoundedRect(target, theme.RADIUS, theme.RADIUS)
        painter.setClipPath(shape)
        if image is None:
            painter.fillRect(target, QColor(theme.colours().field))
        else:
            # shrunk first: painting takes four pixels for each and would let fine detail flicker
            size = (target.size() * self.devicePixelRatioF()).toSize()
            smooth = Qt.TransformationMode.SmoothTransformation
            shown = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            painter.drawImage(target, shown.mirrored(True, False) if self.is_mirror else shown)
        painter.setClipping(False)
        painter.setPen(QPen(QColor(theme.colours().border), 1))
        painter.drawRoundedRect(target.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
