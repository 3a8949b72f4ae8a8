"""All that a file holds beside its pictures comes along; made and read back by the ffmpeg command line."""

import json
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from matting_rt.frame import FrameSize, StreamInfo, TimeRange
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.video_file import VideoFileSink
from tests.sources.media import textured_image

pytestmark = pytest.mark.ffmpeg

CHAPTERS = """;FFMETADATA1
title=Lecture 4
artist=Ada
comment=Second take
creation_time=2024-05-06T07:08:09.000000Z
[CHAPTER]
TIMEBASE=1/1000
START=0
END=400
title=One
[CHAPTER]
TIMEBASE=1/1000
START=400
END=1000
title=Two
"""
SUBTITLES = "1\n00:00:00,200 --> 00:00:00,400\nHello\n\n2\n00:00:00,600 --> 00:00:00,900\nWorld\n"
VIDEO = ("-f", "lavfi", "-i", "testsrc2=s=96x64:r=25:d=1")
TONES = ("-f", "lavfi", "-i", "sine=440:d=1", "-f", "lavfi", "-i", "sine=880:d=1")


def ffmpeg(*arguments: str | Path) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True)


def probe(path: Path) -> dict[str, Any]:
    line = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", "-show_chapters", str(path)]
    found: dict[str, Any] = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)
    return found


def streams(path: Path, kind: str) -> list[dict[str, Any]]:
    return [stream for stream in probe(path)["streams"] if stream["codec_type"] == kind]


def carry(source: Path, target: Path) -> list[str]:
    """Write 25 pictures with all that `source` holds beside its own; the notes."""
    sink = VideoFileSink(target, carry_from=source)
    time_base = Fraction(1, 25)
    sink.open(StreamInfo(FrameSize(96, 64), Fraction(25), time_base, None))
    for index in range(25):
        sink.write(MattedFrame(textured_image(96, 64), None, None, index, index, time_base))
    sink.finish()
    return list(sink.notes)


def make_full(path: Path) -> Path:
    """A file with two audios, of which the second is the default, subtitles, chapters, tags and a timecode."""
    (path.parent / "chapters.txt").write_text(CHAPTERS)
    (path.parent / "lines.srt").write_text(SUBTITLES)
    is_matroska, language = path.suffix == ".mkv", "ger" if path.suffix == ".mov" else "deu"
    ffmpeg(
        *VIDEO,
        *TONES,
        *("-i", path.parent / "lines.srt", "-i", path.parent / "chapters.txt", "-map_metadata", "4"),
        *("-map_chapters", "4", "-map", "0", "-map", "1", "-map", "2", "-map", "3"),
        *("-c:v", "libx264", "-c:a", "aac", "-c:s", "srt" if is_matroska else "mov_text"),
        *(
            "-disposition:a:0",
            "0",
            "-disposition:a:1",
            "default",
            "-metadata:s:a:1",
            f"language={language}",
        ),
        *("-timecode", "01:02:03:04"),
        path,
    )
    return path


@pytest.mark.parametrize("source", ["a.mkv", "a.mp4", "a.mov"])
@pytest.mark.parametrize("target", ["b.mkv", "b.mp4", "b.mov"])
def test_all_that_is_beside_the_pictures_is_kept(tmp_path: Path, source: str, target: str) -> None:
    notes = carry(make_full(tmp_path / source), tmp_path / target)
    assert notes == []
    found = probe(tmp_path / target)
    tags = {key.lower(): text for key, text in found["format"]["tags"].items()}
    assert (tags["title"], tags["artist"], tags["comment"]) == ("Lecture 4", "Ada", "Second take")
    assert tags["creation_time"] == "2024-05-06T07:08:09.000000Z"
    chapters = [(one["tags"]["title"], float(one["start_time"]), float(one["end_time"])) for one in found["chapters"]]
    assert chapters == [("One", 0, 0.4), ("Two", 0.4, 1)]
    first, second = streams(tmp_path / target, "audio")
    assert (first["disposition"]["default"], second["disposition"]["default"]) == (0, 1)
    assert second["tags"]["language"] in ("deu", "ger")
    all_tags = [found["format"]["tags"], *(stream.get("tags", {}) for stream in found["streams"])]
    timecodes = {text for tags in all_tags for key, text in tags.items() if key.lower() == "timecode"}
    assert timecodes == {"01:02:03:04"}
    ffmpeg("-i", tmp_path / target, "-map", "0:s:0", tmp_path / "read.srt")
    read = (tmp_path / "read.srt").read_text()
    assert [line for line in read.splitlines() if line.isalpha()] == ["Hello", "World"]
    assert [int(line.split(" --> ")[0][-3:]) for line in read.splitlines() if "-->" in line] == pytest.approx(
        [200, 600], abs=45
    )


