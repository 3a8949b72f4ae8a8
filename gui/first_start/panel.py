"""The first minutes: camera, plate, background and output in four steps, each of which can be skipped."""

from collections.abc import Callable

from PyQt6.QtCore import QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from gui.first_start.steps import BackgroundStep, CameraStep, OutputStep, PlateStep, Step
from gui.live.controller import LiveController
from gui.look import theme
from gui.look.language import tr, with_keys
from gui.look.theme import Role
from gui.settings.store import SettingsStore

_BAR_HEIGHT = 4


class FirstStart(QFrame):
    """Stands in the column of the panels, in their place, so that the picture beside it shows what each step does.

    Show it while `store.program.is_first_start_done` is False; it sets that, emits `finished`, and is to be hidden.
    """

    finished = pyqtSignal()
    plate_wanted = pyqtSignal()
    """The plate wizard is to be opened."""
    set_up_wanted = pyqtSignal()
    """The virtual camera is to be set up."""

    def __init__(self, store: SettingsStore, controller: LiveController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._controller = store, controller
        theme.set_role(self, Role.CARD)
        self.setAccessibleName(tr("First steps"))
        self.plate = PlateStep(controller)
        self.plate.plate_wanted.connect(self.plate_wanted)
        self.background, self.output = BackgroundStep(store), OutputStep(store, controller)
        self.output.fix.set_up_wanted.connect(self.set_up_wanted)
        # its box with what was pressed is hidden, and the focus must not go to leaving
        self.output.fix.window_wanted.connect(lambda: self.next.setFocus())
        self.steps: tuple[Step, ...] = (
            CameraStep(store, controller),
            self.plate,
            self.background,
            self.output,
        )
        self._pages = QStackedWidget(self)
        self._reserved_width = 0
        for step in self.steps:
            self._pages.addWidget(step)
            step.done_changed.connect(self._show_step)
        self._bar, self.count = _Bar(len(self.steps), self), QLabel(self)
        theme.set_role(self.count, Role.QUIET)
        self.leave = self._make_button(tr("Exit the guide"), Role.FLAT, tr("Set everything up yourself"), self.finish)
        self.back = self._make_button(tr("&Back"), None, tr("Previous step"), lambda: self.turn(-1))
        self.skip = self._make_button(tr("S&kip"), None, tr("Skip this step"), lambda: self.turn(1))
        self.next = self._make_button(tr("&Next"), Role.PRIMARY, tr("Next step"), self._go_on)
        self._lay_out()
        self._show_step()

    def _make_button(self, text: str, role: Role | None, tip: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        if role is not None:
            theme.set_role(button, role)
        button.setToolTip(with_keys(tip, text) if "&" in text else tip)
        button.clicked.connect(lambda: do())
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.leave)
        foot = QHBoxLayout()
        foot.setSpacing(theme.SMALL)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.skip)
        foot.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(head)
        layout.addWidget(self._bar)
        layout.addWidget(self._pages, 1)
        # in a small window a long step would push them out of sight
        layout.insertLayout(2 if theme.is_text_large() else 3, foot)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        """A step that grew as it is shown would move what leads on from under the pointer."""
        super().resizeEvent(event)
        width = self._pages.width()
        if width > self._reserved_width:  # only once for each: the column goes by what is in it, and this by the column
            self._reserved_width = width
            self.background.reserve(width)
            self._pages.updateGeometry()

    @property
    def step(self) -> Step:
        """The one that is shown."""
        return self.steps[self._pages.currentIndex()]

    def finish(self) -> None:
        """Leave the guide for good."""
        self._store.set("program.is_first_start_done", True)
        self.finished.emit()

    def turn(self, by: int) -> None:
        number = self._pages.currentIndex() + by
        if number >= len(self.steps):
            self.finish()
            return
        self.turn_to(number)

    def turn_to(self, number: int) -> None:
        """Show a step, counted from 0."""
        self._pages.setCurrentIndex(number)
        self._show_step()
        self.step.setFocus()

    def _go_on(self) -> None:
        self.step.complete()
        self.turn(1)

    def _show_step(self) -> None:
        number, step = self._pages.currentIndex(), self.step
        self._bar.show_step(number)
        self.count.setText(tr("Step {number} of {count}").format(number=number + 1, count=len(self.steps)))
        self.back.setVisible(number > 0)
        self.skip.setVisible(step.can_be_skipped)
        self.next.setText(step.next_text)
        theme.set_role(self.next, Role.PRIMARY if step.is_next_first else Role.PLAIN)
        self.next.setEnabled(step.is_done)


class _Bar(QWidget):
    """How far it is: a piece for each step."""

    def __init__(self, count: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._count, self._number = count, 0
        self.setFixedHeight(_BAR_HEIGHT)

    def show_step(self, number: int) -> None:
        self._number = number
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        scheme = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = (self.width() - (self._count - 1) * theme.TIGHT) / self._count
        if self.isRightToLeft():
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        for piece in range(self._count):
            painter.setBrush(QColor(scheme.accent if piece <= self._number else scheme.border))
            left = piece * (width + theme.TIGHT)
            painter.drawRoundedRect(QRectF(left, 0, width, _BAR_HEIGHT), _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
