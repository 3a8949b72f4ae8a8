"""Capturing a plate with a person who cannot see the screen meanwhile."""

from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from gui.live.controller import LiveController
from gui.live.signals import CameraState
from gui.look import theme
from gui.look.language import line_of, mark, tr
from gui.look.sounds import Sound, Sounds
from gui.look.timers import every
from gui.plate.capture_page import CapturePage
from gui.plate.pages import FailurePage, IntroPage, ResultPage
from gui.plate.picture import to_image
from gui.plate.words import to_measured
from gui.settings.store import SettingsStore

if TYPE_CHECKING:
    from matting_rt.live.plate_capture import LiveCaptureProgress
    from matting_rt.plate.capture import CapturedPlate
    from matting_rt.plate.store import Plate

_POLL_MS = 100
_SMALLEST = 640, 520
_LARGEST = 860, 620
_SHARE_OF_PARENT = 0.86
_SETTLING = mark("The camera is settling …")
_LOST = mark("The camera was lost. Plug it in again; the plate can be taken as soon as its picture is back.")


class PlateWizard(QDialog):
    """From "step out of the picture" to "use it". Show it with `open`; a camera must be open then.

    The new plate is in use as soon as it is taken. However the dialog is left after that, it is kept, except by undo.
    """

    def __init__(self, store: SettingsStore, controller: LiveController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._controller = store, controller
        self._before: Plate | None = None
        """The plate that was in use when this one was asked for."""
        self._has_begun = False
        self._is_to_keep = False
        """Whether the plate in use was taken here."""
        self._last: LiveCaptureProgress | None = None
        """What was last known of the capture before this one; not to be mistaken for this one's."""
        self._countdown_s: int | None = None
        self._longest_s = 1
        self._sounds: Sounds | None = None
        self.setWindowTitle(tr("Take the plate"))
        self.setMinimumSize(*_SMALLEST)
        if parent is not None:
            self.resize((parent.size() * _SHARE_OF_PARENT).boundedTo(theme.size_in_text(*_LARGEST)))
        self.intro, self.capture = IntroPage(store, self), CapturePage(controller, self)
        self.outcome, self.failure = ResultPage(self), FailurePage(self)
        self._pages = QStackedWidget(self)
        for page in (self.intro, self.capture, self.outcome, self.failure):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        is_mirror = store.config.live.mirror_preview
        self.capture.preview.is_mirror = is_mirror
        for picture in (self.outcome.before, self.outcome.now):
            picture.is_mirror = is_mirror  # as the picture that one knows oneself from
        self._poll = every(_POLL_MS, self._look, self)
        self._connect()
        self.intro.start.setFocus()

    def _connect(self) -> None:
        self.intro.start.clicked.connect(self.begin)
        self.intro.cancel.clicked.connect(self.reject)
        self.capture.cancelled.connect(self.reject)
        self.outcome.use.clicked.connect(self.accept)
        self.outcome.again.clicked.connect(self.begin)
        self.outcome.undo.clicked.connect(self._undo)
        self.failure.again.clicked.connect(self.begin)
        self.failure.close_button.clicked.connect(self.reject)
        self._controller.plate_taken.connect(self._show_result)
        self._controller.state_changed.connect(self._note_state)

    @property
    def page(self) -> QWidget | None:
        """The one that is shown."""
        return self._pages.currentWidget()

    def begin(self) -> None:
        """Take a plate now, as the first page says."""
        if self._store.program.countdown_sound and self._sounds is None:
            self._sounds = Sounds(self)
        if not self._has_begun:  # tried again, the plate to go back to is still the one from before
            self._has_begun, self._before = True, self._controller.plate
        self._last = self._controller.capture
        self._countdown_s, self._longest_s = None, max(1, self._store.program.countdown_s)
        self.capture.show_progress(tr(_SETTLING), None, 0.0)
        self._pages.setCurrentWidget(self.capture)
        self.capture.cancel.setFocus()
        self._controller.capture_plate(float(self._store.program.countdown_s), self.intro.automatic.isChecked())
        self._poll.start()

    def _look(self) -> None:
        progress = self._controller.capture
        if progress is None or progress is self._last:
            return
        if progress.state.value == "failed":
            self._fail(line_of(progress.message))
            return
        count_s = progress.countdown_s
        if count_s is not None and count_s != self._countdown_s:
            self._play(Sound.TICK)
        self._countdown_s = count_s
        share = progress.share if count_s is None else count_s / self._longest_s
        message = tr("Step out of the frame") if count_s is not None else line_of(progress.message or _SETTLING)
        self.capture.show_progress(message, count_s, min(1.0, share))

    def _show_result(self, captured: "CapturedPlate") -> None:
        if self.page is not self.capture:
            return
        self._poll.stop()
        self._is_to_keep = True
        self._play(Sound.DONE)
        before = None if self._before is None else to_image(self._before)
        self.outcome.show_plate(before, to_image(captured.plate), to_measured(captured))
        self._pages.setCurrentWidget(self.outcome)
        self.outcome.use.setFocus()

    def _fail(self, reason: str) -> None:
        self._poll.stop()
        self._play(Sound.FAILED)
        self.failure.text.setText(reason)
        self._pages.setCurrentWidget(self.failure)
        self.failure.again.setFocus()

    def _note_state(self, state: CameraState) -> None:
        is_open = state in (CameraState.PREVIEWING, CameraState.LIVE)
        self.failure.again.setEnabled(is_open)
        self.intro.start.setEnabled(is_open)
        self.outcome.again.setEnabled(is_open)
        if not is_open and self.page is self.capture:
            self._fail(self._controller.message or tr(_LOST))

    def _undo(self) -> None:
        assert self._before is not None, "undo shows only where there is something to go back to"
        self._controller.use_plate(self._before)
        self._is_to_keep = False
        self.reject()

    def _play(self, sound: Sound) -> None:
        if self._sounds is not None and self._store.program.countdown_sound:
            self._sounds.play(sound)

    def done(self, result: int) -> None:
        """Ended by whatever button or key."""
        self._poll.stop()
        if self.page is self.capture:
            self._controller.cancel_plate()
        if self._is_to_keep:
            self._controller.keep_plate()
        super().done(result)
