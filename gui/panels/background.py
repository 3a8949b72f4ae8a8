"""What the person is put in front of, and how."""

from PyQt6.QtCore import QSignalBlocker, Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import (
    QColorDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from gui.files import dialog_filter
from gui.gallery.backgrounds import BLUR, offers, place_of
from gui.gallery.gallery import Gallery
from gui.gallery.thumbnails import Thumbnails
from gui.look import theme
from gui.look.icons import icon
from gui.look.language import mark, tr, with_keys
from gui.look.theme import Role, Tone
from gui.panels.base import Panel
from gui.settings.controls import SettingControl, drag_as_one_step, reset_button
from gui.settings.store import SettingsStore
from matting_rt.compositing.backdrop_spec import DEFAULT_BLUR_SIGMA, parse_backdrop
from matting_rt.errors import UsageError
from matting_rt.image_formats import backdrop_suffixes
from matting_rt.specs import VIDEO_SUFFIXES

_EDGE = ("composite.light_wrap", "composite.edge_feather_px", "composite.edge_choke")
_PLACE = ("composite.person_scale", "composite.person_x", "composite.person_y")
_SHADOW = "composite.shadow"
_STRONGEST_BLUR = 40
_LABEL_WIDTH = 96
_SUFFIXES = backdrop_suffixes() | VIDEO_SUFFIXES


class BackgroundPanel(Panel):
    """Writes to the store only."""

    def __init__(
        self, store: SettingsStore, thumbnails: Thumbnails | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(mark("Background"), "image", parent)
        self._store = store
        self.chooser = BackgroundChooser(store, thumbnails, self)
        self.adjustments = Adjustments(store, self)
        self.body.addWidget(self.chooser)
        self.body.addWidget(self.adjustments)
        store.changed.connect(self._follow)
        self._follow("backdrop.spec")

    def _follow(self, key: str) -> None:
        if key == "backdrop.spec":
            self.set_summary(name_of(self._store))


def name_of(store: SettingsStore) -> str:
    """What the background in use is called."""
    spec = store.config.backdrop.spec
    return next(
        (each.name for each in offers(store.program.recent_backgrounds, spec) if each.spec == place_of(spec)), spec
    )


class BackgroundChooser(QWidget):
    """The gallery, the ways into it, and why a file could not be used."""

    def __init__(
        self, store: SettingsStore, thumbnails: Thumbnails | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self.thumbnails = Thumbnails() if thumbnails is None else thumbnails
        self.gallery = Gallery(store, self.thumbnails, self)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.gallery.problem.connect(self._show_problem)
        store.changed.connect(self._forget_problem)
        self.add = QPushButton(tr("&Add …"), self)
        self.add.setIcon(icon("plus"))
        self.add.setToolTip(with_keys(tr("Add images or videos; you can also drop them here"), self.add.text()))
        self.add.clicked.connect(self._ask_for_files)
        self.colour = QPushButton(tr("Co&lour …"), self)
        self.colour.setIcon(icon("palette"))
        self.colour.setToolTip(with_keys(tr("Stand in front of a plain colour"), self.colour.text()))
        self.colour.clicked.connect(self._ask_for_colour)
        self.blur = BlurStrength(store, self)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SMALL)
        buttons.addWidget(self.add, 1)
        buttons.addWidget(self.colour, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self.gallery)
        layout.addWidget(self.problem)
        layout.addWidget(self.blur)
        layout.addLayout(buttons)

    def _show_problem(self, line: str) -> None:
        self.problem.setText(line[:1].upper() + line[1:])
        self.problem.setStyleSheet(f"color: {theme.tone_colour(Tone.BAD).name()}")
        self.problem.show()

    def _forget_problem(self, key: str) -> None:
        if key == "backdrop.spec":
            self.problem.hide()

    def _ask_for_files(self) -> None:
        dialog = QFileDialog(self, tr("Add backgrounds"), filter=dialog_filter(tr("Images and videos"), _SUFFIXES))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.gallery.add_files)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _ask_for_colour(self) -> None:
        """The colour is seen behind the person while it is looked for, and only kept when it is accepted."""
        before, history = self._store.config.backdrop.spec, self._store.history
        history.begin(tr("Colour of the background"))
        dialog = QColorDialog(_colour_of(before), self)
        dialog.setWindowTitle(tr("Colour of the background"))
        dialog.currentColorChanged.connect(lambda colour: self._store.set("backdrop.spec", colour.name()))
        dialog.colorSelected.connect(lambda colour: self._store.choose_background(colour.name()))
        dialog.rejected.connect(lambda: self._store.set("backdrop.spec", before))
        dialog.finished.connect(history.end)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _colour_of(spec: str) -> QColor:
    try:
        background = parse_backdrop(spec)
    except UsageError:
        return QColor("#4a6fa5")
    colour = background.kind.colour
    return QColor(*colour(background.value)) if colour is not None else QColor("#4a6fa5")


class BlurStrength(QWidget):
    """How far out of focus the room is; seen while it is what the person stands in front of."""

    def __init__(self, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        label = QLabel(tr("Strength"), self)
        theme.set_role(label, Role.QUIET)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(2, _STRONGEST_BLUR)
        self.slider.setAccessibleName(tr("Strength of the blur"))
        self.slider.valueChanged.connect(self._set)
        drag_as_one_step(self.slider, tr("Strength of the blur"), store)
        label.setBuddy(self.slider)
        label.setMinimumWidth(_LABEL_WIDTH)
        self.reset = reset_button(tr("Strength"), self)
        self.reset.clicked.connect(lambda: store.set("backdrop.spec", BLUR))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL)
        row.addWidget(label)
        row.addWidget(self.slider, 1)
        row.addWidget(self.reset)
        store.changed.connect(self._follow)
        self._follow("backdrop.spec")

    def _set(self, sigma: int) -> None:
        with self._store.history.gesture(tr("Strength of the blur"), is_gradual=True):
            self._store.set("backdrop.spec", f"{BLUR}:{sigma}")

    def _follow(self, key: str) -> None:
        if key != "backdrop.spec":
            return
        spec = self._store.config.backdrop.spec
        self.setVisible(place_of(spec) == BLUR)
        if place_of(spec) != BLUR:
            return
        sigma = parse_backdrop(spec).value
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(sigma))
        self.reset.setVisible(sigma != DEFAULT_BLUR_SIGMA)


