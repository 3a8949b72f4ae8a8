"""What is offered to stand in front of."""

from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtGui import QImageReader

from gui.gallery.backgrounds import BLUR, FOLDER, GREEN, PAINTED, name_of, offers, place_of
from matting_rt.compositing.backdrop_spec import COLOUR, IMAGE, VIDEO, parse_backdrop


@pytest.mark.parametrize("path", PAINTED)
def test_a_painted_background_is_a_picture_that_fills_a_full_hd_frame(path: str) -> None:
    assert parse_backdrop(path).kind is IMAGE
    size = QImageReader(path).size()
    assert (size.width(), size.height()) == (1920, 1080)


def test_a_dozen_backgrounds_come_along_and_every_installation_can_bear_them() -> None:
    files = sorted(FOLDER.glob("*.jpg"))
    assert len(PAINTED) >= 12
    assert {path.as_posix() for path in files} == set(PAINTED)
    assert max(path.stat().st_size for path in files) <= 250_000


def test_the_persons_own_come_after_what_comes_with_the_program(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_bytes(b"\0\0\0\x20ftypisom")
    recent = (str(tmp_path / "clip.mp4"), "#112233", str(tmp_path / "gone.png"))
    shown = offers(recent, BLUR)
    assert [offer.kind for offer in shown[-3:]] == [VIDEO, COLOUR, None]
    assert [offer.name for offer in shown if offer.is_own] == ["clip.mp4", "#112233", "gone.png"]
    assert shown[0].spec == BLUR


def test_what_is_used_now_is_offered_wherever_it_came_from() -> None:
    assert [offer.spec for offer in offers((), "skyblue") if offer.is_own] == ["skyblue"]
    assert not [offer for offer in offers((), "blur:30") if offer.is_own]
    assert place_of("blur:30") == BLUR


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ("blur:30", "My room, blurred"),
        ("blur:x", "blur:x"),  # is refused where it is used
        (GREEN, "Green screen"),
        ("#112233", "#112233"),
        ("skyblue", "Skyblue"),
        ("none", "Transparent"),
        (next(iter(PAINTED)), "Beach"),
        ("/gone/sea.v2.mp4", "sea.v2.mp4"),
    ],
)
def test_a_background_has_a_name_without_its_file_being_opened(spec: str, name: str) -> None:
    assert name_of(spec) == name
