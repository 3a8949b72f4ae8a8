"""Names with a place for a number, and names that only look like it."""

from pathlib import Path

import pytest

from matting_rt.pictures.numbered import is_sequence, parse_pattern, stem_of


@pytest.mark.parametrize("name", ["shot.%04d.exr", "shot.####.exr", "%d.png", "shot.%04d.mp4"])
def test_a_place_for_a_number_makes_a_sequence(name: str) -> None:
    assert is_sequence(Path(name))


def test_numbers_are_as_long_as_their_place() -> None:
    for name in ("shot.%04d.exr", "shot.####.exr"):
        pattern = parse_pattern(Path(name))
        assert pattern is not None
        assert pattern.path(7) == Path("shot.0007.exr")


@pytest.mark.parametrize("name", ["Lecture #3.mp4", "##.MOV", "a#b?c[1].mkv"])
def test_a_hash_in_the_name_of_a_video_is_a_sign_as_any_other(name: str) -> None:
    assert not is_sequence(Path(name))
    assert stem_of(Path(name)) == Path(name).stem


@pytest.mark.parametrize("name", ["100%d.mp4", "shot #1.png"])
def test_a_file_that_is_there_is_no_sequence(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert is_sequence(path)
    path.touch()
    assert not is_sequence(path)
