"""The gallery with all the ways into it, and why a file could not be used."""

from PyQt6.QtCore import QSignalBlocker, Qt
from PyQt6.QtGui import QAction, QActionGroup, QColor
from PyQt6.QtWidgets import (
    QApplication,
    QColorDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.files import dialog_filter
from gui.gallery.backgrounds import BLUR, PAINTED, place_of
from gui.gallery.collection import KEYS, SUFFIXES, Collection
from gui.gallery.folders import Folders
from gui.gallery.gallery import Gallery
from gui.gallery.thumbnails import Thumbnails
from gui.look import theme
from gui.look.icons import icon
from gui.look.language import tr, with_keys
from gui.look.theme import Role, Tone
from gui.look.timers import after
from gui.settings.controls import drag_as_one_step, reset_button
from gui.settings.setting import BackgroundOrder
from gui.settings.store import SettingsStore
from matting_rt.compositing.backdrop_spec import DEFAULT_BLUR_SIGMA, parse_backdrop
from matting_rt.errors import UsageError

_STRONGEST_BLUR = 40
_LABEL_WIDTH = 96
_FEW = len(PAINTED) + 12
"""Backgrounds that are found without searching."""


class BackgroundChooser(QWidget):
    """What is said of a file that cannot be used stands below the gallery."""

    def __init__(
        self,
        store: SettingsStore,
        thumbnails: Thumbnails | None = None,
        most_rows: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """
        Args:
            most_rows: of tiles that are seen at once, the others by scrolling; 0: all.
        """
        super().__init__(parent)
        self._store, self._collection = store, Collection(store)
        self.thumbnails = Thumbnails() if thumbnails is None else thumbnails
        self.gallery = Gallery(store, self.thumbnails, most_rows, self)
        self.folders = Folders(store, self.thumbnails, self)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.hide()
        for tiles in (self.gallery, self.folders):
            tiles.problem.connect(lambda line: self._say(line, Tone.BAD))
        self.gallery.hint.connect(lambda line: self._say(line, Tone.IDLE))
        self.add = QPushButton(tr("&Add …"), self)
        self.add.setIcon(icon("plus"))
        self.add.setToolTip(with_keys(tr("Add images or videos; you can also drop them here"), self.add.text()))
        self.add.clicked.connect(self._ask_for_files)
        self.colour = QPushButton(tr("Co&lour …"), self)
        self.colour.setIcon(icon("palette"))
        self.colour.setToolTip(with_keys(tr("Use a plain colour as background"), self.colour.text()))
        self.colour.clicked.connect(self._ask_for_colour)
        self.more = self._make_more()
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search the backgrounds"))
        self.search.setToolTip(tr("Shows only backgrounds whose names contain this text"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.blur = BlurStrength(store, self)
        self._lay_out()
        self._ignoring = after(QApplication.doubleClickInterval(), lambda: self._ignore_clicks(False), self)
        store.changed.connect(self._follow)
        self._offer_search()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SMALL)
        buttons.addWidget(self.add, 1)
        buttons.addWidget(self.colour, 1)
        buttons.addWidget(self.more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(buttons)
        layout.addWidget(self.search)
        layout.addWidget(self.problem)
        layout.addWidget(self.blur)
        layout.addWidget(self.gallery)
        layout.addWidget(self.folders)

    def _make_more(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon("folder"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        help_ = tr("Folders, and the order of your own backgrounds")
        button.setToolTip(help_)
        button.setAccessibleName(help_)
        menu = QMenu(button)
        menu.addAction(icon("plus"), tr("Add a folder …"), self._ask_for_folder)
        menu.addSeparator()
        group = QActionGroup(menu)
        self.orders: dict[BackgroundOrder, QAction] = {}
        for order in BackgroundOrder:
            action = QAction(tr(order.label), group)
            action.setCheckable(True)
            action.triggered.connect(lambda checked, order=order: self._collection.sort(order))
            menu.addAction(action)
            self.orders[order] = action
        menu.aboutToShow.connect(lambda: self.orders[self._collection.order].setChecked(True))
        button.setMenu(menu)
        return button

    def ignore_double_click(self) -> None:
        """It has just appeared beneath the pointer: the second click was for what was there before."""
        self._ignore_clicks(True)
        self._ignoring.start()

    def _ignore_clicks(self, is_ignoring: bool) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, is_ignoring)

    # --- what is shown

    def _say(self, line: str, tone: Tone) -> None:
        self.problem.setText(line[:1].upper() + line[1:])
        self.problem.setStyleSheet(f"color: {theme.tone_colour(tone).name()}")
        self.problem.show()

    def _follow(self, key: str) -> None:
        if key == "backdrop.spec":
            self.problem.hide()
        if key in KEYS:
            self._offer_search()

    def _offer_search(self) -> None:
        count = self.gallery.count() + sum(group.tiles.count() for group in self.folders.groups)
        self.search.setVisible(count > _FEW or bool(self.search.text()))
        if self.search.text():
            self._filter(self.search.text())

    def _filter(self, text: str) -> None:
        found = self.gallery.filter(text) + self.folders.filter(text)
        if text and not found:
            self._say(tr("No background has that name."), Tone.IDLE)
        else:
            self.problem.hide()

    # --- what is added

    def _ask_for_files(self) -> None:
        dialog = QFileDialog(self, tr("Add backgrounds"), filter=dialog_filter(tr("Images and videos"), SUFFIXES))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.gallery.add_files)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self, tr("Add a folder of backgrounds"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._collection.add_folder)
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
