"""Jobs that are killed, interrupted or changed meanwhile, and then resumed."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from matting_rt import BatchJob, JobCancelled, VideoJob, open_batch
from matting_rt.batch.identity import fingerprint
from matting_rt.batch.job_spec import OutputForm
from matting_rt.batch.open_job import JobSuspended
from matting_rt.batch.saved_work import SavedWork
from matting_rt.config import BackdropConfig, CompositeConfig
from matting_rt.demo_scene import write_melody
from matting_rt.errors import ConfigError, MattingError, SinkBusyError
from matting_rt.frame import FrameSize, StreamInfo
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.image_files import write_png
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.synthetic.clip import SyntheticClip
from tests.batch.surviving_job import OUTPUTS, SEGMENT, make_job
from tests.disk import file_size_limit

SIZE, RATE_FPS, COUNT = FrameSize(256, 144), 24, 44
SEED = 7


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Source with sound, plate and a moving backdrop that is shorter than the source."""
    folder = tmp_path_factory.mktemp("survival")
    clip = SyntheticClip(SIZE, RATE_FPS, COUNT / RATE_FPS, seed=5)
    write_png(folder / "plate.png", clip.plate())
    write_melody(folder / "melody.m4a")
    images = [image for image, _ in clip.frames()]
    _write(folder / "video.mp4", images, folder / "melody.m4a")
    _write(folder / "backdrop.mp4", [np.roll(clip.plate(), 8 * index, axis=1) for index in range(15)])
    return folder


