"""Finds words that are cut off: labels and buttons smaller than what they say, or that reach out of their window."""

from collections.abc import Iterator

from PyQt6.QtCore import QPoint, QRect, Qt
from PyQt6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QScrollArea, QToolButton, QWidget

from gui.look.labels import ElidedLabel

_SLACK = 2
"""Pixels that rounding may take."""
_PADDING = 5
"""Above and below the words of a button, which may be given up."""


def cut_off(root: QWidget) -> list[str]:
    """Lines on the words that one cannot read in full, of what is visible in a window."""
    return [line for widget in root.findChildren(QWidget) if widget.isVisibleTo(root) for line in _faults(widget, root)]


def _faults(widget: QWidget, root: QWidget) -> Iterator[str]:
    if not isinstance(widget, QLabel | QAbstractButton) or isinstance(widget, ElidedLabel) or not widget.text().strip():
        return
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
        return
    name = f"{type(widget).__name__} “{widget.text()[:40]}”"
    needed = widget.minimumSizeHint()
    if isinstance(widget, QLabel) and widget.wordWrap():
        if widget.heightForWidth(widget.width()) > widget.height() + _SLACK:
            yield f"{name} needs a height of {widget.heightForWidth(widget.width())}, has {widget.height()}"
    else:
        if needed.width() > widget.width() + _SLACK:
            yield f"{name} needs a width of {needed.width()}, has {widget.width()}"
        if needed.height() > widget.height() + _PADDING:
            yield f"{name} needs a height of {needed.height()}, has {widget.height()}"
    outside = _beyond(widget, root)
    if outside:
        yield f"{name} {outside}"


def _beyond(widget: QWidget, root: QWidget) -> str:
    """Where it reaches out of what one can see, or scroll to."""
    can_scroll_across = can_scroll_down = False
    inside, at = widget, QRect(QPoint(0, 0), widget.size())
    while inside is not root:
        parent = inside.parentWidget()
        assert parent is not None
        at = at.translated(inside.pos())
        inside = parent
        grandparent = inside.parentWidget()
        if isinstance(grandparent, QScrollArea) and grandparent.viewport() is inside:
            across, down = grandparent.horizontalScrollBar(), grandparent.verticalScrollBar()
            assert across is not None
            assert down is not None
            hidden_bar = grandparent.horizontalScrollBarPolicy().name == "ScrollBarAlwaysOff"
            can_scroll_across = can_scroll_across or (across.maximum() > 0 and not hidden_bar)
            can_scroll_down = can_scroll_down or down.maximum() > 0
            if not can_scroll_across and (at.left() < -_SLACK or at.right() > inside.width() + _SLACK):
                return f"reaches from {at.left()} to {at.right()} of {inside.width()} across"
            if can_scroll_down:
                at.moveTop(0)  # it can be brought there
                at.setHeight(min(at.height(), inside.height()))
        elif isinstance(inside, QAbstractScrollArea):
            return ""
    if not can_scroll_across and (at.left() < -_SLACK or at.right() > root.width() + _SLACK):
        return f"reaches from {at.left()} to {at.right()} of {root.width()} across"
    if not can_scroll_down and (at.top() < -_SLACK or at.bottom() > root.height() + _SLACK):
        return f"reaches from {at.top()} to {at.bottom()} of {root.height()} down"
    return ""
