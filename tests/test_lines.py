"""A line keeps what it was put together of."""

import copy
import gc
import json
import pickle
import weakref
from pathlib import Path

import pytest

from matting_rt.errors import MattingError, SourceError
from matting_rt.lines import Line, all_of, any_of, from_data, join, to_data


def test_a_line_is_its_text_and_knows_its_template_and_arguments() -> None:
    line = Line("{path} holds {share:.0%} of {name!r}", path="a.mp4", share=0.25, name="x")
    assert line == "a.mp4 holds 25% of 'x'"
    assert line.template == "{path} holds {share:.0%} of {name!r}"
    assert line.arguments == {"path": "a.mp4", "share": 0.25, "name": "x"}


def test_without_arguments_braces_mean_nothing() -> None:
    assert Line("write {name} or {") == "write {name} or {"


def test_a_line_of_a_line_is_the_same() -> None:
    line = Line("there is no {path}", path="a.mp4")
    assert Line(line) is line


@pytest.mark.parametrize("twin", [copy.copy, copy.deepcopy, lambda line: pickle.loads(pickle.dumps(line))])
def test_it_can_be_copied_and_sent(twin: type) -> None:
    line = Line("{some}: {error}", some=Line("a text"), error=SourceError("cannot read {path}", path="{"))
    other = twin(line)
    assert type(other) is Line
    assert other == line == "a text: cannot read {"
    assert (other.template, other.arguments) == (line.template, line.arguments)
    assert other.arguments["error"].template == "cannot read {path}"


def test_of_an_error_it_keeps_the_line_and_not_what_was_in_use_where_it_was_raised() -> None:
    class Large:
        pass

    def fail() -> weakref.ref[Large]:
        large = Large()
        try:
            raise SourceError("cannot read {path}", path="a.mp4")
        except SourceError as error:
            lines.append(Line("it ended: {error}", error=error))
        return weakref.ref(large)

    lines: list[Line] = []
    left = fail()
    gc.collect()
    assert left() is None
    assert lines[0].arguments["error"].arguments == {"path": "a.mp4"}
    assert lines == ["it ended: cannot read a.mp4"]


def test_another_error_is_its_text() -> None:
    assert Line("{error}", error=PermissionError(13, "not allowed")).arguments["error"] == "[Errno 13] not allowed"
    assert Line("{error}", error=MattingError("plain")).arguments["error"].template == "plain"


def test_names_are_listed() -> None:
    assert any_of(["a"]) == all_of(["a"]) == join(["a"]) == "a"
    assert any_of(iter("abc")) == "a or b or c"
    assert all_of("ab") == "a and b"
    assert join("abc") == "a, b, c"
    assert join([]) == ""


def test_it_can_be_kept_as_json_and_read_again() -> None:
    reason = Line("{path} holds {share:.0%}", path=Path("a.mp4"), share=0.25)
    line = Line("it ended: {error}", error=SourceError(reason))
    kept = from_data(json.loads(json.dumps(to_data(line))))
    assert kept == line == "it ended: a.mp4 holds 25%"
    assert isinstance(kept, Line)
    assert kept.arguments["error"].template == reason.template


@pytest.mark.parametrize(
    "data", ["a text", {"template": "{x}", "arguments": {}}, {"template": "{x", "arguments": {"x": 1}}, 7]
)
def test_what_was_kept_and_is_no_line_is_only_text(data: object) -> None:
    assert from_data(data) == (data["template"] if data == {"template": "{x}", "arguments": {}} else str(data))
