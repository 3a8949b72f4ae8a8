"""Which virtual camera is taken where none is named."""

import pytest

from matting_rt.errors import SinkBusyError, SinkError, SinkMissingError
from matting_rt.sinks import v4l2_device
from matting_rt.sinks.v4l2_device import VirtualCameraInfo, VirtualCameraState
from matting_rt.sinks.v4l2_output import first_free

FREE, BUSY, FORBIDDEN = VirtualCameraState


@pytest.fixture
def there_are(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Virtual cameras in these states, from /dev/video10 on."""
    cameras = [
        VirtualCameraInfo(f"/dev/video{10 + index}", "Matting RT", None, state, ())
        for index, state in enumerate(request.param)
    ]
    monkeypatch.setattr(v4l2_device, "list_virtual_cameras", lambda: cameras)


@pytest.mark.usefixtures("there_are")
@pytest.mark.parametrize("there_are", [(FORBIDDEN, BUSY, FREE, FREE)], indirect=True)
def test_the_first_that_is_free_is_taken() -> None:
    assert first_free() == "/dev/video12"


@pytest.mark.usefixtures("there_are")
@pytest.mark.parametrize(
    ("there_are", "error", "line"),
    [
        ((), SinkMissingError, "^there is no virtual camera"),
        ((FORBIDDEN, BUSY), SinkBusyError, "/dev/video11 is in use by another user's program, or stuck"),
        ((FORBIDDEN, FORBIDDEN), SinkError, "you may not open /dev/video10; join its group and log in again"),
    ],
    indirect=["there_are"],
    ids=["none", "busy", "forbidden"],
)
def test_why_there_is_none_is_told_with_what_to_do(error: type[SinkError], line: str) -> None:
    with pytest.raises(error, match=line):
        first_free()
