from matting_rt.sinks.null import NullSink
from tests.sinks.frames import matted_frame, stream_info, write_all


def test_frames_are_counted_from_each_open_on() -> None:
    sink = NullSink()
    write_all(sink, [matted_frame(index) for index in range(3)])
    assert sink.written == 3
    sink.open(stream_info())
    assert sink.written == 0
    sink.abort()
