"""A list of jobs in a folder of its own, and what a small and quick job needs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.batch.card import JobCard
from gui.batch.jobs import JobSettings
from gui.batch.queue import JobQueue
from gui.batch.tab import BatchTab
from gui.settings.store import SettingsStore
from matting_rt.config import Config, EngineConfig, PlateConfig
from tests.cli.conftest import Scene, scene

__all__ = ["scene"]


@pytest.fixture
def engine(scene: Scene) -> Config:
    """Random weights, without an export."""
    return Config(engine=EngineConfig(model=str(scene.model), engine="torch"), plate=PlateConfig(check=False))


@pytest.fixture
def queue(qapp: QApplication, scene: Scene, tmp_path: Path) -> Iterator[JobQueue]:
    """An empty list; new jobs get the scene's plate and go into `results`."""
    queue = JobQueue(tmp_path / "settings")
    queue.set_settings(JobSettings(str(scene.plate), "navy", folder=str(tmp_path / "results")))
    yield queue
    queue.end()
    queue.deleteLater()


@pytest.fixture
def tab(qtbot: QtBot, store: SettingsStore, scene: Scene, tmp_path: Path) -> Iterator[BatchTab]:
    for key, value in (("engine.model", str(scene.model)), ("engine.engine", "torch"), ("plate.check", False)):
        store.set(key, type(store.value(key))(value))
    tab = BatchTab(store)
    tab.resize(1024, 640)
    tab.show()
    tab.queue.set_settings(replace(tab.queue.settings, plate=str(scene.plate), folder=str(tmp_path / "results")))
    tab.form.show_settings(tab.queue.settings)
    yield tab
    tab.notices.show_error("a notice would take itself away in a while")
    tab.end()
    qtbot.waitUntil(lambda: tab.list.thumbnails.is_idle, timeout=60_000)
    tab.close()
    tab.deleteLater()


@pytest.fixture
def videos(tmp_path: Path) -> list[Path]:
    """Three files that nobody opens."""
    files = [tmp_path / "videos" / f"{name}.mp4" for name in "abc"]
    files[0].parent.mkdir()
    for file in files:
        file.touch()
    return files


def cards(tab: BatchTab) -> list[JobCard]:
    return list(tab.list.cards.values())


def offered(card: JobCard) -> set[str]:
    return {name for name, button in card.buttons.items() if not button.isHidden()}
