"""The questions that closing the window and quitting ask while the program is at work."""

from dataclasses import dataclass

from PyQt6.QtWidgets import QApplication, QCheckBox, QMessageBox, QPushButton, QWidget

from gui.look.language import mark, tr
from gui.settings.setting import TrayAnswer
from gui.settings.store import SettingsStore

KEY = "program.keep_in_tray"
_STOP = mark("&Stop and quit")


@dataclass(frozen=True, slots=True)
class Work:
    """What would end with the program."""

    is_live: bool
    """Others see the output."""
    is_recording: bool
    is_batch: bool
    """A video is being made from a file."""

    def __str__(self) -> str:
        """In sentences; empty: nothing would end."""
        told = (
            (tr("Others see you."), self.is_live),
            (tr("You are recording."), self.is_recording),
            (tr("A video is being processed."), self.is_batch),
        )
        return " ".join(text for text, is_so in told if is_so)

    @property
    def consequence(self) -> str:
        """What becomes of it, in sentences."""
        told = (
            (tr("The recording will be finished and saved."), self.is_recording),
            (tr("The video will continue the next time."), self.is_batch),
        )
        return " ".join(text for text, is_so in told if is_so)


def is_to_stop(work: Work, store: SettingsStore, parent: QWidget) -> bool:
    """Whether to quit, who has asked for that: yes at once, unless something would end that is not to by accident."""
    if not str(work) or (store.program.keep_in_tray is TrayAnswer.QUIT and not work.is_recording):
        return True
    if isinstance(QApplication.activeModalWidget(), QMessageBox):  # asked already, and the program asks again
        return False
    question = _make_question(tr("{work} Stop and quit?").format(work=work), work.consequence, parent)
    stop = question.addButton(tr(_STOP), QMessageBox.ButtonRole.DestructiveRole)
    question.addButton(QMessageBox.StandardButton.Cancel)
    question.setDefaultButton(stop)
    return _ask(question) is stop


def how_to_close(work: Work, has_tray: bool, store: SettingsStore, parent: QWidget) -> TrayAnswer:
    """What the person has chosen for good, or chooses now; ASK: not to close after all.

    Args:
        has_tray: whether the desktop has one; without, the window is minimised.
    """
    if not str(work):
        return TrayAnswer.QUIT
    if store.program.keep_in_tray is not TrayAnswer.ASK and not work.is_recording:
        return store.program.keep_in_tray
    stay = tr("&Keep running in the tray") if has_tray else tr("&Keep running minimised")
    reached = tr("Use the tray icon to bring the window back.") if has_tray else ""
    question = _make_question(tr("{work} Keep running without the window?").format(work=work), reached, parent)
    keep = question.addButton(stay, QMessageBox.ButtonRole.AcceptRole)
    stop = question.addButton(tr(_STOP), QMessageBox.ButtonRole.DestructiveRole)
    question.addButton(QMessageBox.StandardButton.Cancel)
    question.setDefaultButton(keep)
    always = QCheckBox(tr("Do not ask again"), question)
    if not work.is_recording:  # about that it is always asked
        question.setCheckBox(always)
    always.setVisible(not work.is_recording)
    clicked = _ask(question)
    answer = TrayAnswer.KEEP if clicked is keep else TrayAnswer.QUIT if clicked is stop else TrayAnswer.ASK
    if always.isChecked():
        store.set(KEY, answer)
    return answer


def _make_question(text: str, more: str, parent: QWidget) -> QMessageBox:
    question = QMessageBox(QApplication.activeModalWidget() or (parent if parent.isVisible() else None))
    question.setIcon(QMessageBox.Icon.Question)
    question.setWindowTitle("Matting RT")
    question.setText(text)
    question.setInformativeText(more)
    return question


def _ask(question: QMessageBox) -> "QPushButton | None":
    """The button that was clicked, also where the program was told to end meanwhile: then none."""
    question.exec()
    clicked = question.clickedButton()
    question.deleteLater()
    return clicked if isinstance(clicked, QPushButton) else None
