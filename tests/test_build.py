"""What settings choose: what may leave, and the plate of a video."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt.build import build_guard, build_person_network, video_frames
from matting_rt.build_plates import MattedVideo, build_learned_plate, build_plate
from matting_rt.config import GuardConfig, Keep, PlateConfig
from matting_rt.frame import Frame, FrameSize, StreamInfo
from matting_rt.plate.condition import PlateCondition
from matting_rt.plate.fitted import FittedPlate, PlatePerImage
from matting_rt.plate.live import LivePlate
from matting_rt.plate.store import Plate, save_plate
from tests.live.session_fakes import ROOM, put_somebody
from tests.plate.scenes import paint_room
from tests.sources.media import write_video


@pytest.mark.parametrize(
    ("keep", "is_file_with_plate", "keeps_everything"),
    [
        (Keep.AUTO, False, False),
        (Keep.AUTO, True, True),
        (Keep.PEOPLE, False, False),
        (Keep.PEOPLE, True, False),
        (Keep.EVERYTHING, False, True),
        (Keep.EVERYTHING, True, True),
    ],
)
def test_everything_is_kept_where_it_is_asked_for_and_in_files_with_a_plate(
    keep: Keep, is_file_with_plate: bool, keeps_everything: bool
) -> None:
    guard = build_guard(GuardConfig(keep), is_file_with_plate=is_file_with_plate)
    assert guard.keeps_everything is keeps_everything


def test_live_video_keeps_people_unless_everything_is_asked_for() -> None:
    assert not build_guard(GuardConfig()).keeps_everything


def test_where_only_people_are_kept_the_plate_of_a_video_is_followed_and_learned(tmp_path: Path) -> None:
    save_plate(Plate(ROOM), tmp_path / "room.png")
    given = tmp_path / "room.png", MattedVideo(tmp_path / "talk.mp4"), PlateConfig()
    assert isinstance(build_plate(*given), FittedPlate)
    followed = build_plate(*given, build_person_network())
    assert isinstance(followed, LivePlate)
    assert followed.plate is not None
    assert followed.plate.known is None


def test_somebody_in_the_plate_of_a_video_is_no_part_of_the_room(tmp_path: Path) -> None:
    with_somebody, alpha = put_somebody()
    save_plate(Plate(with_somebody), tmp_path / "room.png")
    video = MattedVideo(tmp_path / "talk.mp4")
    plate = build_plate(tmp_path / "room.png", video, PlateConfig(), build_person_network())
    assert isinstance(plate, LivePlate)
    assert plate.plate is not None
    assert plate.plate.known is not None
    assert plate.plate.known[alpha > 0.5].mean() < 0.02  # tips of single hairs


def test_the_plate_of_a_video_without_one_begins_with_nothing() -> None:
    plate = build_learned_plate(PlateConfig())
    assert isinstance(plate, LivePlate)
    assert plate.plate is None
    assert plate.condition is PlateCondition.LOST


def test_the_shots_of_numbered_pictures_begin_by_their_rate(tmp_path: Path) -> None:
    rooms = [paint_room(seed, FrameSize(128, 72)) for seed in (1, 2)]
    for number in range(20):
        cv2.imwrite(str(tmp_path / f"{number:03}.png"), rooms[number // 10])
    info = StreamInfo(FrameSize(128, 72), Fraction(5), Fraction(1, 5), 20)
    plate = build_plate(None, MattedVideo(tmp_path / "%03d.png", info), PlateConfig())
    assert [shot["start_s"] for shot in plate.shots] == [0, 2]


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """A video that ends before its declared length."""
    rng = np.random.default_rng(0)
    images = [rng.integers(0, 255, (72, 128, 3), dtype=np.uint8) for _ in range(25)]
    write_video(tmp_path / "short.mkv", images)
    content = (tmp_path / "short.mkv").read_bytes()
    (tmp_path / "short.mkv").write_bytes(content[: len(content) // 2])
    return tmp_path / "short.mkv"


def test_a_backdrop_that_ends_early_is_used_as_far_as_it_goes(short: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert 5 < len(list(video_frames(short))) < 20
    assert f"it is used as far as it can be read: {short} ends early" in caplog.text


@pytest.mark.parametrize("is_own", [True, False])
def test_a_plate_is_built_from_a_video_that_ends_early_which_is_said_once(
    short: Path, caplog: pytest.LogCaptureFixture, is_own: bool
) -> None:
    build_plate(short if is_own else None, MattedVideo(short), PlateConfig(check=False))
    assert ("the plate is built from what there is" in caplog.text) == is_own


def test_a_part_of_a_video_goes_with_the_same_part_of_a_plate_whose_camera_moves(tmp_path: Path) -> None:
    wide = paint_room(3, FrameSize(960, 180))
    rooms = [wide[:, 12 * index : 12 * index + 320].copy() for index in range(50)]
    video = tmp_path / "room.mp4"
    write_video(video, rooms)
    whole, part = (
        build_plate(video, MattedVideo(tmp_path / "talk.mp4", start_s=start_s), PlateConfig(check=False))
        for start_s in (None, 1.0)
    )
    assert isinstance(part, PlatePerImage)
    seen = [Frame(rooms[index], index, index, Fraction(1, 25)) for index in range(30)]
    for frame in seen:
        of_whole = whole.fit(frame, None)
    of_part = part.fit(replace(seen[25], index=0), None)
    assert np.abs(of_part.astype(int) - rooms[25]).mean() < 3
    assert np.abs(of_whole.astype(int) - rooms[29]).mean() < 3
