"""What every sink of files must do."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from matting_rt.errors import SinkError, SinkExistsError, SinkFullError
from matting_rt.outputs import ALPHA, COMPOSITE, FOREGROUND
from matting_rt.sinks.base import FrameSink, MattedFrame
from matting_rt.sinks.image_files import ImageFilesSink
from matting_rt.sinks.image_sequence import ImageSequenceSink
from matting_rt.sinks.multi_sink import MultiSink
from matting_rt.sinks.video_file import VideoFileSink
from tests.disk import file_size_limit
from tests.sinks.frames import matted_frame, stream_info

COUNT = 4
NAMES = [f"picture {index}" for index in range(COUNT)]


def video(suffix: str) -> Callable[[Path, bool], FrameSink]:
    return lambda folder, overwrite: VideoFileSink(folder / f"out{suffix}", overwrite=overwrite)


def image_files(folder: Path, overwrite: bool) -> FrameSink:
    outputs = frozenset({COMPOSITE, ALPHA, FOREGROUND})
    inputs = {name: Path("elsewhere", f"{name}.jpg") for name in NAMES}
    return ImageFilesSink(folder, outputs=outputs, overwrite=overwrite, inputs=inputs)


def numbered(folder: Path, overwrite: bool) -> FrameSink:
    return ImageSequenceSink(folder / "out.%04d.exr", overwrite=overwrite)


def several(folder: Path, overwrite: bool) -> FrameSink:
    composite = VideoFileSink(folder / "out.mp4", overwrite=overwrite)
    alpha = VideoFileSink(folder / "alpha.mkv", output=ALPHA, overwrite=overwrite)
    return MultiSink([composite, alpha])


MAKERS: dict[str, Callable[[Path, bool], FrameSink]] = {
    "mp4": video(".mp4"),
    "mov": video(".mov"),
    "mkv": video(".mkv"),
    "webm": video(".webm"),
    "images": image_files,
    "numbered": numbered,
    "several": several,
}
MakeSink = Callable[..., FrameSink]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A directory that is not there yet."""
    return tmp_path / "not yet" / "there"


@pytest.fixture(params=MAKERS.values(), ids=MAKERS.keys())
def make_sink(request: pytest.FixtureRequest, folder: Path) -> MakeSink:
    return lambda overwrite=False: request.param(folder, overwrite)


def frames() -> Iterator[MattedFrame]:
    return (matted_frame(index, name=name) for index, name in enumerate(NAMES))


def run(sink: FrameSink) -> None:
    sink.open(stream_info())
    for frame in frames():
        sink.write(frame)
    sink.finish()


def is_image_sink(sink: FrameSink) -> bool:
    """Sinks of images publish each picture by itself."""
    return isinstance(sink, ImageFilesSink)


def test_finish_publishes_and_leaves_nothing_else(make_sink: MakeSink, folder: Path) -> None:
    sink = make_sink()
    run(sink)
    files = list(folder.iterdir())
    assert files
    assert all(file.stat().st_size > 0 and not file.name.startswith(".") for file in files)


def test_a_completed_output_has_its_name_only_after_finish(make_sink: MakeSink, folder: Path) -> None:
    sink = make_sink()
    sink.open(stream_info())
    for frame in frames():
        sink.write(frame)
    sink.complete()
    if not is_image_sink(sink):
        assert all(file.name.startswith(".") for file in folder.iterdir())
    sink.finish()
    assert not any(file.name.startswith(".") for file in folder.iterdir())


def test_abort_after_complete_leaves_nothing(make_sink: MakeSink, folder: Path) -> None:
    sink = make_sink()
    sink.open(stream_info())
    for frame in frames():
        sink.write(frame)
    sink.complete()
    sink.abort()
    assert is_image_sink(sink) or not list(folder.iterdir())


def test_no_video_has_its_name_before_finish(make_sink: MakeSink, folder: Path) -> None:
    sink = make_sink()
    sink.open(stream_info())
    for frame in frames():
        sink.write(frame)
    if not is_image_sink(sink):
        assert all(file.name.startswith(".") for file in folder.iterdir())
    sink.abort()
    assert is_image_sink(sink) or not list(folder.iterdir())


def test_abort_may_come_twice_unopened_and_after_finish(make_sink: MakeSink, folder: Path) -> None:
    make_sink().abort()
    sink = make_sink()
    run(sink)
    files = sorted(folder.iterdir())
    sink.abort()
    sink.abort()
    assert sorted(folder.iterdir()) == files


def test_an_output_that_exists_is_kept(make_sink: MakeSink, folder: Path) -> None:
    run(make_sink())
    before = {file: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(SinkExistsError) as caught:
        make_sink().open(stream_info())
    assert "\n" not in str(caught.value)
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


def test_an_output_that_exists_is_replaced_when_asked(make_sink: MakeSink, folder: Path) -> None:
    run(make_sink())
    files = sorted(folder.iterdir())
    for file in files:
        file.write_text("old")
    run(make_sink(overwrite=True))
    assert sorted(folder.iterdir()) == files
    assert all(file.stat().st_size > 3 for file in files)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes")
def test_a_full_disk_leaves_nothing_half_written(make_sink: MakeSink, folder: Path) -> None:
    sink = make_sink()
    with file_size_limit(64), pytest.raises(SinkFullError) as caught:
        run(sink)
    sink.abort()
    assert not list(folder.iterdir())
    assert "\n" not in str(caught.value)


def test_a_directory_that_cannot_be_made_is_an_error(make_sink: MakeSink, folder: Path) -> None:
    folder.parent.write_text("a file where a directory should be")
    with pytest.raises(SinkError) as caught:
        make_sink().open(stream_info())
    assert "\n" not in str(caught.value)