class Adjustments(QWidget):
    """Edge, light and place of the person, folded away until they are wanted."""

    def __init__(self, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.toggle = QPushButton(tr("Ad&just edge and position"), self)
        theme.set_role(self.toggle, Role.FLAT)
        help_ = tr("Show or hide light wrap, edge, size and position")
        self.toggle.setToolTip(with_keys(help_, self.toggle.text()))
        self.toggle.clicked.connect(lambda: self.unfold(self._content.isHidden()))
        self.controls = {key: SettingControl(store, key, self) for key in (*_EDGE, *_PLACE, _SHADOW)}
        # what is moved to the right is so in the picture too, whatever the direction of reading
        self.controls["composite.person_x"].control.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.reset_all = QPushButton(tr("Restore defaults"), self)
        self.reset_all.setToolTip(tr("Restores the defaults of light, edge, size and position"))
        self.reset_all.clicked.connect(lambda: store.reset(*self.controls))
        self._content = QWidget(self)
        content = QVBoxLayout(self._content)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(theme.TIGHT)
        for key, control in self.controls.items():
            content.addLayout(_row(control) if key != _SHADOW else _alone(control))
        content.addSpacing(theme.TIGHT)
        content.addWidget(self.reset_all, alignment=Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT)
        layout.addWidget(self.toggle, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._content)
        self.unfold(False)

    def unfold(self, is_open: bool) -> None:
        self.toggle.setIcon(icon("chevron-down" if is_open else "chevron-right"))
        self._content.setVisible(is_open)


def _row(control: SettingControl) -> QHBoxLayout:
    label = QLabel(control.setting.label)
    theme.set_role(label, Role.QUIET)
    label.setBuddy(control.control)
    label.setMinimumWidth(_LABEL_WIDTH)
    label.setToolTip(control.setting.help)
    row = QHBoxLayout()
    row.setSpacing(theme.SMALL)
    row.addWidget(label)
    row.addWidget(control, 1)
    return row


def _alone(control: SettingControl) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(control, 1)
    return row
