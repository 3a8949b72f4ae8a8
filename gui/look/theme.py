"""How the program looks: one table of colours for light and one for dark, distances, and the style sheet made of them.

Widgets say what they are with `set_role`, and the style sheet does the rest. What is painted by hand asks `colours()`.
"""

from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from string import Template

from PyQt6.QtCore import QMargins, QSize, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPalette
from PyQt6.QtWidgets import QApplication, QWidget

_FOLDER = Path(__file__).parent / "style"

# Distances in device-independent pixels: everything is a multiple of four.
TIGHT = 4
SMALL = 8
MEDIUM = 12
LARGE = 16
HUGE = 24
RADIUS = 8
CONTROL_HEIGHT = 32
ICON_SIDE = 16
"""Of the drawings on buttons, beside text of the usual size."""
_ARROW_SIDE = 14
"""Of that of a choice."""
LABEL_WIDTH = 64
"""Of the names of controls in panels."""
SIDE_WIDTH = 336
"""Of the column of panels, at least; see `gui.look.side`."""
_SCREEN_SHARE = 0.9
"""More than this of a screen no window takes by itself."""


_USUAL_LINE = 15
"""Height of a line of text at its usual size."""
_LARGE_TEXT = 150
"""In percent of that."""


def in_text(pixels: int) -> int:
    """A width that holds as many letters however large the person has set text; never less than `pixels`."""
    return max(pixels, round(pixels * QFontMetrics(QApplication.font()).height() / _USUAL_LINE))


def is_text_large() -> bool:
    """Whether there is no room for text beside a control."""
    return in_text(100) > _LARGE_TEXT


def size_in_text(width: int, height: int) -> QSize:
    """The same for a window, as far as there is room on the screen."""
    screen = QGuiApplication.primaryScreen()
    size = QSize(in_text(width), in_text(height))
    return size if screen is None else size.boundedTo(screen.availableSize() * _SCREEN_SHARE)


class Role(Enum):
    """What a widget is, where its class does not tell."""

    TITLE = "title"
    """A heading."""
    QUIET = "quiet"
    """Text of second rank: hints, states, units."""
    PRIMARY = "primary"
    """The one button that matters here."""
    DANGER = "danger"
    """The primary button while it stops something."""
    PLAIN = "plain"
    """A button like any other, where it is not always one."""
    FLAT = "flat"
    """A button without a frame."""
    ARROW = "arrow"
    """A button that folds and unfolds."""
    CARD = "card"
    """A box that lies on the window."""
    OVERLAY = "overlay"
    """A box that lies on a picture, whatever that shows; its words are white."""
    NOTICE = "notice"
    """A box with something to fix."""
    CODE = "code"
    """A command to copy."""


class Tone(Enum):
    """How something is; always said in words too."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Colours:
    """A scheme: colours as #rrggbb."""

    window: str
    card: str
    field: str
    """Buttons, boxes to type in, grooves."""
    field_hover: str
    border: str
    """Between parts of the window."""
    edge: str
    """Of what can be typed into, chosen or dragged: it has to be found (WCAG 2.1, 1.4.11)."""
    text: str
    quiet: str
    faint: str
    """Of what cannot be used now."""
    accent: str
    accent_hover: str
    on_accent: str
    good: str
    warning: str
    bad: str
    bad_hover: str
    notice: str
    """Behind something to fix."""
    canvas: str
    """Around the picture."""
    on_canvas: str


