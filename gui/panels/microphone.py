"""The microphone whose sound is recorded: which it is, and how loud it hears."""

from PyQt6.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QComboBox, QSizePolicy, QWidget

from gui.look import theme
from gui.look.language import tr
from gui.look.theme import Tone
from gui.settings.store import SettingsStore
from matting_rt.doctor.probe import MicrophoneEntry
from matting_rt.specs import DEFAULT_MICROPHONE

_KEY = "live.microphone"
_LOUD = 0.9
"""From here on, 6 dB below the loudest that can be stored, the meter warns."""


class MicrophoneBox(QComboBox):
    """Chooses one of those that are connected, or none."""

    opened = pyqtSignal()
    """Somebody wants to know which there are now."""

    def __init__(self, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._microphones: tuple[MicrophoneEntry, ...] = ()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self._show_microphones()
        self.activated.connect(lambda index: store.set(_KEY, self.itemData(index)))
        store.changed.connect(lambda key: self._show_microphones() if key == _KEY else None)

    def show_microphones(self, microphones: tuple[MicrophoneEntry, ...]) -> None:
        """Offer those that are connected now."""
        if microphones != self._microphones:
            self._microphones = microphones
            self._show_microphones()

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        self.opened.emit()
        super().showPopup()

    def _show_microphones(self) -> None:
        chosen = self._store.config.live.microphone
        items = {"": tr("No sound"), DEFAULT_MICROPHONE: tr("Default microphone")}
        items |= {each.id: each.name for each in self._microphones}
        items.setdefault(chosen, tr("{microphone} (not connected)").format(microphone=chosen))
        self.blockSignals(True)
        self.clear()
        for microphone, text in items.items():
            self.addItem(text, microphone)
        self.setCurrentIndex(list(items).index(chosen))
        self.blockSignals(False)


class LevelMeter(QWidget):
    """A bar as long as the microphone is loud; hidden while none is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Level of the microphone"))
        self.setToolTip(tr("How loud the microphone hears you; it is open only while you record"))
        self.hide()

    @property
    def level(self) -> float:
        return self._level

    def show_level(self, level: float | None) -> None:
        """0 to 1; None: the microphone is closed."""
        self.setVisible(level is not None)
        if level is not None and level != self._level:
            self._level = level
            self.setAccessibleDescription(f"{level:.0%}")
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(theme.LABEL_WIDTH, theme.SMALL)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(0, self.height() / 2 - 3, self.width(), 6)
        painter.setBrush(QColor(theme.colours().border))
        painter.drawRoundedRect(bar, 3, 3)
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        length = bar.width() * self._level
        bar.setRect(bar.right() - length if is_mirrored else bar.left(), bar.top(), length, bar.height())
        painter.setBrush(theme.tone_colour(Tone.WARNING if self._level > _LOUD else Tone.GOOD))
        painter.drawRoundedRect(bar, 3, 3)
