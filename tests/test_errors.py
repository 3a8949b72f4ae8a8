"""An error is one line for a person."""

import copy
import pickle

import pytest

from matting_rt.errors import (
    MattingError,
    PipelineError,
    SourceBusyError,
    SourceError,
    WeightsError,
    line_of,
    reason_of,
)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (SourceError("a.mp4 is not a video; give another"), "a.mp4 is not a video; give another"),
        (SourceError("{path} is empty", path="a.mp4"), "a.mp4 is empty"),
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


def test_an_error_says_its_line_in_english_and_keeps_what_it_is_made_of() -> None:
    error = SourceBusyError("camera {camera} is in use ({program})", camera="Webcam", program="obs")
    assert str(error) == line_of(error) == reason_of(error) == "camera Webcam is in use (obs)"
    assert error.line.template == "camera {camera} is in use ({program})"
    assert error.line.arguments == {"camera": "Webcam", "program": "obs"}


def test_braces_in_a_literal_line_mean_nothing() -> None:
    assert str(MattingError("write {name}")) == "write {name}"


def test_an_error_may_be_a_part_of_the_line_of_another_or_the_whole() -> None:
    cause = SourceError("{path} is empty", path="a.mp4")
    error = PipelineError("decode", "{reason}; {done} frames were matted", reason=cause, done=3)
    assert str(error) == "a.mp4 is empty; 3 frames were matted"
    assert error.line.arguments["reason"].template == "{path} is empty"
    assert str(WeightsError("{error}", error=cause)) == str(WeightsError(cause.line)) == "a.mp4 is empty"


@pytest.mark.parametrize("twin", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])
@pytest.mark.parametrize(
    "error",
    [SourceError("{path} is empty", path="{"), SourceError("plain {"), PipelineError("decode", "no {file}", file="a")],
)
def test_errors_can_be_copied_and_sent(error: MattingError, twin: type) -> None:
    other = twin(error)
    assert type(other) is type(error)
    assert str(other) == str(error)
    assert (other.line.template, other.line.arguments) == (error.line.template, error.line.arguments)
    assert getattr(other, "stage", None) == getattr(error, "stage", None)