@pytest.mark.parametrize("language", ["fra", "fre", "ces", "cze", "ron", "deu", "swe", "hrv", "fas"])
@pytest.mark.parametrize("target", ["b.mov", "b.mp4", "b.mkv"])
def test_languages_are_kept_whichever_name_of_theirs_is_used(tmp_path: Path, language: str, target: str) -> None:
    ffmpeg(*VIDEO, *TONES[:4], "-c:a", "aac", "-metadata:s:a:0", f"language={language}", tmp_path / "a.mkv")
    notes = carry(tmp_path / "a.mkv", tmp_path / target)
    assert not any("language" in note for note in notes)
    (audio,) = streams(tmp_path / target, "audio")
    names = {"fre": "fra", "cze": "ces", "deu": "ger", "swe": "sve", "hrv": "hr ", "fas": "iri"}
    kept = names.get(language, language) if target == "b.mov" else language
    assert audio["tags"]["language"] == kept


def test_a_language_that_a_container_does_not_know_is_told(tmp_path: Path) -> None:
    ffmpeg(*VIDEO, *TONES[:4], "-c:a", "aac", "-metadata:s:a:0", "language=haw", tmp_path / "a.mkv")
    (note,) = carry(tmp_path / "a.mkv", tmp_path / "b.mov")
    assert note == f"{tmp_path / 'a.mkv'}: mov files cannot hold the language haw of a track of audio"


@pytest.mark.parametrize("target", ["b.mov", "b.mp4"])
def test_the_names_of_tracks_are_kept(tmp_path: Path, target: str) -> None:
    titles = ("-metadata:s:v:0", "title=Angle 1", "-metadata:s:a:0", "title=Commentary é")
    ffmpeg(*VIDEO, *TONES[:4], "-c:a", "aac", *titles, tmp_path / "a.mkv")
    assert carry(tmp_path / "a.mkv", tmp_path / target) == []
    for kind, title in (("video", "Angle 1"), ("audio", "Commentary é")):
        (stream,) = streams(tmp_path / target, kind)
        assert stream["tags"]["handler_name"] == title


def test_webm_keeps_all_too_and_says_what_the_audio_has_become(tmp_path: Path) -> None:
    notes = carry(make_full(tmp_path / "a.mkv"), tmp_path / "b.webm")
    assert notes == [f"{tmp_path / 'a.mkv'}: audio track {n}: AAC, 44100 Hz becomes Opus, 48000 Hz" for n in (1, 2)]
    found = probe(tmp_path / "b.webm")
    assert [one["tags"]["title"] for one in found["chapters"]] == ["One", "Two"]
    (subtitles,) = streams(tmp_path / "b.webm", "subtitle")
    assert subtitles["codec_name"] == "webvtt"


def test_chapters_of_a_file_that_starts_late_are_moved_with_its_pictures(tmp_path: Path) -> None:
    make_full(tmp_path / "a.mkv")
    ffmpeg("-itsoffset", "5", "-i", tmp_path / "a.mkv", "-map", "0", "-c", "copy", tmp_path / "late.mkv")
    with av.open(str(tmp_path / "late.mkv")) as late:
        starts = [float(one["start"] * one["time_base"]) for one in late.chapters()]
    carry(tmp_path / "late.mkv", tmp_path / "b.mkv")
    assert starts == pytest.approx([5, 5.4], abs=0.05)
    moved = [float(one["start_time"]) for one in probe(tmp_path / "b.mkv")["chapters"]]
    assert moved == pytest.approx([0, 0.4], abs=0.05)


def test_attachments_are_kept_where_the_container_can_hold_them(tmp_path: Path) -> None:
    (tmp_path / "font.txt").write_text("glyphs")
    attach = ("-attach", tmp_path / "font.txt", "-metadata:s:t", "mimetype=text/plain")
    ffmpeg(*VIDEO, "-c:v", "libx264", *attach, tmp_path / "a.mkv")
    assert carry(tmp_path / "a.mkv", tmp_path / "b.mkv") == []
    (attachment,) = streams(tmp_path / "b.mkv", "attachment")
    assert attachment["tags"]["filename"] == "font.txt"
    (note,) = carry(tmp_path / "a.mkv", tmp_path / "b.mp4")
    assert note == f"{tmp_path / 'a.mkv'}: mp4 files cannot hold the attachment font.txt, which is left out"


