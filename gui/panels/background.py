"""What the person is put in front of, and how."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.gallery.chooser import BackgroundChooser
from gui.gallery.collection import KEYS, Collection
from gui.gallery.thumbnails import Thumbnails
from gui.look import theme
from gui.look.icons import icon
from gui.look.language import mark, tr, with_keys
from gui.look.theme import Role
from gui.panels.base import Panel
from gui.settings.controls import SettingControl
from gui.settings.store import SettingsStore

_EDGE = ("composite.light_wrap", "composite.edge_feather_px", "composite.edge_choke")
_PLACE = ("composite.person_scale", "composite.person_x", "composite.person_y")
_SHADOW = "composite.shadow"
_LABEL_WIDTH = 96


class BackgroundPanel(Panel):
    """Writes to the store only."""

    def __init__(
        self, store: SettingsStore, thumbnails: Thumbnails | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(mark("Background"), "image", parent)
        self._collection = Collection(store)
        self.chooser = BackgroundChooser(store, thumbnails, parent=self)
        self.adjustments = Adjustments(store, self)
        self.body.addWidget(self.chooser)
        self.body.addWidget(self.adjustments)
        store.changed.connect(self._follow)
        self._follow("backdrop.spec")

    def _follow(self, key: str) -> None:
        if key in KEYS:
            self.set_summary(self._collection.name_of_present())


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
