"""Live video in the window: the picture and its buttons on the left, the panels on the right."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QEvent, QUrl, pyqtSignal
from PyQt6.QtGui import QAction, QColor, QDesktopServices, QIcon
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui.live.controller import LiveController
from gui.live.hold_to_view import HELD_VIEWS, ViewBar
from gui.live.notice_bar import NoticeBar
from gui.live.preview_card import PreviewCard
from gui.live.remedies import Remedy
from gui.live.signals import CameraState
from gui.look import theme
from gui.look.events import on_event
from gui.look.flow import FlowLayout
from gui.look.icons import icon
from gui.look.language import line_of, tr, with_keys
from gui.look.side import SideColumn, stack
from gui.look.theme import Role
from matting_rt.doctor.checks import Finding, Severity
from matting_rt.doctor.probe import VirtualCameraEntry
from matting_rt.live.preview import View
from matting_rt.live.state import LiveState

if TYPE_CHECKING:
    from matting_rt import LiveStatus

_NAMES = {each.view: each.label for each in HELD_VIEWS}
_LIVE_RED = QColor("#c02f2f")
_GREY = QColor(0, 0, 0, 150)
_STEPS = 3
"""From a choice of a camera to the picture: it is opened, the network is made ready, and the picture is there."""


class LivePage(QWidget):
    """Shows what the controller does; what is asked for goes to the controller, or to the window by a signal."""

    plate_wanted = pyqtSignal()
    sample_wanted = pyqtSignal()
    set_up_wanted = pyqtSignal()
    """The virtual camera is to be set up."""
    start_changed = pyqtSignal()
    """`start_text` has changed, though the camera's state has not."""

    def __init__(self, controller: LiveController, panels: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._held: View | None = None
        self._is_starting = False
        self._is_bare = self._is_guided = self._is_compared = self._has_lines = False
        self._recording = ""
        self.is_window_output = False
        """Whether others see a window that is shared, and no virtual camera."""
        self._asked: tuple[str, tuple[Remedy, ...]] = ("", ())
        """The last line with a button, and what may help."""
        self._do_for_card: Callable[[], object] = lambda: None
        self._lack: Finding | None = None
        """Why there is no virtual camera, where it can be set up."""
        self.remedies: Mapping[Remedy, Callable[[], object]] = {Remedy.SET_UP: self.set_up_wanted.emit}
        """What the buttons of notices do; the window has all of them."""
        self.preview_card = PreviewCard(controller, self)
        self.notices = NoticeBar(self)
        self.start = QPushButton(self)
        self.start.setMinimumHeight(40)
        self.start.clicked.connect(self.toggle_output)
        self.view_bar = ViewBar(self)
        self.view_bar.held.connect(self._hold)
        self._pause, self._bare = QToolButton(self), QToolButton(self)
        self._side = SideColumn(stack(panels), self)
        self._add_card_buttons()
        self._lay_out()
        controller.state_changed.connect(lambda state: self.show_state())
        controller.outputs_changed.connect(self._take_outputs)
        controller.notice.connect(self._show_notice)
        controller.file_saved.connect(self._offer_folder)
        controller.failed.connect(self._show_failure)
        controller.status_changed.connect(self._show_status)
        self.preview_card.rough.plate_wanted.connect(self.plate_wanted)
        self.show_state()
        on_event(self, QEvent.Type.PaletteChange, self.show_state)

    # --- parts

    def _lay_out(self) -> None:
        for button in (self._pause, self._bare):
            theme.set_role(button, Role.FLAT)
        controls = FlowLayout(theme.TIGHT)
        controls.addWidget(self.start)
        controls.addWidget(self._pause)
        controls.add_stretch()
        controls.addWidget(self.view_bar)
        controls.addWidget(self._bare)
        self._foot = QWidget(self)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(theme.MEDIUM)
        foot.addLayout(controls)
        left = QVBoxLayout()
        left.setSpacing(theme.MEDIUM)
        left.addWidget(self.preview_card, 1)
        left.addWidget(self._foot)
        row = QHBoxLayout()
        row.setSpacing(theme.LARGE)
        row.addLayout(left, 1)
        row.addWidget(self._side)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.LARGE, theme.SMALL, theme.LARGE, theme.SMALL)
        self._column.setSpacing(theme.MEDIUM)
        self._column.addLayout(row, 1)
        if theme.is_text_large():
            self._column.addWidget(self.notices)  # the whole width: beside the panels a line would need eleven rows
        else:
            foot.insertWidget(0, self.notices)

    def _add_card_buttons(self) -> None:
        card = self.preview_card.card
        self._retry = card.add_button(tr("Try again"), Role.PRIMARY)
        self._retry.setToolTip(tr("It is also retried automatically every few seconds"))
        self._retry.clicked.connect(self._controller.retry)
        self._remedy = card.add_button(tr(Remedy.CHOOSE_CAMERA.value))
        self._remedy.clicked.connect(lambda: self._do_for_card())
        self.sample = card.add_button(tr("Use the sample scene"))
        self.sample.setToolTip(tr("A rendered person in a painted room, to try everything without a camera"))
        self.sample.clicked.connect(self.sample_wanted)

    def set_actions(self, pause: QAction, bare: QAction, compare: QAction) -> None:
        """What the buttons beside the one that starts do."""
        self.view_bar.compare.setDefaultAction(compare)
        self._pause.setDefaultAction(pause)
        self._bare.setDefaultAction(bare)

    # --- what is asked for

    def toggle_output(self) -> None:
        if self.lacks_camera:
            self.set_up_wanted.emit()
            return
        self.start.setEnabled(False)  # until it is known what came of it
        if self._controller.wants_output:
            self._controller.stop_output()
        else:
            self._controller.start_output()

    def set_bare(self, is_bare: bool) -> None:
        """Show nothing but what others see, so that the window can be shared; or everything again."""
        self._is_bare = self.preview_card.preview.is_bare = is_bare
        self.view_bar.hold(None)
        self.view_bar.setEnabled(not is_bare)
        self._side.setVisible(not is_bare)
        self._foot.setVisible(not is_bare)
        self.notices.set_quiet(is_bare)
        across, down = (0, 0) if is_bare else (theme.LARGE, theme.SMALL)
        self._column.setContentsMargins(across, down, across, down)
        self.preview_card.rough.allow(not is_bare)
        self._show_card()
        self._choose_view()
        self.show_recording(self._recording)

    def set_mirrored(self, is_mirror: bool) -> None:
        """Show the camera as in a mirror; the output is so of itself."""
        for preview in (self.preview_card.preview, self.preview_card.comparison.camera):
            preview.is_mirror = is_mirror

    def compare(self, is_compared: bool) -> None:
        """Show the camera left of a handle, and what others see right of it."""
        self._is_compared = is_compared
        self._choose_view()

    def show_safe_areas(self, is_shown: bool) -> None:
        """Show lines to place oneself by."""
        self._has_lines = is_shown
        self._choose_view()

    def show_recording(self, badge: str) -> None:
        """Say on the picture that it is recorded, and for how long; empty: it is not."""
        self._recording = badge
        # a bare picture may be shared: never anything but what others see
        self.preview_card.preview.set_recording("" if self._is_bare else badge)

    def set_guided(self, is_guided: bool) -> None:
        """Leave it to a guide to say what to do first."""
        self._is_guided = is_guided
        self._show_card()

    def _hold(self, view: View | None) -> None:
        self._held = view
        self._choose_view()

    # --- what is shown

    @property
    def start_text(self) -> str:
        """What `toggle_output` does now."""
        if self._controller.wants_output:
            return tr("Stop shared window") if self.is_window_output else tr("Stop virtual camera")
        if self.lacks_camera:
            return tr("Set up virtual camera …")
        return tr("Start shared window") if self.is_window_output else tr("Start virtual camera")

    @property
    def lacks_camera(self) -> bool:
        """Whether the virtual camera has to be set up before it can be started."""
        return self._lack is not None and not self.is_window_output and not self._controller.wants_output

    def _take_outputs(self, outputs: tuple[VirtualCameraEntry, ...], findings: tuple[Finding, ...]) -> None:
        lack = next((each for each in findings if each.can_set_up and each.severity is Severity.MISSING), None)
        if self._lack is not None and outputs:
            name = outputs[0].name
            self.notices.show_notice(tr("The virtual camera “{name}” is there now.").format(name=name))
        if lack != self._lack:
            self._lack = lack
            self.show_state()
            self.start_changed.emit()

    def show_state(self) -> None:
        state, wants = self._controller.state, self._controller.wants_output
        self.start.setEnabled(wants or self._controller.can_start or self.lacks_camera)
        self.start.setText(self.start_text)
        shown = icon("stop" if wants else "play", QColor(theme.colours().on_accent))
        self.start.setIcon(QIcon() if self.lacks_camera else shown)
        help_ = tr("Others no longer see you") if wants else tr("Others see you in front of your background")
        if not self.start.isEnabled():
            is_chosen = state is not CameraState.STOPPED
            help_ = tr("The camera is not open yet") if is_chosen else tr("Choose a camera first")
        if self._lack is not None and self.lacks_camera:
            text = line_of(self._lack.text)
            help_ = text[:1].upper() + text[1:]
        self.start.setToolTip(with_keys(help_, "Ctrl+Return"))
        theme.set_role(self.start, Role.DANGER if wants else Role.PRIMARY)
        if state not in (CameraState.PREVIEWING, CameraState.LIVE):
            self._is_starting = False
            self.preview_card.rough.leave()
        line, remedies = self._asked
        if remedies and self._first_possible(remedies) is None:  # it was answered
            self.notices.withdraw(line)
        self._show_card()
        self._choose_view()

    def _show_status(self, status: "LiveStatus") -> None:
        self.preview_card.rough.look(status)
        is_starting = status.state is LiveState.STARTING
        if is_starting is not self._is_starting:
            self._is_starting = is_starting
            self._show_card()

    def _show_notice(self, line: str, remedies: tuple[Remedy, ...]) -> None:
        session = self._controller.session
        # how a plate is being taken is said where it is taken
        if remedies or session is None or session.status().state is not LiveState.CAPTURING_PLATE:
            self._say(line, remedies, self.notices.show_notice)

    def _show_failure(self, line: str, remedies: tuple[Remedy, ...]) -> None:
        if (self._controller.state, self._controller.message) == (CameraState.FAILED, line):
            return  # it is on the card
        self._say(line, remedies, self.notices.show_error)

    def _say(self, line: str, remedies: tuple[Remedy, ...], say_alone: Callable[[str], None]) -> None:
        """A line with a button for what helps; where nothing does, alone."""
        remedy = self._first_possible(remedies)
        if remedy is None:
            say_alone(line)
        else:
            self._asked = line, remedies
            self.notices.ask(line, tr(remedy.value), self.remedies[remedy])

    def _first_possible(self, remedies: Iterable[Remedy]) -> Remedy | None:
        can = {Remedy.SET_UP: self.lacks_camera, Remedy.SHARE_WINDOW: not self.is_window_output}
        return next((each for each in remedies if each in self.remedies and can.get(each, True)), None)

    def begin(self) -> None:
        """Show the panels from their top, with the focus where most go on."""
        first = self.start if self.start.isEnabled() else self.preview_card.preview
        first.setFocus()
        bar = self._side.verticalScrollBar()
        assert bar is not None
        bar.setValue(0)

    def show_control(self, control: QWidget) -> None:
        """Scroll the panels until it is seen."""
        self._side.ensureWidgetVisible(control)

    def _offer_folder(self, path: Path) -> None:
        folder = QUrl.fromLocalFile(str(path.parent))
        said = tr("Saved {file}").format(file=path.name)
        self.notices.offer(said, tr("Open folder"), lambda: QDesktopServices.openUrl(folder))

    def _show_card(self) -> None:
        say, message = self.preview_card.show_card, self._controller.message
        match self._controller.state:
            case _ if self._is_bare:
                self.preview_card.hide_card()
            case CameraState.STOPPED if self._is_guided:
                say(tr("Your picture appears here"))
            case CameraState.STOPPED:
                say(tr("No camera is on"), tr("Choose one, or try everything with the sample scene."), (self.sample,))
            case CameraState.RESTING:
                say(tr("The camera is off while nobody sees it"))
            case CameraState.OPENING:
                say(message, step=(1, _STEPS))
            case CameraState.FAILED:
                self._show_failed_card(message)
            case _ if self._is_starting:
                say(
                    tr("Preparing the network …"),
                    tr("A few seconds; the first time longer, because the speed of this computer is measured."),
                    step=(_STEPS - 1, _STEPS),
                )
            case _:
                self.preview_card.hide_card()

    def _show_failed_card(self, message: str) -> None:
        controller = self._controller
        title = tr("The camera cannot be used") if controller.is_retried else tr("The picture cannot be shown")
        remedy = self._first_possible(controller.remedies)
        buttons = [self._retry, self.sample]
        if remedy is not None:
            self._remedy.setText(tr(remedy.value))
            self._remedy.setToolTip(tr(remedy.value))
            self._do_for_card = self.remedies[remedy]
            buttons.insert(1, self._remedy)
        self.preview_card.show_card(title, message, tuple(buttons))

    def _choose_view(self) -> None:
        card, state = self.preview_card, self._controller.state
        preview = card.preview
        # a bare picture may be shared: never the camera's, and nothing that others do not see
        is_private = not self._is_bare and state in (CameraState.PREVIEWING, CameraState.LIVE)
        card.comparison.show(is_private and self._is_compared and self._held is None)
        card.safe_areas.setVisible(is_private and self._has_lines)
        if self._is_bare:  # this may be shared: never anything but what others see
            preview.set_view(View.OUTPUT)
            preview.set_badge("", _GREY)
        elif self._held is not None:
            preview.set_view(self._held)
            preview.set_badge(tr("{view}: only you see this").format(view=tr(_NAMES[self._held])), _GREY)
        else:
            preview.set_view(View.OUTPUT)
            badge = tr("Live") if state is CameraState.LIVE else ""
            preview.set_badge(badge, _LIVE_RED)
            card.comparison.camera.set_badge(badge, _LIVE_RED)