def test_tags_that_a_container_does_not_know_are_told(tmp_path: Path) -> None:
    ffmpeg(*VIDEO, "-c:v", "libx264", "-metadata", "title=Kept", "-metadata", "SCENE_NUMBER=12", tmp_path / "a.mkv")
    assert carry(tmp_path / "a.mkv", tmp_path / "b.mkv") == []
    (note,) = carry(tmp_path / "a.mkv", tmp_path / "b.mp4")
    assert note == f"{tmp_path / 'a.mkv'}: mp4 files cannot hold these tags: SCENE_NUMBER"


def test_a_timecode_that_cannot_be_written_is_told_and_costs_nothing_else(tmp_path: Path) -> None:
    ffmpeg(*VIDEO, "-c:v", "libx264", "-metadata", "timecode=scene 12", "-metadata", "title=A", tmp_path / "a.mkv")
    (note,) = carry(tmp_path / "a.mkv", tmp_path / "b.mov")
    assert note.endswith("mov files cannot hold these tags: timecode")
    assert probe(tmp_path / "b.mov")["format"]["tags"]["title"] == "A"


@pytest.mark.parametrize(
    ("codec", "source", "target", "becomes", "note"),
    [
        ("aac", "a.mkv", "b.mp4", ("aac", 6), None),
        ("ac3", "a.mkv", "b.mp4", ("ac3", 6), None),
        ("flac", "a.mkv", "b.mp4", ("aac", 6), "FLAC becomes AAC"),
        ("pcm_s16le", "a.mkv", "b.mp4", ("aac", 6), "PCM becomes AAC"),
        ("libopus", "a.mkv", "b.mp4", ("aac", 6), "Opus becomes AAC"),
        ("flac", "a.mkv", "b.mov", ("pcm_s32le", 6), "FLAC becomes PCM, without loss"),
        ("pcm_s24le", "a.mov", "b.mov", ("pcm_s24le", 6), None),
        ("flac", "a.mkv", "b.mkv", ("flac", 6), None),
        ("aac", "a.mkv", "b.webm", ("opus", 6), "AAC becomes Opus"),
    ],
)
def test_audio_keeps_its_channels_and_changes_only_with_a_word(
    tmp_path: Path, codec: str, source: str, target: str, becomes: tuple[str, int], note: str | None
) -> None:
    tone = ("-f", "lavfi", "-i", "aevalsrc=0.1*sin(2000*t)|0.2*sin(3000*t)|0.1|0.05|0|0.02:c=5.1:s=48000:d=1")
    ffmpeg(*VIDEO, *tone, "-c:v", "libx264", "-c:a", codec, "-shortest", tmp_path / source)
    notes = carry(tmp_path / source, tmp_path / target)
    assert notes == ([] if note is None else [f"{tmp_path / source}: audio track 1: {note}"])
    (audio,) = streams(tmp_path / target, "audio")
    assert (audio["codec_name"], audio["channels"]) == becomes


def samples(path: Path) -> np.ndarray:
    line = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:a:0", "-f", "s16le", "-"]
    return np.frombuffer(subprocess.run(line, check=True, capture_output=True).stdout, np.int16)


def test_lossless_audio_stays_bit_exact_in_mov(tmp_path: Path) -> None:
    noise = ("-f", "lavfi", "-i", "anoisesrc=d=1:a=0.3:seed=1:r=48000")
    ffmpeg(*VIDEO, *noise, "-c:v", "libx264", "-c:a", "flac", "-sample_fmt", "s16", tmp_path / "a.mkv")
    carry(tmp_path / "a.mkv", tmp_path / "b.mov")
    np.testing.assert_array_equal(samples(tmp_path / "b.mov"), samples(tmp_path / "a.mkv"))


def test_tags_that_are_not_utf_8_come_along_with_what_cannot_be_read_replaced(tmp_path: Path) -> None:
    ffmpeg(*VIDEO, "-c:v", "libx264", "-metadata", "title=Grotte", "-metadata", "TA_KE=2", tmp_path / "a.mkv")
    content = (tmp_path / "a.mkv").read_bytes()
    (tmp_path / "a.mkv").write_bytes(content.replace(b"Grotte", b"Gr\xf6tte").replace(b"TA_KE", b"TA\xffKE"))
    (note,) = carry(tmp_path / "a.mkv", tmp_path / "b.mp4")
    assert note.endswith("mp4 files cannot hold these tags: TA\ufffdKE")
    with av.open(tmp_path / "b.mp4") as file:
        assert file.metadata["title"] == "Gr\ufffdtte"


