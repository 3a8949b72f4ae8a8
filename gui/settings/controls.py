"""Controls that are made from what the schema says of a setting, and stay what the store says."""

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QSignalBlocker, Qt
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QToolButton,
    QWidget,
)

from gui.look import theme
from gui.look.icons import icon
from gui.look.language import tr
from gui.look.theme import Role
from gui.settings.schema import setting
from gui.settings.setting import Kind
from gui.settings.store import SettingsStore

LIST_STYLE = """
QListWidget { padding: 4px; }
QListWidget::item { padding: 0 8px; border-radius: 6px; min-height: 32px; }
QListWidget::item:selected { background: palette(highlight); color: palette(highlighted-text); }
"""
"""Of lists to choose one thing from."""
_VALUE_WIDTH = 52
"""Of the longest value beside a slider, such as -100 %."""
_UNFILLED = "QSlider::sub-page:horizontal, QSlider::add-page:horizontal { background: transparent; }"
_LEAST_LETTERS = 12
"""Of a choice."""
_RESET_SIDE = 24


class SettingControl(QWidget):
    """One setting: a control, its value where that is not seen in it, and a reset that shows while it is not the
    default. For a switch, the label is part of the control.
    """

    def __init__(self, store: SettingsStore, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self.setting = store, setting(key)
        self._show: Callable[[Any], None]
        self._value = QLabel(self)
        self._value.hide()
        self.control = self._build()
        self.control.setAccessibleName(self.setting.label)
        self.control.setAccessibleDescription(self.setting.help)
        self.control.setToolTip(self.setting.help)
        self.setFocusProxy(self.control)
        self.reset = reset_button(self.setting.label, self)
        self.reset.clicked.connect(lambda: store.reset(key))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.TIGHT)
        row.addWidget(self.control, 1)
        row.addWidget(self._value)
        row.addWidget(self.reset)
        store.changed.connect(self._follow)
        self._follow(key)

    @property
    def shown_value(self) -> str:
        """What is read beside the control, or in it."""
        return self._value.text()

    def _follow(self, key: str) -> None:
        if key != self.setting.key:
            return
        value = self._store.value(key)
        # what the store says is not said to it again
        with QSignalBlocker(self.control):
            self._show(value)
        text = self.setting.to_text(value)
        self._value.setText(text)
        self.reset.setVisible(value != self.setting.default)

    def _set(self, value: Any) -> None:
        is_slider = self.setting.kind is Kind.SLIDER  # which is moved step by step by keys and wheel
        with self._store.history.gesture(self.setting.label, is_gradual=is_slider):
            self._store.set(self.setting.key, value)

    def _build(self) -> QWidget:
        match self.setting.kind:
            case Kind.SWITCH:
                return self._build_switch()
            case Kind.SLIDER:
                return self._build_slider()
            case Kind.CHOICE | Kind.NAME:
                return self._build_choice()
        raise ValueError(f"{self.setting.key} is shown by something of its own")

    def _build_switch(self) -> QWidget:
        box = QCheckBox(self.setting.label, self)
        box.toggled.connect(self._set)
        self._show = box.setChecked
        return box

    def _build_slider(self) -> QWidget:
        known = self.setting.info
        assert known.low is not None, self.setting.key
        assert known.high is not None, self.setting.key
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(round(known.low / known.step), round(known.high / known.step))
        slider.setPageStep(max(1, (slider.maximum() - slider.minimum()) // 20))
        if known.low < 0:  # filled from one end, the middle would look like half of something
            slider.setStyleSheet(_UNFILLED)
        slider.valueChanged.connect(lambda steps: self._set(round(steps * known.step, 6)))
        drag_as_one_step(slider, self.setting.label, self._store)
        self._show = lambda value: slider.setValue(round(value / known.step))
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._value.setMinimumWidth(_VALUE_WIDTH)
        theme.set_role(self._value, Role.QUIET)
        self._value.show()
        return slider

    def _build_choice(self) -> QWidget:
        box = QComboBox(self)
        # as wide as its place, however long its choices are in a language
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_LEAST_LETTERS)
        for value, text in self.setting.choices:
            box.addItem(tr(text), value)
        self._show = lambda value: _choose(box, value)
        if self.setting.kind is Kind.NAME:
            box.setEditable(True)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            edit = box.lineEdit()
            assert edit is not None
            edit.editingFinished.connect(lambda: self._set(_named(box)))
        box.activated.connect(lambda index: self._set(box.itemData(index)))
        return box


def _choose(box: QComboBox, value: Any) -> None:
    if box.findData(value) < 0:  # such as from a file that was written by hand
        box.addItem(str(value), value)
    box.setCurrentIndex(box.findData(value))


def _named(box: QComboBox) -> str:
    """What an editable box holds: the value of a suggestion, or what was typed."""
    text = box.currentText().strip()
    index = box.findText(text)
    return str(box.itemData(index)) if index >= 0 else text


def drag_as_one_step(slider: QSlider, name: str, store: SettingsStore) -> None:
    """Have a drag undone at once, whatever it passes."""
    slider.sliderPressed.connect(lambda: store.history.begin(name))
    slider.sliderReleased.connect(store.history.end)


def reset_button(label: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    theme.set_role(button, Role.FLAT)
    button.setIcon(icon("undo"))
    button.setStyleSheet("padding: 0; min-height: 0;")
    button.setFixedSize(theme.in_text(_RESET_SIDE), theme.in_text(_RESET_SIDE))
    # its place stays taken, so that nothing moves when it appears
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
    help_ = tr("Reset {setting}").format(setting=label)
    button.setToolTip(help_)
    button.setAccessibleName(help_)
    return button