def _write(path: Path, images: list[np.ndarray], carry_from: Path | None = None) -> None:
    sink = VideoFileSink(path, carry_from=carry_from)
    sink.open(StreamInfo(SIZE, Fraction(RATE_FPS), Fraction(1, RATE_FPS), len(images)))
    for index, image in enumerate(images):
        sink.write(MattedFrame(image, None, None, index, pts=index, time_base=Fraction(1, RATE_FPS)))
    sink.finish()


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the outputs of a job are that nobody interrupted."""
    output = tmp_path_factory.mktemp("whole")
    run(make_job(folder, output))
    return output


def run(job: VideoJob) -> dict[str, object]:
    with open_batch(job) as batch:
        return batch.run()


def interrupt(job: VideoJob, after: int, wish: type[BaseException]) -> str:
    """Run a job until so many frames are written, then raise; the text of what comes out."""

    def watch(batch: BatchJob) -> None:
        if batch.stats.frames_done >= after:
            raise wish

    with open_batch(job) as batch, pytest.raises(wish) as raised:
        batch.run(lambda: watch(batch))
    return str(raised.value)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_outputs_have_all_frames_and_the_sound(whole: Path) -> None:
    assert names(whole) == sorted(OUTPUTS)
    for name in OUTPUTS:
        with av.open(str(whole / name)) as container:
            assert sum(1 for _ in container.decode(video=0)) == COUNT
            assert len(container.streams.audio) == (1 if name == "out.mp4" else 0)


def kill_at(folder: Path, output: Path, form: OutputForm, after_s: float) -> str:
    """Start or resume a job and kill it so long after it began to matte; what it has printed."""
    arguments = [sys.executable, "-m", "tests.batch.surviving_job", folder, output, form.value]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Matting"):
            break
    try:
        process.wait(after_s)
    except subprocess.TimeoutExpired:
        process.kill()
    rest = process.communicate()[0]
    assert process.returncode in (0, -9)
    return rest


def survive(folder: Path, output: Path, form: OutputForm, kills: int) -> None:
    """Kill a job at random moments, begin anew whenever it has come to its end meanwhile, and then let it end."""
    chance = random.Random(SEED)
    killed = 0
    while killed < kills:
        ended = "resumed at" in kill_at(folder, output, form, chance.uniform(0.0, 0.8))
        killed += not ended
        if ended:
            for path in output.iterdir():
                for each in [path] if path.is_file() else path.iterdir():
                    each.unlink()
            continue
        states = sorted((output / ".out.mp4.matting-rt").glob("state-*.npz"))
        segments = sorted((output / ".out.mp4.matting-rt").glob("*.segment"))
        if states:
            reached = int(states[-1].stem.split("-")[1])
            assert reached <= len(segments) <= reached + 1, "one segment is redone at most"
    while "resumed at" not in kill_at(folder, output, form, 60.0):
        pass


@pytest.mark.slow
def test_a_job_that_is_killed_at_twenty_random_moments_ends_as_if_nothing_had_been(
    folder: Path, whole: Path, tmp_path: Path
) -> None:
    survive(folder, tmp_path, OutputForm.VIDEO, 20)
    assert names(tmp_path) == sorted(OUTPUTS), "no litter"
    for name in OUTPUTS:
        assert (tmp_path / name).read_bytes() == (whole / name).read_bytes()


@pytest.mark.slow
def test_a_job_of_pictures_is_resumed_too(folder: Path, tmp_path: Path) -> None:
    expected, found = tmp_path / "expected", tmp_path / "found"
    run(make_job(folder, expected, OutputForm.PICTURES))
    text = interrupt(make_job(folder, found, OutputForm.PICTURES), 2 * SEGMENT + 2, KeyboardInterrupt)
    assert "--resume" in text
    report = run(make_job(folder, found, OutputForm.PICTURES, resumes=True))
    assert report["resumed_at"] in (2 * SEGMENT, 3 * SEGMENT, 4 * SEGMENT)
    assert names(found) == ["alpha", "out"]
    for name in ("alpha", "out"):
        assert names(found / name) == [f"{index:05d}.png" for index in range(COUNT)]
        for path in (found / name).iterdir():
            assert path.read_bytes() == (expected / name / path.name).read_bytes(), path.name


def test_an_interrupted_job_says_how_to_go_on_and_goes_on_exactly(folder: Path, whole: Path, tmp_path: Path) -> None:
    text = interrupt(make_job(folder, tmp_path), SEGMENT + 1, KeyboardInterrupt)
    assert "frames are kept, and --resume continues after them" in text
    lines: list[str] = []
    with open_batch(make_job(folder, tmp_path, resumes=True), on_message=lines.append) as batch:
        report = batch.run()
    assert lines[-1] == f"{report['resumed_at']} frames are done already, and kept"
    assert report["resumed_at"] >= SEGMENT
    assert report["frames_written"] == COUNT
    assert names(tmp_path) == sorted(OUTPUTS)
    for name in OUTPUTS:
        assert (tmp_path / name).read_bytes() == (whole / name).read_bytes()


@pytest.mark.slow
def test_a_job_that_averages_over_frames_goes_on_exactly_too(folder: Path, tmp_path: Path) -> None:
    expected, found = (replace(make_job(folder, tmp_path / name), is_steady=True) for name in ("expected", "found"))
    run(expected)
    interrupt(found, 2 * SEGMENT + 2, KeyboardInterrupt)
    report = run(replace(found, resumes=True))
    assert report["resumed_at"] != 0
    assert report["frames_written"] == COUNT
    for name in OUTPUTS:
        assert (tmp_path / "found" / name).read_bytes() == (tmp_path / "expected" / name).read_bytes()


def test_a_job_that_is_interrupted_in_its_first_segment_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    text = interrupt(replace(make_job(folder, tmp_path), segment_frames=1000), 1, KeyboardInterrupt)
    assert "--resume" not in text
    assert names(tmp_path) == []


def test_what_is_cancelled_is_removed_and_what_is_suspended_is_kept(folder: Path, tmp_path: Path) -> None:
    interrupt(make_job(folder, tmp_path), SEGMENT + 1, JobSuspended)
    assert names(tmp_path) == [".alpha.mp4.matting-rt", ".out.mp4.matting-rt"]
    interrupt(make_job(folder, tmp_path, resumes=True), SEGMENT + 1, JobCancelled)
    assert names(tmp_path) == []


def test_a_job_that_begins_anew_takes_nothing_from_before(folder: Path, whole: Path, tmp_path: Path) -> None:
    interrupt(make_job(folder, tmp_path), SEGMENT + 1, KeyboardInterrupt)
    assert run(make_job(folder, tmp_path))["resumed_at"] == 0
    assert names(tmp_path) == sorted(OUTPUTS)
    assert (tmp_path / "out.mp4").read_bytes() == (whole / "out.mp4").read_bytes()


def test_to_resume_what_was_never_begun_is_to_begin(folder: Path, whole: Path, tmp_path: Path) -> None:
    assert run(make_job(folder, tmp_path, resumes=True))["resumed_at"] == 0
    assert (tmp_path / "out.mp4").read_bytes() == (whole / "out.mp4").read_bytes()


@pytest.fixture
def begun(folder: Path, tmp_path: Path) -> Iterator[VideoJob]:
    """A job whose beginning is kept, with files of its own."""
    for name in ("video.mp4", "plate.png", "backdrop.mp4"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    job = make_job(tmp_path, tmp_path / "out")
    interrupt(job, SEGMENT + 1, KeyboardInterrupt)
    before = names(tmp_path / "out")
    yield replace(job, resumes=True)
    assert names(tmp_path / "out") == before, "what is kept stays so"


@pytest.mark.parametrize(("name", "what"), [("video.mp4", "the source"), ("plate.png", "the plate")])
def test_a_changed_file_is_refused_by_its_name(begun: VideoJob, tmp_path: Path, name: str, what: str) -> None:
    content = bytearray((tmp_path / name).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ConfigError, match=rf"out\.mp4 cannot be resumed: {what} has changed") as raised:
        open_batch(begun)
    assert "\n" not in str(raised.value)


def test_files_that_were_copied_back_are_the_same(begun: VideoJob, tmp_path: Path) -> None:
    for name in ("video.mp4", "plate.png", "backdrop.mp4"):
        os.utime(tmp_path / name, (1, 1))
    with open_batch(begun) as batch:
        assert batch.frame_count == COUNT


def test_numbered_pictures_are_told_by_what_they_hold(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"a.{number}.raw").write_bytes(bytes([number]) * 400_000)
    before = fingerprint(tmp_path / "a.%d.raw")
    os.utime(tmp_path / "a.1.raw", (1, 1))
    assert fingerprint(tmp_path / "a.%d.raw") == before
    (tmp_path / "a.1.raw").write_bytes(bytes([7]) * 400_000)
    assert fingerprint(tmp_path / "a.%d.raw") != before


def test_what_was_not_asked_for_is_called_the_default(begun: VideoJob) -> None:
    with pytest.raises(ConfigError, match=r"quality has changed since \(it was the default, and is 30\)"):
        open_batch(replace(begun, quality=30))


def test_a_changed_model_backdrop_or_setting_is_refused(begun: VideoJob) -> None:
    config = begun.config
    changes = {
        r"engine\.model": replace(config, engine=replace(config.engine, model="mobilenetv3")),
        r"backdrop\.spec": replace(config, backdrop=BackdropConfig("navy")),
        r"composite\.person_scale": replace(config, composite=CompositeConfig(person_scale=0.5)),
    }
    for what, changed in changes.items():
        with pytest.raises(ConfigError, match=f"{what} has changed since"):
            open_batch(replace(begun, config=changed))
    with pytest.raises(ConfigError, match="segment_frames has changed"):
        open_batch(replace(begun, segment_frames=12))


def test_two_programs_do_not_write_one_output(begun: VideoJob) -> None:
    with open_batch(begun), pytest.raises(SinkBusyError, match="written by another program"):
        open_batch(begun)


def test_a_full_disk_keeps_what_was_done(folder: Path, whole: Path, tmp_path: Path) -> None:
    limit = (whole / "out.mp4").stat().st_size // 2
    with file_size_limit(max(limit, 20_000)), pytest.raises(MattingError):
        run(make_job(folder, tmp_path))
    run(make_job(folder, tmp_path, resumes=True))
    assert names(tmp_path) == sorted(OUTPUTS)
    assert (tmp_path / "out.mp4").read_bytes() == (whole / "out.mp4").read_bytes()


def test_a_disk_that_is_full_in_the_first_segment_is_told_as_such(folder: Path, tmp_path: Path) -> None:
    with file_size_limit(4096), pytest.raises(MattingError, match=r"no room for .*; free some space"):
        run(replace(make_job(folder, tmp_path), segment_frames=1000))
    assert names(tmp_path) == []


def test_a_disk_that_will_not_do_is_foretold_after_the_first_segment(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    real = shutil.disk_usage
    monkeypatch.setattr(shutil, "disk_usage", lambda path: real(path)._replace(free=1000))
    report = run(make_job(folder, tmp_path))
    notes = report["notes"]
    assert isinstance(notes, list)
    assert [line for line in notes if "GB are needed until the end" in line]


def test_a_program_that_dies_between_publishing_and_tidying_up_can_be_resumed(
    folder: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(SavedWork, "discard", SavedWork.close)  # as if it had been killed right before
        run(make_job(folder, tmp_path))
    assert names(tmp_path) == sorted((".alpha.mp4.matting-rt", ".out.mp4.matting-rt", *OUTPUTS))
    (tmp_path / "alpha.mp4").unlink()  # or a moment earlier
    run(make_job(folder, tmp_path, resumes=True))
    assert names(tmp_path) == sorted(OUTPUTS)
    for name in OUTPUTS:
        assert (tmp_path / name).read_bytes() == (whole / name).read_bytes()


@pytest.mark.slow
def test_deep_frames_are_resumed_to_the_last_bit(folder: Path, tmp_path: Path) -> None:
    def deep(output: Path, *, resumes: bool = False) -> VideoJob:
        job = make_job(folder, output, resumes=resumes)
        return replace(job, output=output / "out.mkv", others={"alpha": output / "alpha.mkv"}, codec="ffv1", depth="16")

    run(deep(tmp_path / "expected"))
    interrupt(deep(tmp_path / "found"), 2 * SEGMENT, KeyboardInterrupt)
    assert run(deep(tmp_path / "found", resumes=True))["resumed_at"] != 0
    for name in ("out.mkv", "alpha.mkv"):
        found, expected = (packets_of(tmp_path / each / name) for each in ("found", "expected"))
        assert len(found) == COUNT
        assert found == expected


def packets_of(path: Path) -> list[bytes]:
    """Matroska has random numbers of its own in every file."""
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def test_a_damaged_segment_is_done_again_with_all_others(folder: Path, whole: Path, tmp_path: Path) -> None:
    interrupt(make_job(folder, tmp_path), SEGMENT + 1, KeyboardInterrupt)
    segment = tmp_path / ".alpha.mp4.matting-rt" / "000000.segment"
    segment.write_bytes(segment.read_bytes()[:-100])
    report = run(make_job(folder, tmp_path, resumes=True))
    assert report["resumed_at"] == 0
    assert f"what was kept of {tmp_path / 'out.mp4'} is damaged, so all frames are done again" in str(report["notes"])
    for name in OUTPUTS:
        assert (tmp_path / name).read_bytes() == (whole / name).read_bytes()


def test_a_segment_that_is_lost_meanwhile_ends_a_job_which_keeps_nothing(folder: Path, tmp_path: Path) -> None:
    with open_batch(make_job(folder, tmp_path)) as batch, pytest.raises(MattingError) as raised:
        batch.run(lambda: (tmp_path / ".out.mp4.matting-rt" / "000000.segment").unlink(missing_ok=True))
    assert "000000.segment is damaged or missing; start the job over; not written" in str(raised.value)
    assert "--resume" not in str(raised.value)
    assert names(tmp_path) == []