def test_channels_that_an_encoder_does_not_know_are_mixed_to_stereo_with_a_word(tmp_path: Path) -> None:
    tone = ("-f", "lavfi", "-i", "anullsrc=cl=hexagonal:r=48000:d=1")
    ffmpeg(*VIDEO, *tone, "-c:v", "libx264", "-c:a", "pcm_s16le", "-shortest", tmp_path / "a.mov")
    (note,) = carry(tmp_path / "a.mov", tmp_path / "b.webm")
    assert "PCM, hexagonal becomes Opus, stereo" in note


def test_a_rate_that_an_encoder_does_not_know_is_changed_with_a_word(tmp_path: Path) -> None:
    tone = ("-f", "lavfi", "-i", "sine=440:d=1:r=192000")
    ffmpeg(*VIDEO, *tone, "-c:v", "libx264", "-c:a", "pcm_s16le", tmp_path / "a.mkv")
    (note,) = carry(tmp_path / "a.mkv", tmp_path / "b.mp4")
    assert "PCM, 192000 Hz becomes AAC, 96000 Hz" in note


def carry_part(source: Path, target: Path, start_s: float, end_s: float) -> list[str]:
    """As `carry`, of the pictures from `start_s` until `end_s`."""
    sink = VideoFileSink(target, carry_from=source, carried_part=TimeRange(start_s, end_s))
    time_base = Fraction(1, 25)
    sink.open(StreamInfo(FrameSize(96, 64), Fraction(25), time_base, None))
    for index in range(round(start_s * 25), round(end_s * 25)):
        sink.write(MattedFrame(textured_image(96, 64), None, None, index, index, time_base))
    sink.finish()
    return list(sink.notes)


@pytest.mark.parametrize("target", ["b.mkv", "b.mp4", "b.mov"])
def test_of_a_part_all_is_cut_to_it(tmp_path: Path, target: str) -> None:
    assert carry_part(make_full(tmp_path / "a.mkv"), tmp_path / target, 0.32, 0.72) == []
    found = probe(tmp_path / target)
    chapters = [(one["tags"]["title"], float(one["start_time"]), float(one["end_time"])) for one in found["chapters"]]
    assert chapters == [("One", 0, pytest.approx(0.08)), ("Two", pytest.approx(0.08), pytest.approx(0.4))]
    for stream in streams(tmp_path / target, "audio"):
        assert 0 <= float(stream["start_time"]) < 0.05
        assert float(stream.get("duration", 0.4)) == pytest.approx(0.4, abs=0.05)
    (video,) = [stream for stream in streams(tmp_path / target, "video") if stream["codec_name"] == "h264"]
    assert float(video["start_time"]) == pytest.approx(0, abs=1e-3)
    all_tags = [found["format"]["tags"], *(stream.get("tags", {}) for stream in found["streams"])]
    timecodes = {text for tags in all_tags for key, text in tags.items() if key.lower() == "timecode"}
    assert timecodes == {"01:02:03:12"}
    ffmpeg("-i", tmp_path / target, "-map", "0:s:0", tmp_path / "read.srt")
    lines = (tmp_path / "read.srt").read_text().splitlines()
    assert [line for line in lines if line.isalpha()] == ["Hello", "World"]
    times_ms = [int(time[-3:]) for line in lines if "-->" in line for time in line.split(" --> ")]
    assert times_ms == pytest.approx([0, 80, 280, 400], abs=25)


def test_sound_stays_beside_its_picture_in_a_part(tmp_path: Path) -> None:
    """The tone begins at 2 s of 4; of the part from 1.5 s on it begins at 0.5 s."""
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc2=s=96x64:r=25:d=4", "-f", "lavfi", "-i", "aevalsrc=gt(t\\,2)*sin(3000*t):d=4"),
        *("-c:v", "libx264", "-c:a", "pcm_s16le", tmp_path / "a.mkv"),
    )
    carry_part(tmp_path / "a.mkv", tmp_path / "b.mkv", 1.5, 3)
    words = ["ffmpeg", "-v", "error", "-i", str(tmp_path / "b.mkv"), "-map", "0:a", "-f", "s16le", "-"]
    samples = np.frombuffer(subprocess.run(words, check=True, capture_output=True).stdout, np.int16)
    (audio,) = streams(tmp_path / "b.mkv", "audio")
    begin_s = np.argmax(np.abs(samples) > 1000) / int(audio["sample_rate"]) + float(audio["start_time"])
    assert begin_s == pytest.approx(0.5, abs=0.005)
