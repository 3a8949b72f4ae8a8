"""Parts of a video as a job would matte them."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from matting_rt import JobPreview, VideoJob, open_preview
from matting_rt.batch.preview import WARM_UP_S
from matting_rt.config import BackdropConfig, Config, EngineConfig, PlateConfig
from matting_rt.errors import SourceNotFoundError
from tests.cli.conftest import FRAME_COUNT, RATE_FPS, Scene, scene

__all__ = ["scene"]


@pytest.fixture
def job(scene: Scene, tmp_path: Path) -> VideoJob:
    config = Config(
        backdrop=BackdropConfig("navy"),
        engine=EngineConfig(model=str(scene.model), engine="torch"),
        plate=PlateConfig(check=False),
    )
    return VideoJob(scene.video, scene.plate, tmp_path / "out.mp4", config=config)


def times(preview: JobPreview, start_s: float, end_s: float) -> list[float]:
    return [each.time_s for each in preview.frames(start_s, end_s)]


def test_a_part_of_a_video_is_matted_frame_by_frame_as_often_as_one_likes(job: VideoJob, tmp_path: Path) -> None:
    with open_preview(job) as preview:
        assert (preview.frame_count, preview.rate_fps) == (FRAME_COUNT, RATE_FPS)
        found = list(preview.frames(0.25, 0.5))
        assert [each.time_s for each in found] == pytest.approx([index / RATE_FPS for index in range(6, 12)])
        assert all(each.matted.composite is not None for each in found)
        again = times(preview, 0.75, 5 + WARM_UP_S)
        assert again == pytest.approx([index / RATE_FPS for index in range(18, 24)])
        assert all(later > earlier for earlier, later in pairwise(again))
    assert not list(tmp_path.iterdir())


def test_a_part_is_counted_from_where_the_job_begins(job: VideoJob, scene: Scene) -> None:
    part = VideoJob(job.source, job.plate, job.output, config=job.config, start_s=0.5)
    with open_preview(part) as preview, open_preview(job) as whole:
        (first, *_), (same, *_) = preview.frames(0.0, 0.1), whole.frames(0.5, 0.6)
        assert first.time_s == pytest.approx(same.time_s)
        assert np.array_equal(first.frame, same.frame)


def test_a_video_that_is_not_there_is_said_before_anything_is_loaded(job: VideoJob) -> None:
    with pytest.raises(SourceNotFoundError, match="gone"):
        open_preview(VideoJob(Path("gone.mp4"), job.plate, job.output, config=job.config))
