"""What a person chooses for a job: as the panel for new videos, and as the dialog of one job."""

from dataclasses import replace
from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.batch.choices import BackdropChoice, FolderChoice, PlateChoice
from gui.batch.jobs import FROM_VIDEO, NO_PLATE, JobSettings, OutputFormat
from gui.look import theme
from gui.look.language import mark, tr, with_keys
from gui.look.theme import Role

_SWITCHES = {
    # field of `JobSettings`: (what it is called, what it does)
    "writes_alpha": (mark("Also write the &alpha"), mark("A second, grey video: white where the person is")),
    "is_steady": (
        mark("&Steady edges"),
        mark("Average edges that stand still over some frames, so that they do not flicker"),
    ),
}


class SettingsForm(QWidget):
    """Shows `settings`, and tells when the person has changed them."""

    changed = pyqtSignal(object)
    """The new `JobSettings`."""

    def __init__(self, settings: JobSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.plate, self.backdrop, self.folder = PlateChoice(self), BackdropChoice(self), FolderChoice(self)
        self.output_format = QComboBox(self)
        self.output_format.setAccessibleName(tr("Format"))
        self.output_format.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.output_format.setMinimumContentsLength(8)
        for kind in OutputFormat:
            if kind is not OutputFormat.LISTED:
                self.output_format.addItem(tr(kind.label), kind)
        self.switches = {name: self._make_switch(name) for name in _SWITCHES}
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        theme.set_role(self.hint, Role.QUIET)
        self._lay_out()
        self.show_settings(settings)
        self.plate.chosen.connect(lambda value: self._change(plate=value))
        self.backdrop.chosen.connect(lambda value: self._change(backdrop=value))
        self.folder.chosen.connect(lambda value: self._change(folder=value))
        self.output_format.activated.connect(
            lambda index: self._change(output_format=self.output_format.itemData(index))
        )

    def show_settings(self, settings: JobSettings) -> None:
        """Show other settings; nobody is told."""
        self.settings = settings
        self.plate.set_value(settings.plate)
        self.backdrop.set_value(settings.backdrop)
        self.folder.set_value(settings.folder)
        if self.output_format.findData(settings.output_format) < 0:
            self.output_format.addItem(tr(settings.output_format.label), settings.output_format)
        self.output_format.setCurrentIndex(self.output_format.findData(settings.output_format))
        is_transparent = settings.output_format.is_transparent
        self.backdrop.setEnabled(not is_transparent)
        for name, switch in self.switches.items():
            is_possible = not (is_transparent and name == "writes_alpha")
            switch.setEnabled(is_possible)
            switch.setChecked(is_possible and getattr(settings, name))
        self.hint.setText(_hint(settings))

    def _make_switch(self, name: str) -> QCheckBox:
        words, help_ = _SWITCHES[name]
        switch = QCheckBox(tr(words), self)
        switch.setToolTip(with_keys(tr(help_), switch.text()))
        switch.clicked.connect(lambda checked: self._change(**{name: checked}))
        return switch

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(theme.SMALL)
        form.setVerticalSpacing(theme.SMALL)
        for name, control in (
            (tr("&Plate"), self.plate),
            (tr("&Background"), self.backdrop),
            (tr("&Format"), self.output_format),
            (tr("Save &to"), self.folder),
        ):
            label = QLabel(name, self)
            label.setBuddy(control)
            theme.set_role(label, Role.QUIET)
            label.setMinimumWidth(max(theme.LABEL_WIDTH, label.sizeHint().width()))
            label.setMinimumHeight(theme.CONTROL_HEIGHT)
            form.addRow(label, control)
        for switch in self.switches.values():
            form.addRow(switch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(form)
        layout.addWidget(self.hint)

    def _change(self, **values: Any) -> None:
        self.show_settings(replace(self.settings, **values))
        self.changed.emit(self.settings)


def _hint(settings: JobSettings) -> str:
    if settings.plate == NO_PLATE:
        return tr("Edges are rough until the room is known; only people are kept.")
    if settings.plate != FROM_VIDEO:
        return tr("The plate must show the same view as the video, without the people.")
    return tr("A plate from the video works best if every part of the room is visible now and then.")


class JobSettingsDialog(QDialog):
    """The settings of one job."""

    def __init__(self, name: str, settings: JobSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings for {video}").format(video=name))
        self.setMinimumWidth(400)
        self.form = SettingsForm(settings, self)
        use, leave = QPushButton(tr("&Apply"), self), QPushButton(tr("Cancel"), self)
        theme.set_role(use, Role.PRIMARY)
        use.setDefault(True)
        use.clicked.connect(self.accept)
        use.setToolTip(with_keys(tr("Apply these settings to the video"), "Return"))
        leave.clicked.connect(self.reject)
        leave.setToolTip(with_keys(tr("Keep the settings unchanged"), "Esc"))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SMALL)
        buttons.addStretch()
        buttons.addWidget(leave)
        buttons.addWidget(use)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.HUGE, theme.HUGE, theme.HUGE, theme.LARGE)
        layout.setSpacing(theme.LARGE)
        layout.addWidget(self.form)
        layout.addStretch()
        layout.addLayout(buttons)
