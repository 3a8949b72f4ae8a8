"""A list of jobs in a folder of its own, and what a small and quick job needs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication

from gui.batch.jobs import JobSettings
from gui.batch.queue import JobQueue
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
