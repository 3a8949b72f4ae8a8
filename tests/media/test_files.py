"""Whatever a media file says, FFmpeg reads that file and nothing else, and no frame is too large."""

import os
import re
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import pytest

from matting_rt.errors import SourceFormatError, SourceNotFoundError
from matting_rt.frame import FrameSize, StreamInfo
from matting_rt.media.files import open_media
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.sources.video_file import VideoFileSource
from tests.bounded import run_bounded
from tests.sources.media import textured_image, write_video

HLS = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\nother.ts\n#EXT-X-ENDLIST\n"
HLS_OF_ITSELF = "#EXTM3U\n" + "".join(f"#EXT-X-STREAM-INF:BANDWIDTH={n}\nlist.m3u8\n" for n in (1, 2))
CONCAT = "ffconcat version 1.0\nfile other.mp4\n"
DASH = """<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011" type="static"
 mediaPresentationDuration="PT2S"><Period><AdaptationSet mimeType="video/mp4">
<Representation id="1" bandwidth="1" width="64" height="64" codecs="avc1.640028"><BaseURL>other.mp4</BaseURL>
</Representation></AdaptationSet></Period></MPD>"""
SDP = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n"
SUBTITLES = "1\n00:00:01,000 --> 00:00:02,000\nHello\n"
VOBSUB = "# VobSub index file, v7\nsize: 64x64\nid: en, index: 0\ntimestamp: 00:00:01:000, filepos: 000000000\n"
LISTS = {
    "list.m3u8": HLS,
    "hls.mp4": HLS,
    "concat.mp4": CONCAT,
    "concat.ffconcat": CONCAT,
    "dash.mpd": DASH,
    "dash.mkv": DASH,
    "call.sdp": SDP,
    "call.mov": SDP,
    "words.srt": SUBTITLES,
    "words.idx": VOBSUB,
    "notes.txt": "hello\n" * 100,
    "graph.mp4": "testsrc=size=64x64",
    "numbered%d.png": "hello",
}


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files that lists can lead to."""
    folder = tmp_path_factory.mktemp("others")
    for name in ("other.mp4", "other.ts"):
        write_video(folder / name, [textured_image(64, 64)] * 5)
    write_video(folder / "numbered1.png", [textured_image(64, 64)], codec="png", pixel_format="rgb24")
    return folder


@pytest.mark.parametrize(("name", "content"), LISTS.items())
def test_a_list_of_other_files_is_refused_whatever_it_is_called(others: Path, name: str, content: str) -> None:
    (others / name).write_text(content)
    with pytest.raises(SourceFormatError, match=re.escape(name)) as refusal:
        VideoFileSource(others / name).open()
    assert "\n" not in str(refusal.value)
    assert "a list of other files" in str(refusal.value)


def test_the_lists_would_have_been_followed() -> None:
    """FFmpeg still knows the demuxers that these tests are about."""
    assert {"concat", "hls", "dash", "sdp", "image2", "lavfi"} <= av.format.formats_available


def test_a_playlist_of_itself_is_refused_quickly_and_in_little_memory(tmp_path: Path) -> None:
    (tmp_path / "list.m3u8").write_text(HLS_OF_ITSELF)
    piece = """
from matting_rt.errors import SourceFormatError
from matting_rt.sources.video_file import VideoFileSource
try:
    VideoFileSource(sys.argv[2]).open()
except SourceFormatError as error:
    print(error)
"""
    ending = run_bounded(piece, tmp_path / "list.m3u8")
    assert "a list of other files" in ending.printed
    assert ending.peak_mb < 300


def test_sound_is_not_taken_from_a_list_either(others: Path) -> None:
    (others / "sound.mp4").write_text(CONCAT)
    sink = VideoFileSink(others / "output.mp4", carry_from=others / "sound.mp4")
    with pytest.raises(SourceFormatError, match=r"sound\.mp4"):
        sink.open(StreamInfo(FrameSize(64, 64), Fraction(25), Fraction(1, 25), None))


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_ordinary_file_is_no_video(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "a.mp4")
    with pytest.raises(SourceFormatError, match=r"a\.mp4 is a (pipe|directory|device)"):
        open_media(tmp_path / "a.mp4")


def test_a_missing_or_empty_file_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="there is no video"):
        open_media(tmp_path / "a.mp4")
    (tmp_path / "a.mp4").touch()
    with pytest.raises(SourceFormatError, match="is empty"):
        open_media(tmp_path / "a.mp4")


def write_vp8(path: Path) -> None:
    write_video(path, [textured_image(128, 96)] * 3, codec="libvpx")


def test_frames_that_grow_beyond_the_limit_are_not_decoded(tmp_path: Path) -> None:
    """The container still says 128x96."""
    write_vp8(tmp_path / "a.mkv")
    content = (tmp_path / "a.mkv").read_bytes()
    claims = b"\x9d\x01\x2a" + struct.pack("<HH", 16000, 16000)
    (tmp_path / "a.mkv").write_bytes(re.sub(rb"\x9d\x01\x2a.{4}", claims, content, flags=re.DOTALL))
    piece = """
from matting_rt.errors import SourceFormatError
from matting_rt.sources.video_file import VideoFileSource
try:
    list(VideoFileSource(sys.argv[2]).__enter__())
except SourceFormatError as error:
    print(error)
"""
    ending = run_bounded(piece, tmp_path / "a.mkv")
    assert "no frame of" in ending.printed
    assert ending.peak_mb < 300


def test_a_container_that_claims_too_large_frames_is_refused_with_their_size(tmp_path: Path) -> None:
    (tmp_path / "a.y4m").write_bytes(b"YUV4MPEG2 W10000 H9000 F25:1 Ip A1:1 C420jpeg\nFRAME\n" + bytes(1000))
    with pytest.raises(SourceFormatError, match=r"a\.y4m is 10000x9000; 16384 pixels a side and 67 megapixels"):
        VideoFileSource(tmp_path / "a.y4m").open()


def test_pixels_that_are_absurdly_wide_are_refused(tmp_path: Path) -> None:
    def stretch(stream: av.VideoStream) -> None:
        stream.codec_context.sample_aspect_ratio = Fraction(90)  # FFmpeg ignores what leaves no line

    write_video(tmp_path / "a.mkv", [textured_image(256, 96)] * 2, prepare=stretch)
    with pytest.raises(SourceFormatError, match=r"a\.mkv is 23040x96; 16384 pixels a side"):
        VideoFileSource(tmp_path / "a.mkv").open()
