"""The whole window with the real engine behind it."""

import importlib.util
from collections.abc import Iterator

import pytest

if importlib.util.find_spec("PyQt6") is not None and importlib.util.find_spec("pytestqt") is not None:
    from pytestqt.qtbot import QtBot

    from gui.app.main_window import MainWindow
    from gui.live.controller import LiveController
    from gui.settings.store import SettingsStore
    from tests.gui.app.driving import end, quit_without_a_question

    @pytest.fixture
    def window(qtbot: QtBot, store: SettingsStore, controller: LiveController) -> Iterator[MainWindow]:
        store.set("program.is_first_start_done", True)
        store.set("backdrop.spec", "#00a000")
        window = MainWindow(store, controller, tuple)
        qtbot.addWidget(window, before_close_func=quit_without_a_question)
        window.show()
        window.start()
        yield window
        end(qtbot, window)
