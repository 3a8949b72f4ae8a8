"""`matting-rt video` from file to file, and what it says when it cannot."""

import json
import logging
import shutil
import subprocess
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from matting_rt.cli.__main__ import main
from matting_rt.matting import MattingStage
from matting_rt.media.encoding_tables import CODECS
from tests.cli.conftest import FRAME_COUNT, RATE_FPS, SIZE, Scene


def error_line(capfd: pytest.CaptureFixture[str]) -> str:
    """The one line on standard error, whoever wrote it (FFmpeg and ONNX Runtime write past Python)."""
    (line,) = capfd.readouterr().err.splitlines()
    assert line.startswith("matting-rt: error: ")
    return line


def test_a_video_becomes_a_video_with_its_sound_and_times(
    scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    output, alpha, report = tmp_path / "out.mp4", tmp_path / "alpha.mp4", tmp_path / "report.json"
    options = {"alpha-output": alpha, "report": report, "backdrop": "navy"}
    assert main(scene.arguments("video", output, **options)) == 0
    captured = capfd.readouterr()
    assert captured.err == ""
    assert "Loading " in captured.out
    assert f"Wrote {output}, {alpha}: {FRAME_COUNT} frames" in captured.out
    with av.open(str(output)) as container:
        assert len(container.streams.audio) == 1
        times = [frame.time for frame in container.decode(video=0)]
    assert times == pytest.approx([index / RATE_FPS for index in range(FRAME_COUNT)], abs=1e-3)
    with av.open(str(alpha)) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == SIZE
    written = json.loads(report.read_text())
    assert written["frames_written"] == FRAME_COUNT
    assert written["size"] == str(SIZE)
    assert written["model"] == str(scene.model)
    assert set(written["stages"]) == {"decode", *MattingStage.STAGES, "encode"}
    assert written["plate"] == str(scene.plate)
    assert written["plate_fit"]["same_scene"] is True
    assert written["losses"] == {"missing": 0, "damaged": 0}
    assert [state["time_s"] for state in written["plate_states"]] == pytest.approx(times, abs=1e-3)
    assert {media["video"]["codec"] for media in written["media"].values()} == {"h264"}


@pytest.mark.ffmpeg
def test_a_report_says_of_the_output_what_ffprobe_says(scene: Scene, tmp_path: Path) -> None:
    output, report = tmp_path / "out.mkv", tmp_path / "report.json"
    assert main(scene.arguments("video", output, report=report)) == 0
    shown = ["-of", "json", "-count_frames", "-show_streams", str(output)]
    probed = json.loads(subprocess.run(["ffprobe", "-v", "error", *shown], capture_output=True, check=True).stdout)
    video, audio = probed["streams"]
    written = json.loads(report.read_text())
    facts = written["media"][str(output)]
    assert written["frames_written"] == int(video["nb_read_frames"])
    assert facts["video"]["codec"] == video["codec_name"]
    assert facts["video"]["pixel_format"] == video["pix_fmt"]
    assert facts["video"]["primaries"].replace(".", "").lower() == video["color_primaries"]
    (sound,) = facts["audio"]
    assert (sound["codec"], sound["rate_hz"]) == (audio["codec_name"], int(audio["sample_rate"]))


def test_a_report_can_be_a_page_with_pictures(scene: Scene, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    assert main(scene.arguments("video", tmp_path / "out.mov", report=report, backdrop="transparent")) == 0
    page = report.read_text(encoding="utf-8")
    assert page.count("data:image/jpeg;base64,") == 12
    assert "prores" in page
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.mov", "report.html"]


def test_every_picture_can_be_a_video_in_another_size(scene: Scene, tmp_path: Path) -> None:
    names = {"alpha": "mp4", "foreground": "mov", "error": "mp4", "refined": "mp4"}
    options = {f"{name}-output": tmp_path / f"{name}.{suffix}" for name, suffix in names.items()}
    trained = {"size": "128x72", "model": "mobilenetv3-lite"}  # random weights may expect no error anywhere
    assert main(scene.arguments("video", tmp_path / "composite.mp4", **trained, **options)) == 0
    for path in (tmp_path / "composite.mp4", *options.values()):
        with av.open(str(path)) as container:
            frames = [frame.to_ndarray(format="rgba") for frame in container.decode(video=0)]
        assert len(frames) == FRAME_COUNT
        assert frames[0].shape == (72, 128, 4)
        if path.stem == "foreground":
            assert frames[0][..., 3].min() < 255
        if path.stem == "refined":
            assert frames[0][..., :3].max() > 250


def test_a_picture_alone_can_be_a_sequence(scene: Scene, tmp_path: Path) -> None:
    words = scene.arguments("video", tmp_path / "unused")
    at = words.index("--output")
    del words[at : at + 2]
    assert main([*words, "--alpha-output", str(tmp_path / "alpha"), "--output-format", "pictures"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["alpha"]
    assert sorted(path.name for path in (tmp_path / "alpha").iterdir())[-1] == f"{FRAME_COUNT - 1:05d}.png"


def test_the_plate_can_come_from_the_video_itself(scene: Scene, tmp_path: Path) -> None:
    assert main(scene.arguments("video", tmp_path / "out.mkv", plate="auto", check="off", backdrop="blur")) == 0
    assert (tmp_path / "out.mkv").exists()


def read_alphas(folder: Path) -> list[np.ndarray]:
    return [cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) for path in sorted(folder.iterdir())]


@pytest.mark.parametrize("plate", ["none", "the right one", "of another room"])
def test_where_only_people_are_kept_nothing_else_leaves_whatever_network_and_plate(
    scene: Scene, tmp_path: Path, plate: str
) -> None:
    plates = {"none": "none", "the right one": scene.plate, "of another room": scene.other_plate}
    options = {
        "plate": plates[plate],
        "keep": "people",
        "output-format": "pictures",
        "report": tmp_path / "report.json",
    }
    # the network's weights are random
    assert main(scene.arguments("video", tmp_path / "out", **options, **{"alpha-output": tmp_path / "alpha"})) == 0
    for alpha, true in zip(read_alphas(tmp_path / "alpha"), scene.true_alphas(), strict=True):
        room = alpha[cv2.dilate(true, np.ones((31, 31))) == 0]
        # of what a believed network calls new, as much may stay as could be held: a good third of the people's area
        assert room.sum() < 0.4 * true.sum()
        if plate != "the right one":
            assert room.sum() < 0.01 * true.sum()
            assert alpha[cv2.erode(true, np.ones((9, 9))) == 255].mean() > 240
    written = json.loads((tmp_path / "report.json").read_text())
    assert written["plate"] == str(plates[plate])
    assert written["plate_fit"]["condition"] == (
        "known" if plate == "the right one" else "learning" if plate == "none" else "lost"
    )


def test_a_missing_file_is_a_mistake(scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(scene.arguments("video", tmp_path / "out.mp4", src=tmp_path / "none.mp4")) == 2
    assert "none.mp4" in error_line(capfd)


def test_a_directory_without_pictures_is_a_mistake(
    scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(scene.arguments("video", tmp_path / "out.mp4", src=tmp_path)) == 2
    assert "no numbered pictures" in error_line(capfd)


def test_a_text_called_mp4_fails(scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "text.mp4"
    text.write_text("This is not a video.\n" * 100)
    assert main(scene.arguments("video", tmp_path / "out.mp4", src=text)) == 1
    assert "text.mp4" in error_line(capfd)
    assert list(tmp_path.iterdir()) == [text]


@pytest.fixture
def short(scene: Scene, tmp_path: Path) -> Path:
    """The scene's video as a recorder leaves it that crashes: two thirds of what it declares."""
    short = tmp_path / "short.mkv"
    with av.open(str(scene.video)) as container, av.open(str(short), "w") as copy:
        stream = copy.add_stream_from_template(container.streams.video[0])
        for packet in container.demux(container.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                copy.mux(packet)
    short.write_bytes(short.read_bytes()[: short.stat().st_size * 2 // 3])
    return short


def test_a_video_that_ends_early_is_written_as_far_as_it_goes_and_has_a_status_of_its_own(
    scene: Scene, tmp_path: Path, short: Path, caplog: pytest.LogCaptureFixture
) -> None:
    output, report = tmp_path / "out.mp4", tmp_path / "report.json"
    assert main(scene.arguments("video", output, src=short, report=report)) == 3
    (line,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    with av.open(str(output)) as container:
        count = sum(1 for _ in container.decode(video=0))
    assert 0 < count < FRAME_COUNT
    assert line.startswith(f"{short} ends early: it holds {count} frames, ")
    assert line.endswith(" of 1.0 seconds; those were written")
    written = json.loads(report.read_text())
    assert written["frames_written"] == count
    assert f"{written['shortfall']}; those were written" == line


def test_where_it_is_asked_for_a_video_that_ends_early_leaves_nothing(
    scene: Scene, tmp_path: Path, short: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([*scene.arguments("video", tmp_path / "out.mp4", src=short), "--strict"]) == 1
    line = error_line(capfd)
    assert "ends early" in line
    assert "of 24 frames were matted)" in line
    assert list(tmp_path.iterdir()) == [short]


def test_a_plate_of_another_scene_is_a_mistake(scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(scene.arguments("video", tmp_path / "out.mp4", plate=scene.other_plate)) == 2
    assert "plate" in error_line(capfd)
    assert not list(tmp_path.iterdir())


def test_weights_with_a_wrong_checksum_fail(scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(scene.model.read_bytes()[:-2] + b"??")
    shutil.copy(f"{scene.model}.sha256", f"{damaged}.sha256")
    assert main(scene.arguments("video", tmp_path / "out.mp4", model=damaged)) == 1
    assert "sha256" in error_line(capfd)
    assert not (tmp_path / "out.mp4").exists()


def test_an_output_is_not_replaced_unless_told_to(
    scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.mp4"
    output.write_text("precious")
    assert main(scene.arguments("video", output)) == 2
    assert "give --overwrite" in error_line(capfd)
    assert output.read_text() == "precious"


def test_the_input_is_never_the_output(scene: Scene, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([*scene.arguments("video", scene.video), "--overwrite"]) == 2
    assert "are the same file" in error_line(capfd)


@pytest.mark.parametrize(
    "options",
    [
        {"backdrop": "bleu"},
        {"backdrop": "none.png"},
        {"backdrop": "transparent"},
        {"plate": "none.png"},
        {"config": "none.toml"},
        {"model": "mobilenetv9"},
        {"device": "cpu", "precision": "fp16"},
        {"output": "out.gif"},
        {"alpha-output": "alpha.png"},
        {"report": "text/report.json"},
        {"size": "128x128"},
        {"output-format": "pictures"},
        {"error-output": "error.mp4", "engine": "torchscript"},
    ],
    ids=str,
)
def test_other_mistakes_are_found_before_the_video_is_read_for_a_plate(
    scene: Scene,
    tmp_path: Path,
    options: dict[str, str],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text").write_text("a file where a directory should be")
    output = Path(options.get("output", "out.mp4"))
    others = {name: value for name, value in options.items() if name != "output"}
    assert main(scene.arguments("video", output, **{"plate": "auto", **others})) == 2
    captured = capfd.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["text"]


def ffmpeg(*arguments: str | Path) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True)


@pytest.mark.ffmpeg
def test_what_is_not_kept_is_a_line_and_in_the_report(
    scene: Scene, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source, output, report = tmp_path / "in.mkv", tmp_path / "out.mp4", tmp_path / "report.json"
    ffmpeg("-i", scene.video, "-c:v", "copy", "-c:a", "flac", "-metadata", "SCENE_NUMBER=12", source)
    assert main(scene.arguments("video", output, src=source, report=report)) == 0
    lines = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert lines == [
        f"{source}: audio track 1: FLAC becomes AAC",
        f"{source}: mp4 files cannot hold these tags: SCENE_NUMBER",
    ]
    assert json.loads(report.read_text())["notes"] == lines


@pytest.mark.ffmpeg
def test_a_plate_grabbed_from_a_video_whose_pixels_are_not_square_is_accepted(scene: Scene, tmp_path: Path) -> None:
    squeezed, plate, output = tmp_path / "in.mkv", tmp_path / "plate.png", tmp_path / "out.mp4"
    scale = f"scale={SIZE.width * 3 // 4}:{SIZE.height}"
    ffmpeg("-i", scene.video, "-vf", f"{scale},setsar=4/3", "-c:v", "libx264", "-crf", "10", squeezed)
    ffmpeg("-i", scene.plate, "-vf", f"{scale},setsar=4/3", plate)
    assert main(scene.arguments("video", output, src=squeezed, plate=plate)) == 0
    with av.open(str(output)) as container:
        picture = container.streams.video[0]
        assert (picture.width, picture.height) == SIZE


def test_a_part_of_a_video_is_written_with_its_sound(scene: Scene, tmp_path: Path) -> None:
    output, report = tmp_path / "out.mp4", tmp_path / "report.json"
    words = scene.arguments("video", output, report=report)
    words[words.index("--src")], words[words.index("--output")] = "-i", "-o"
    assert main([*words, "--start", "0.25", "--end", "0:00:00.75"]) == 0
    with av.open(str(output)) as container:
        assert [frame.time for frame in container.decode(video=0)] == pytest.approx([i / RATE_FPS for i in range(12)])
    with av.open(str(output)) as container:
        assert container.duration / av.time_base == pytest.approx(0.5, abs=0.03)
        assert len(container.streams.audio) == 1


def test_a_colourists_cut_out_is_open_exr_of_floating_point(scene: Scene, tmp_path: Path) -> None:
    words = scene.arguments("video", tmp_path / "shot.%04d.exr", backdrop="transparent", end="0.1")
    assert main([*words, "--alpha-output", str(tmp_path / "matte.%04d.png"), "--depth", "half"]) == 2
    assert main([*words, "--foreground-output", str(tmp_path / "fg.####.exr"), "--depth", "half"]) == 0
    names = [f"{name}.{number:04d}.exr" for name in ("fg", "shot") for number in range(3)]
    assert sorted(path.name for path in tmp_path.iterdir()) == names


@pytest.mark.ffmpeg
def test_numbered_pictures_become_pictures_of_the_same_numbers(
    scene: Scene, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "in").mkdir()
    ffmpeg("-i", scene.video, "-frames:v", "6", "-start_number", "99", tmp_path / "in" / "shot.%04d.png")
    (tmp_path / "in" / "shot.0101.png").unlink()
    source, output = tmp_path / "in" / "shot.%04d.png", tmp_path / "out.%04d.tif"
    assert main(scene.arguments("video", output, src=source, rate="24", size="128x72")) == 0
    (line,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert line == f"{source}: 101 missing; the numbers of the others are kept"
    assert sorted(path.name for path in tmp_path.glob("*.tif")) == [
        f"out.{n:04d}.tif" for n in (99, 100, 102, 103, 104)
    ]
    assert main(scene.arguments("video", tmp_path / "out.mp4", src=tmp_path / "in", rate="24", plate="auto")) == 0
    with av.open(str(tmp_path / "out.mp4")) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert times == pytest.approx([n / 24 for n in (0, 1, 3, 4, 5)], abs=1e-3)


def status_of(words: list[str]) -> object:
    try:
        return main(words)
    except SystemExit as end:  # what the parser itself refuses
        return end.code


@pytest.mark.parametrize(
    "options",
    [
        {"codec": "prores"},
        {"codec": "h264", "depth": "12"},
        {"codec": "vp9"},
        {"quality": "99"},
        {"hdr": "keep"},
        {"linear": "on"},
        {"codec": "hevc", "backdrop": "transparent"},
        {"output": "a.png"},
        {"output": "a.%04d.mp4"},
        {"output": "new/a.%04d.mp4"},
        {"output": "new/a.webm", "codec": "h264"},
        {"output": "a.%04d.mov", "codec": "prores"},
        {"quality": "best"},
        {"start": "2", "end": "1"},
        {"start": "-1"},
        {"start": "1:99"},
        {"end": "soon"},
        {"start": "100"},
        {"start": "0.5", "end": "0.5"},
    ],
    ids=str,
)
def test_what_cannot_be_stored_is_a_mistake_and_a_line(
    scene: Scene, tmp_path: Path, options: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / options.get("output", "out.mp4")
    words = scene.arguments("video", output, **{name: text for name, text in options.items() if name != "output"})
    assert status_of(words) == 2
    assert capfd.readouterr().err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_the_formats_are_listed_from_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["video", "--list-formats"])
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["format", "container", "codec"]
    assert len(rows) == sum(len(codec.pixels) for codec in CODECS.values())
    assert all(any(f" {name} " in row for row in rows) for name in CODECS)