LIGHT = Colours(
    window="#f4f5f7",
    card="#ffffff",
    field="#eceef2",
    field_hover="#e2e5ea",
    border="#dadde3",
    edge="#7f8592",
    text="#1b1d22",
    quiet="#5d6470",
    faint="#9aa0ab",
    accent="#2460d8",
    accent_hover="#1d50b8",
    on_accent="#ffffff",
    good="#1a7f43",
    warning="#96600a",
    bad="#c02f2f",
    bad_hover="#a52626",
    notice="#fdf4e2",
    canvas="#e7eaef",
    on_canvas="#3b414c",
)
DARK = Colours(
    window="#17191d",
    card="#202329",
    field="#2c3038",
    field_hover="#363b45",
    border="#353a44",
    edge="#737a88",
    text="#eceef2",
    quiet="#a0a7b4",
    faint="#686f7c",
    accent="#6b9bff",
    accent_hover="#86adff",
    on_accent="#0d1526",
    good="#5bc98a",
    warning="#e6b04f",
    bad="#ff8078",
    bad_hover="#ff968f",
    notice="#33291a",
    canvas="#0d0e11",
    on_canvas="#c3c8d2",
)


def colours() -> Colours:
    """Those of the palette that is in use now."""
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def tone_colour(tone: Tone) -> QColor:
    scheme = colours()
    return QColor({Tone.GOOD: scheme.good, Tone.WARNING: scheme.warning, Tone.BAD: scheme.bad}.get(tone, scheme.quiet))


def set_role(widget: QWidget, role: Role) -> None:
    """Say what a widget is; may be called again."""
    widget.setProperty("role", role.value)
    style = widget.style()
    assert style is not None
    style.unpolish(widget)
    style.polish(widget)


def at_line_end(distance: int) -> QMargins:
    """A distance from the scroll bar, which is where lines end: on the right, or the left."""
    return QMargins(distance, 0, 0, 0) if QGuiApplication.isRightToLeft() else QMargins(0, 0, distance, 0)


def follow_system(application: QApplication) -> None:
    """Look as the desktop does, now and when it changes between light and dark."""
    hints = application.styleHints()
    assert hints is not None
    apply(application, _scheme_of(hints.colorScheme()))
    hints.colorSchemeChanged.connect(lambda scheme: apply(application, _scheme_of(scheme)))


def apply(application: QApplication, scheme: Colours) -> None:
    """Show the whole program in a scheme."""
    application.setStyle("Fusion")
    application.setPalette(_palette(scheme))
    application.setStyleSheet(_style_sheet(scheme))


def title_font(font: QFont) -> QFont:
    """`font`, as headings have it."""
    title = QFont(font)
    title.setPointSizeF(font.pointSizeF() * 1.1)
    title.setWeight(QFont.Weight.DemiBold)
    return title


def larger_font(font: QFont, factor: float) -> QFont:
    """`font`, as the headings of whole pages have it."""
    larger = QFont(font)
    larger.setPointSizeF(font.pointSizeF() * factor)
    larger.setWeight(QFont.Weight.DemiBold)
    return larger


def _scheme_of(scheme: Qt.ColorScheme) -> Colours:
    return DARK if scheme is Qt.ColorScheme.Dark else LIGHT


def _palette(scheme: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for name, colour in (
        (role.Window, scheme.window),
        (role.WindowText, scheme.text),
        (role.Base, scheme.card),
        (role.AlternateBase, scheme.field),
        (role.Text, scheme.text),
        (role.Button, scheme.field),
        (role.ButtonText, scheme.text),
        (role.BrightText, scheme.bad),
        (role.Highlight, scheme.accent),
        (role.HighlightedText, scheme.on_accent),
        (role.ToolTipBase, scheme.card),
        (role.ToolTipText, scheme.text),
        (role.PlaceholderText, scheme.quiet),
        (role.Link, scheme.accent),
        (role.Mid, scheme.border),
    ):
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(scheme.faint))
    return palette


def _style_sheet(scheme: Colours) -> str:
    template = (_FOLDER / "sheet.qss").read_text(encoding="utf-8")
    sides = {"icon": f"{in_text(ICON_SIDE)}px", "arrow": f"{in_text(_ARROW_SIDE)}px"}
    return Template(template).substitute(asdict(scheme), folder=_FOLDER.as_posix(), **sides)
