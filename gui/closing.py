"""The question, asked once, of what closing the window means while the program is at work."""

from PyQt6.QtWidgets import QCheckBox, QMessageBox, QWidget

from gui.settings import TrayAnswer
from gui.settings_store import SettingsStore

KEY = "program.keep_in_tray"


def how_to_close(works_on: str, has_tray: bool, store: SettingsStore, parent: QWidget) -> TrayAnswer:
    """What the person has chosen for good, or chooses now; ASK: not to close after all.

    Args:
        works_on: what the program is doing, in a sentence.
        has_tray: whether the desktop has one; without, the window is minimised.
    """
    if store.program.keep_in_tray is not TrayAnswer.ASK:
        return store.program.keep_in_tray
    question = QMessageBox(parent)
    question.setIcon(QMessageBox.Icon.Question)
    question.setWindowTitle("Matting RT")
    question.setText(f"{works_on} Go on without the window?")
    if has_tray:
        question.setInformativeText("The program can be reached in the tray, and brings its window back from there.")
    place = "in the tray" if has_tray else "minimised"
    keep = question.addButton(f"&Go on {place}", QMessageBox.ButtonRole.AcceptRole)
    stop = question.addButton("&Stop and quit", QMessageBox.ButtonRole.DestructiveRole)
    question.addButton(QMessageBox.StandardButton.Cancel)
    question.setDefaultButton(keep)
    always = QCheckBox("Do not ask again", question)
    question.setCheckBox(always)
    question.exec()
    clicked = question.clickedButton()
    answer = TrayAnswer.KEEP if clicked is keep else TrayAnswer.QUIT if clicked is stop else TrayAnswer.ASK
    if always.isChecked():
        store.set(KEY, answer)
    question.deleteLater()
    return answer
