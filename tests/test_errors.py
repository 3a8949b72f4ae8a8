"""An error is one line for a person."""

import pytest

from matting_rt.errors import SourceError, line_of, reason_of


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (SourceError("a.mp4 is not a video; give another"), "a.mp4 is not a video; give another"),
        (PermissionError(13, "Permission denied", "a.toml"), "[Errno 13] Permission denied: 'a.toml'"),
        (ValueError("wrong\nreally"), "internal error: ValueError: wrong"),
        (ValueError(), "internal error: ValueError: ValueError"),
    ],
)
def test_what_was_not_foreseen_is_told_from_what_is_raised_on_purpose(error: Exception, line: str) -> None:
    assert line_of(error) == line


@pytest.mark.parametrize("text", ["no device\n  at file.cc:12", "\n no device "])
def test_the_reason_is_the_first_line_of_what_a_library_says(text: str) -> None:
    assert reason_of(RuntimeError(text)) == "no device"


def test_of_an_error_without_words_the_reason_is_its_kind() -> None:
    assert reason_of(RuntimeError("\n")) == "RuntimeError"
