"""The pages of the plate wizard; each only shows what it is given, and says what was pressed."""

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QImage, QPainter, QPaintEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from gui.look import theme
from gui.look.flow import FlowLayout
from gui.look.icons import icon
from gui.look.language import tr, with_keys
from gui.look.theme import Role, Tone, larger_font
from gui.plate.picture import PlatePicture
from gui.plate.words import Measured
from gui.settings.controls import SettingControl
from gui.settings.store import SettingsStore

_TEXT_WIDTH = 640
_TONE_ICONS = {Tone.GOOD: "ok", Tone.WARNING: "warning", Tone.BAD: "warning", Tone.IDLE: "info"}


class Page(QWidget):
    """A heading, a sentence, whatever a page adds to `body`, and buttons at the foot, the one that goes on last."""

    def __init__(self, heading: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading, self.text = QLabel(heading, self), QLabel(text, self)
        self.heading.setFont(larger_font(self.font(), 1.7))
        for label in (self.heading, self.text):
            label.setWordWrap(True)
        self.text.setMaximumWidth(theme.in_text(_TEXT_WIDTH))
        theme.set_role(self.text, Role.QUIET)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.MEDIUM)
        self._foot = FlowLayout(theme.SMALL)
        self._foot.add_stretch()
        self._front = QVBoxLayout()
        self._front.setSpacing(theme.SMALL)
        self._front.addWidget(self.heading)
        self._front.addWidget(self.text)
        inside = QWidget(self)
        self._whole = QVBoxLayout(inside)
        self._whole.setContentsMargins(2 * theme.LARGE, 2 * theme.LARGE, 2 * theme.LARGE, theme.LARGE)
        self._whole.setSpacing(theme.SMALL)
        self._whole.addLayout(self._front)
        self._whole.addSpacing(theme.LARGE)
        self._whole.addLayout(self.body, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(_scrolling(inside, self), 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * theme.LARGE, 0, 2 * theme.LARGE, theme.HUGE)
        foot.addLayout(self._foot)
        layout.addLayout(foot)

    def add_button(self, text: str, is_primary: bool = False) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(is_primary)
        if is_primary:
            theme.set_role(button, Role.PRIMARY)
        self._foot.addWidget(button)
        return button


class IntroPage(Page):
    """What is going to happen, and how to be told when."""

    def __init__(self, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Take the plate"),
            tr("The program looks at your empty room once. After that, you are cut out down to fine hair."),
            parent,
        )
        for icon_name, text in (
            (
                "lock",
                tr("Put the camera where it will stay, and set lamps and blinds as they will be in the meeting."),
            ),
            (
                "person",
                tr("Step out of the frame, with your chair if it should stay visible, and cast no shadow into it."),
            ),
            ("timer", tr("Come back after a few seconds, when you hear or see that it is done.")),
        ):
            self.body.addLayout(_advice(icon_name, text))
        self.body.addSpacing(theme.SMALL)
        self.counted = QRadioButton(tr("&Count down"), self)
        self.counted.setChecked(True)
        help_ = tr("The plate is taken when the countdown has ended")
        self.counted.setToolTip(with_keys(help_, self.counted.text()))
        self.automatic = QRadioButton(tr("Wait until I have &left"), self)
        help_ = tr("The plate is taken once you are gone and nothing moves")
        self.automatic.setToolTip(with_keys(help_, self.automatic.text()))
        self.countdown = SettingControl(store, "program.countdown_s", self)
        self.counted.toggled.connect(self.countdown.setEnabled)
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        row.addWidget(self.counted)
        row.addWidget(self.countdown)
        row.addStretch(1)
        self.sound = SettingControl(store, "program.countdown_sound", self)
        self.body.addLayout(row)
        self.body.addWidget(self.automatic)
        self.body.addWidget(self.sound, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.cancel = self.add_button(tr("Cancel"))
        self.start = self.add_button(tr("&Start"), is_primary=True)


class ResultPage(Page):
    """The plate beside the one before, and what was measured."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("The plate is taken"), tr("It is in use already. Come back into the picture."), parent)
        self.before, self.now = PlatePicture(self), PlatePicture(self)
        self.before.setAccessibleName(tr("Previous plate"))
        self.now.setAccessibleName(tr("New plate"))
        self._before_column = _captioned(tr("Before"), self.before, self)
        self._now_column = _captioned(tr("Now"), self.now, self)
        pictures = QHBoxLayout()
        pictures.setSpacing(theme.LARGE)
        pictures.addWidget(self._before_column, 1)
        pictures.addWidget(self._now_column, 1)
        self._measured = QVBoxLayout()
        self._measured.setSpacing(theme.TIGHT)
        self.body.addLayout(pictures, 1)
        self.body.addLayout(self._measured)
        self.undo = self.add_button(tr("&Undo"))
        self.undo.setIcon(icon("undo"))
        self.undo.setToolTip(with_keys(tr("Restore the previous plate"), self.undo.text()))
        self.again = self.add_button(tr("&Try again"))
        self.again.setIcon(icon("retry"))
        self.again.setToolTip(with_keys(tr("Take another one"), self.again.text()))
        self.use = self.add_button(tr("Use &it"), is_primary=True)
        self.use.setToolTip(with_keys(tr("Keep this plate for this camera"), "Return"))
        self.measured: tuple[Measured, ...] = ()

    def show_plate(self, before: QImage | None, now: QImage, measured: tuple[Measured, ...]) -> None:
        """`before`: the picture of the plate that was in use; None: there was none to go back to."""
        self.before.show_image(before)
        self.now.show_image(now)
        self._before_column.setVisible(before is not None)
        self.undo.setVisible(before is not None)
        for caption in self._now_column.findChildren(QLabel):
            caption.setVisible(before is not None)
        has_flaws = any(each.tone is Tone.WARNING for each in measured)
        self.heading.setText(tr("The plate has problems") if has_flaws else tr("The plate is good"))
        self.measured = measured
        while (item := self._measured.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for each in measured:
            line = QWidget(self)
            layout = _advice(_TONE_ICONS[each.tone], each.text, each.tone)
            layout.setContentsMargins(0, 0, 0, 0)
            line.setLayout(layout)
            self._measured.addWidget(line)


class FailurePage(Page):
    """Why there is no plate."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("That did not work"), "", parent)
        self._front.insertWidget(0, _Mark("warning", Tone.WARNING, 40))
        self._whole.setStretch(0, 1)
        self._front.insertStretch(0, 1)
        self.body.addStretch(1)
        self.close_button = self.add_button(tr("Close"))
        self.again = self.add_button(tr("&Try again"), is_primary=True)


class _Mark(QWidget):
    """A drawing in the colour of a tone."""

    def __init__(self, icon_name: str, tone: Tone, side: int = 20) -> None:
        super().__init__()
        self._icon_name, self._tone = icon_name, tone
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        icon(self._icon_name, theme.tone_colour(self._tone)).paint(QPainter(self), self.rect())


def _advice(icon_name: str, text: str, tone: Tone = Tone.IDLE) -> QHBoxLayout:
    """A drawing and a sentence beside it."""
    label = QLabel(text)
    label.setWordWrap(True)
    row = QHBoxLayout()
    row.setSpacing(theme.MEDIUM)
    row.addWidget(_Mark(icon_name, tone), alignment=Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return row


def _scrolling(inside: QWidget, parent: QWidget) -> QScrollArea:
    """For large text in a small window; the buttons below stay in sight."""
    area = QScrollArea(parent)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _captioned(caption: str, picture: PlatePicture, parent: QWidget) -> QWidget:
    column = QWidget(parent)
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.TIGHT)
    label = QLabel(caption, column)
    theme.set_role(label, Role.QUIET)
    layout.addStretch(1)
    layout.addWidget(label)
    layout.addWidget(picture)
    layout.addStretch(1)
    return column
