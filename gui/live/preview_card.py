"""The picture with what is said on it: that it is being opened, cannot be, or what to do first."""

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QFrame, QLabel, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gui.live.comparison import Comparison
from gui.live.controller import LiveController
from gui.live.preview import PreviewWidget
from gui.live.rough_edges import RoughEdges
from gui.live.safe_areas import SafeAreas
from gui.look import theme
from gui.look.flow import FlowLayout
from gui.look.language import tr
from gui.look.theme import Role

_CARD_WIDTH = 400


class PreviewCard(QWidget):
    """The preview, at most one card on it, and while edges are rough a line at its lower end."""

    def __init__(self, controller: LiveController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = PreviewWidget(controller, self)
        self.comparison = Comparison(controller, self.preview)
        self.safe_areas = SafeAreas(self.preview)
        self.comparison.handle.raise_()
        self.rough = RoughEdges(self)
        self.rough.resized.connect(self._place)
        self.card = MessageCard(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.preview)

    def show_card(
        self, title: str, text: str = "", buttons: tuple[QPushButton, ...] = (), step: tuple[int, int] | None = None
    ) -> None:
        """Show the card with these words, and those of the buttons that `card.add_button` has made.

        Args:
            step: of something that takes a while: the one that is being done, from 1, and how many there are.
        """
        self.card.show_message(title, text, buttons, step)
        self._place()

    def hide_card(self) -> None:
        """Take the card away."""
        self.card.hide()

    def _place(self) -> None:
        self.rough.fit(self.preview.picture_rect())
        # adjustSize() would leave room for sentences as broken at another width
        width = min(theme.in_text(_CARD_WIDTH), self.width() - 2 * theme.SMALL)
        self.card.setFixedWidth(width)
        self.card.resize(width, min(self.card.height_for(width), self.height()))
        box = self.card.rect()
        box.moveCenter(self.rect().center())
        self.card.move(box.topLeft())

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place()


class MessageCard(QFrame):
    """A heading, a sentence, and buttons for what one can do about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.CARD)
        self._title, self._text = QLabel(self), QLabel(self)
        theme.set_role(self._title, Role.TITLE)
        self._title.setFont(theme.title_font(self.font()))
        for label in (self._title, self._text):
            label.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self._buttons = FlowLayout(theme.SMALL)
        inside = QWidget(self)
        self._layout = layout = QVBoxLayout(inside)
        layout.setContentsMargins(theme.HUGE, theme.LARGE, theme.HUGE, theme.LARGE)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addWidget(self.progress)
        layout.addLayout(self._buttons)
        scroller = QScrollArea(self)  # for large text on a small picture
        scroller.setWidget(inside)
        scroller.setWidgetResizable(True)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroller)
        self.hide()

    def height_for(self, width: int) -> int:
        """What all of it takes where it is so wide."""
        margins = self.contentsMargins()
        return self._layout.totalHeightForWidth(width - margins.left() - margins.right()) + 2 * margins.top()

    @property
    def title(self) -> str:
        return "" if self.isHidden() else self._title.text()

    @property
    def text(self) -> str:
        return "" if self.isHidden() else self._text.text()

    def show_message(
        self, title: str, text: str, buttons: tuple[QPushButton, ...], step: tuple[int, int] | None
    ) -> None:
        """See `PreviewCard.show_card`."""
        self._title.setText(title)
        centre = Qt.AlignmentFlag.AlignHCenter if not (text or buttons) else Qt.AlignmentFlag.AlignLeft
        self._title.setAlignment(centre)
        self._text.setText(text[:1].upper() + text[1:])
        self._text.setVisible(bool(text))
        for index in range(self._buttons.count()):
            item = self._buttons.itemAt(index)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(widget in buttons)
        self.progress.setVisible(step is not None)
        if step is not None:
            self.progress.setRange(0, step[1])
            self.progress.setValue(step[0])
            self.progress.setAccessibleName(tr("Step {number} of {count}").format(number=step[0], count=step[1]))
        self.setAccessibleName(f"{title}. {text}")
        self._layout.activate()
        self.show()

    def add_button(self, text: str, role: Role | None = None) -> QPushButton:
        button = QPushButton(text, self)
        if role is not None:
            theme.set_role(button, role)
        button.hide()
        self._buttons.addWidget(button)
        return button
