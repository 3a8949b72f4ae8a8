"""What the buttons of notices do in the window."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QWidget

from gui.live.remedies import Remedy
from gui.panels.base import Panel
from gui.settings.setting import Section
from matting_rt.specs import WINDOW

if TYPE_CHECKING:
    from gui.app.main_window import MainWindow


def remedy_actions(window: "MainWindow") -> Mapping[Remedy, Callable[[], object]]:
    """One for each; all can be called at any time."""
    guide, output = window.first_start, window.output_panel

    def point_to(panel: Panel, control: QWidget, step: int) -> None:
        """Lead to a control, in the guide where that is in place of the panels."""
        if guide.isVisibleTo(window):
            guide.turn_to(step)
        else:
            panel.set_open(True)
            control.setFocus()
            window.live_page.show_control(control)

    camera, background = window.camera_panel, window.background_panel
    return {
        Remedy.CHOOSE_CAMERA: lambda: point_to(camera, camera.device, 0),
        Remedy.CHOOSE_BACKGROUND: lambda: point_to(background, background.chooser.gallery, 2),
        Remedy.CHOOSE_MICROPHONE: lambda: point_to(output, output.microphone, 3),
        Remedy.CHOOSE_FOLDER: output.recording.choose_folder,
        Remedy.CHOOSE_MODEL: lambda: window.dialogs.show_settings_of(Section.QUALITY),
        Remedy.TAKE_PLATE: window.capture_plate,
        Remedy.SET_UP: window.set_up_virtual_camera,
        Remedy.SHARE_WINDOW: lambda: window.store.set("live.output", WINDOW),
        Remedy.DIAGNOSTICS: window.dialogs.show_diagnostics,
    }
