"""An output is read once, and everybody asks what was read."""

from pathlib import Path

import pytest

from matting_rt.errors import UsageError
from matting_rt.specs import OutputKind, OutputSpec, parse_output


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("virtual", OutputSpec(OutputKind.VIRTUAL_CAMERA)),
        ("/dev/video10", OutputSpec(OutputKind.VIRTUAL_CAMERA, "/dev/video10")),
        ("pyvirtualcam", OutputSpec(OutputKind.PYVIRTUALCAM)),
        ("pyvirtualcam:OBS Virtual Camera", OutputSpec(OutputKind.PYVIRTUALCAM, "OBS Virtual Camera")),
        ("window", OutputSpec(OutputKind.WINDOW)),
        ("null", OutputSpec(OutputKind.NULL)),
        ("window:2", OutputSpec(OutputKind.FILE, path=Path("window:2"))),
        ("me.mp4", OutputSpec(OutputKind.FILE, path=Path("me.mp4"))),
        ("~/me.mp4", OutputSpec(OutputKind.FILE, path=Path.home() / "me.mp4")),
    ],
)
def test_an_output_is_a_word_a_device_or_else_a_file(text: str, spec: OutputSpec) -> None:
    assert parse_output(text) == spec


def test_a_file_of_nobody_is_refused() -> None:
    with pytest.raises(UsageError, match=r"~nobody-here/me\.mp4 names the home folder"):
        parse_output("~nobody-here/me.mp4")
