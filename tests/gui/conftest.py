"""What holds for every test of the window: Qt's display in memory, and nothing is left behind."""

import gc
import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LANGUAGE"] = "en"  # whatever the developer's desktop speaks

if importlib.util.find_spec("PyQt6") is None or importlib.util.find_spec("pytestqt") is None:
    collect_ignore_glob = ["*"]
else:
    from PyQt6.QtCore import QCoreApplication, QEvent, QTimer
    from PyQt6.QtWidgets import QApplication
    from PyQt6.sip import isdeleted

    from gui.live.controller import LiveController
    from gui.settings.setting import TrayAnswer
    from gui.settings.store import SettingsStore
    from matting_rt.config import Config
    from matting_rt.plate.store import Plate, save_plate
    from tests.sources.media import textured_image

    def _active_timers() -> list[QTimer]:
        timers = [each for each in gc.get_objects() if type(each) is QTimer]
        return [timer for timer in timers if not isdeleted(timer) and timer.isActive()]

    @pytest.fixture(autouse=True)
    def _nothing_is_left(qapp: QApplication) -> Iterator[None]:
        """Fail a test that leaves a widget or a running timer behind."""
        before = set(QApplication.topLevelWidgets())
        gc.freeze()  # what PyTorch has made is a million objects, of which none is looked for
        yield
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qapp.processEvents()
        gc.collect()
        left = [widget for widget in QApplication.topLevelWidgets() if widget not in before]
        timers = _active_timers()
        gc.unfreeze()
        assert not left, f"widgets left: {left}"
        for timer in timers:
            timer.stop()
        assert not timers, f"timers left running: {[(timer.parent(), timer.interval()) for timer in timers]}"

    @pytest.fixture
    def store(qapp: QApplication, tmp_path: Path) -> Iterator[SettingsStore]:
        """Settings of a new user, with pictures of few pixels, an engine that is not chosen by measuring, and no
        question at the end, which nobody would answer."""
        store = SettingsStore(tmp_path / "settings")
        for key, value in (
            ("camera.width", 320),
            ("camera.height", 180),
            ("engine.engine", "onnx"),
            ("program.keep_in_tray", TrayAnswer.QUIT),
        ):
            store.set(key, value)
        yield store
        store.flush()

    @pytest.fixture
    def controller(qapp: QApplication, tmp_path: Path) -> Iterator[LiveController]:
        """Live video with the real engine; it is closed at the end."""
        controller = LiveController(tmp_path / "plates")
        yield controller
        controller.shut_down()
        controller.deleteLater()

    @pytest.fixture
    def config(store: SettingsStore) -> Config:
        """That of the store."""
        return store.config

    @pytest.fixture
    def camera(tmp_path: Path) -> str:
        """A picture that stands in for a camera: of nobody, so that it can be taken for the plate."""
        picture = tmp_path / "room.png"
        save_plate(Plate(textured_image(320, 180)), picture)
        return str(picture)
