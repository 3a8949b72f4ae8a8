"""*Set up …*: says what will be done, lets it be done, and says what came of it; or undoes it."""

import os
from collections.abc import Callable
from html import escape
from pathlib import Path

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QDialog, QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui.look import theme
from gui.look.command_box import CommandBox
from gui.look.labels import Paragraph
from gui.look.language import line_of, tr, with_keys
from gui.look.theme import Role
from gui.virtual_camera.details import Details
from gui.virtual_camera.script_run import ScriptRun
from matting_rt.virtual_camera.facts import examine
from matting_rt.virtual_camera.progress import Failure, Progress
from matting_rt.virtual_camera.running import plan_call, root_call, script_text, undo_plan

_WIDTH, _CHARACTERS = 520, 66
"""Of its texts, in pixels and in letters: whichever is more."""


class SetUpDialog(QDialog):
    """Show it with `open`. It may be closed at any time: what the script has begun it ends, and until then it is only
    hidden, so that `open` shows how far it is.
    """

    changed = pyqtSignal()
    """A virtual camera was set up, or undone."""
    window_wanted = pyqtSignal()
    """A window is to be shared instead."""
    working_changed = pyqtSignal(bool)
    """Whether the script is at work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Virtual camera"))
        width = max(_WIDTH, _CHARACTERS * self.fontMetrics().averageCharWidth())
        self.heading, self.text, self.plan = (Paragraph(width, self) for _ in range(3))
        self.heading.setFont(theme.title_font(self.font()))
        self.warning = Paragraph(width - 2 * theme.MEDIUM, self)
        self._notice = QFrame(self)
        theme.set_role(self._notice, Role.NOTICE)
        notice = QVBoxLayout(self._notice)
        notice.setContentsMargins(theme.MEDIUM, theme.SMALL, theme.MEDIUM, theme.SMALL)
        notice.addWidget(self.warning)
        self.bar, self.command, self.details = QProgressBar(self), CommandBox(self), Details(self)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.share = self._make_button(
            tr("Share a &window instead"), tr("A window shows what others are to see; share it in the meeting")
        )
        self.undo = self._make_button(tr("&Remove …"), tr("Remove what was installed and written for it"))
        self.leave = self._make_button(tr("Close"), tr("Close"), "Esc")
        self.go = self._make_button("", tr("The system asks for your password"))
        theme.set_role(self.go, Role.PRIMARY)
        self._do: Callable[[], None] = self.set_up
        self._is_working = False
        self.share.clicked.connect(self._share)
        self.undo.clicked.connect(self._offer_undo)
        self.leave.clicked.connect(self.reject)
        self.finished.connect(self._go)
        self.go.clicked.connect(lambda: self._do())
        self._lay_out()
        self.run = self._begin(plan_call(), self._show_plan)
        self._say(tr("Virtual camera"), tr("Looking at this computer …"))

    def _make_button(self, text: str, tip: str, keys: str = "") -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(with_keys(tip, keys or text) if keys or "&" in text else tip)
        return button

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SMALL)
        buttons.addWidget(self.share)
        buttons.addWidget(self.undo)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.HUGE, theme.LARGE, theme.HUGE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        for widget in (self.heading, self.text, self.plan, self._notice, self.bar, self.command, self.details):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)

    # --- what is done

    def set_up(self) -> None:
        """Do it; the system asks for the password."""
        self._say(tr("Setting up the virtual camera"), _waiting())
        self._work("set-up", self._show_ready)

    def take_back(self) -> None:
        """Undo it; the system asks for the password."""
        self._say(tr("Removing the virtual camera"), _waiting())
        self._work("undo", self._show_removed)

    def _work(self, verb: str, done: Callable[[Progress], None]) -> None:
        self.bar.show()
        self.details.show_text(tr("Details"), "")
        self.run = self._begin(root_call(verb, has_terminal=False), done)
        self._is_working = True
        self.working_changed.emit(True)

    def _begin(self, call: list[str], done: Callable[[Progress], None]) -> ScriptRun:
        self._done = done
        run = ScriptRun(call)
        # slots of the dialog, no lambda: a run that outlives the dialog must not reach it
        run.changed.connect(self._show_progress)
        run.ended.connect(self._end)
        run.start()
        return run

    def _end(self) -> None:
        was_working, self._is_working = self._is_working, False
        self._done(self.run.progress)
        if not was_working:
            return
        self.working_changed.emit(False)
        if self.isHidden():
            if self.run.progress.failure is None:
                self.deleteLater()
            else:  # nobody would know
                self.open()

    def _go(self) -> None:
        if not self._is_working:
            self.deleteLater()

    def _share(self) -> None:
        self.window_wanted.emit()
        self.accept()

    # --- what is shown

    def _say(self, heading: str, text: str) -> None:
        """Begin a page: what only some of them have is hidden."""
        self.heading.setText(heading)
        self.text.setText(text[:1].upper() + text[1:])
        for widget in (self.plan, self._notice, self.bar, self.details, self.share, self.undo, self.go):
            widget.hide()
        self.command.show_command(None)

    def _offer(self, text: str, do: Callable[[], None], role: Role = Role.PRIMARY) -> None:
        self._do = do
        self.go.setText(text)
        theme.set_role(self.go, role)
        self.go.show()
        self.go.setFocus()

    def _show_list(self, lines: list[str]) -> None:
        points = "".join(f"<li style='margin-bottom: 2px'>{escape(line_of(each))}</li>" for each in lines)
        self.plan.setText(f"<ul style='-qt-list-indent: 0; margin: 0 0 0 14px'>{points}</ul>")
        self.plan.setVisible(bool(lines))

    def _show_plan(self, progress: Progress) -> None:
        if progress.failure is not None:
            self._show_failure(progress.failure, tr("The virtual camera cannot be set up now"), self._look_again)
        elif not progress.plan:
            self._show_present()
        else:
            text = tr(
                "Meetings, browsers and OBS see you through a virtual camera. This sets one up for good; "
                "the system asks for your password and then does, as administrator:"
            )
            self._say(tr("Set up the virtual camera"), text)
            self._show_list(progress.plan)
            self.warning.setText("\n".join(map(line_of, progress.warnings)))
            self._notice.setVisible(bool(progress.warnings))
            self.details.show_text(tr("The script that does it"), script_text())
            self.share.show()
            self._offer(tr("&Set up"), self.set_up)

    def _look_again(self) -> None:
        self.run = self._begin(plan_call(), self._show_plan)

    def _show_present(self) -> None:
        is_ours = examine(Path("/"), os.uname().release).is_ours
        if is_ours:
            self._say(tr("The virtual camera is set up"), tr("It is there after each restart, too."))
        else:
            text = tr("It was not set up by Matting RT, which uses it and leaves it as it is.")
            self._say(tr("There is a virtual camera"), text)
        self.undo.setVisible(is_ours)

    def _offer_undo(self) -> None:
        self._say(tr("Remove the virtual camera?"), tr("The system asks for your password. This will:"))
        self._show_list(undo_plan().plan)
        self._offer(tr("&Remove"), self.take_back, Role.DANGER)

    def _show_progress(self) -> None:
        progress = self.run.progress
        if progress.step:
            self.text.setText(line_of(progress.step))
        self.details.append(progress.log)

    def _show_ready(self, progress: Progress) -> None:
        self.changed.emit()
        if progress.failure is not None:
            self._show_failure(progress.failure, tr("The virtual camera could not be set up"), self.set_up)
            return
        text = tr(
            "Press “Start virtual camera”, and choose “{name}” as your camera in the meeting. It is there after each "
            "restart, too. A meeting or browser that is open already may have to be started again to see it."
        )
        self._say(tr("The virtual camera is ready"), text.format(name=_name_of(progress.device)))
        self.leave.setFocus()

    def _show_removed(self, progress: Progress) -> None:
        self.changed.emit()
        if progress.failure is not None:
            self._show_failure(progress.failure, tr("The virtual camera could not be removed"), self.take_back)
            return
        self._say(tr("The virtual camera is removed"), tr("You can set it up again at any time."))
        self.leave.setFocus()

    def _show_failure(self, failure: Failure, heading: str, again: Callable[[], None]) -> None:
        log = self.run.progress.log
        self._say(tr("One step is left") if failure.is_last_step else heading, line_of(failure.text))
        self.command.show_command(failure.command)
        if log:
            self.details.show_text(tr("Details"), "\n".join(log))
        self.share.show()
        if not failure.is_last_step:
            self._offer(tr("&Try again"), again)


def _waiting() -> str:
    return tr("Waiting for your password …")


def _name_of(device: str) -> str:
    """As other programs list it."""
    try:
        return (Path("/sys/class/video4linux") / Path(device).name / "name").read_text(encoding="utf-8").strip()
    except OSError:
        return device
