"""`matting-rt jobs`: files of jobs, and what becomes of them."""

import json
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import av
import pytest

from matting_rt.batch.tickets import Tickets
from matting_rt.cli.__main__ import main
from matting_rt.cli.job_file import read_jobs
from matting_rt.errors import UsageError
from matting_rt.media.encodings import EncoderKind
from matting_rt.work_folder import WorkFolder
from tests.cli.conftest import FRAME_COUNT, Scene

HEADER = """[defaults]
model = "{model}"
engine = "torch"
check = false
backdrop = "navy"
"""


@pytest.fixture
def folder(scene: Scene, tmp_path: Path) -> Path:
    (tmp_path / "clips").mkdir()
    for name in ("one", "two"):
        shutil.copy(scene.video, tmp_path / "clips" / f"{name}.mp4")
    shutil.copy(scene.plate, tmp_path / "room.png")
    return tmp_path


def write(folder: Path, scene: Scene, text: str) -> Path:
    path = folder / "jobs.toml"
    path.write_text(HEADER.format(model=scene.model) + text)
    return path


BOTH = """
[[job]]
src = "clips"
plate = "room.png"
output = "matted/{name}.mp4"
"""


def frames_of(path: Path) -> int:
    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))


def test_a_folder_a_pattern_and_a_list_become_jobs_with_paths_from_the_file(scene: Scene, folder: Path) -> None:
    text = (
        BOTH
        + """
[[job]]
src = ["clips/o*.mp4"]
plate = "auto"
output = "matted/{name}.mov"
alpha-output = "{name}-alpha.mp4"
backdrop = "transparent"
keep = "people"
steady = true
"""
    )
    jobs = [listed.job for listed in read_jobs(write(folder, scene, text))]
    assert [job.source.name for job in jobs] == ["one.mp4", "two.mp4", "one.mp4"]
    assert jobs[0].plate == folder / "room.png"
    assert jobs[1].output == folder / "matted" / "two.mp4"
    assert jobs[2].plate is None
    assert jobs[2].others == {"alpha": folder / "one-alpha.mp4"}
    assert jobs[2].is_steady
    assert not jobs[0].is_steady
    assert [job.config.backdrop.spec for job in jobs] == ["navy", "navy", "transparent"]
    assert jobs[0].encoder is EncoderKind.SOFTWARE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n[[job]]\nsrc = !", r"jobs\.toml is not valid TOML: .*line 8"),
        (
            "\n[[job]]\nsrc = 'clips'\nbackdorp = 'navy'",
            r"line 9: there is no setting 'backdorp'; did you mean 'backdrop'",
        ),
        ("\n[[job]]\nplate = 'auto'", "line 7: a job needs src"),
        ("\n[[job]]\nsrc = 'none/*.mp4'", r"line 8: there is no video none/\*\.mp4"),
        ("\n[[job]]\nsrc = 'clips'\nsteady = 'yes'", "line 9: steady is true or false"),
        ("\n[[job]]\nsrc = 'clips'\nkeep = 'all'\noutput = '{name}.mp4'", "line 9: keep: 'all' is not a choice"),
        ("\n[[jobs]]\nsrc = 'clips'", r"line 7: 'jobs' means nothing here"),
        ("\n[[job]]\nsrc = 'clips'\noutput = 'out.mp4'", r"would both write .*out\.mp4"),
        (
            "\n[[job]]\nsrc = 'clips/one.mp4'\noutput = 'clips/two.mp4'\noverwrite = true\n"
            "[[job]]\nsrc = 'clips/two.mp4'\noutput = 'three.mp4'",
            r"one\.mp4 would be written to .*two\.mp4, which is a source here",
        ),
        ("", "lists no job"),
        ("\n[[job]]\nsrc = 'clips/one.mp4'", "line 7: nothing is to be written; give --output"),
        ("\n[[job]]\nsrc = 5\noutput = 'o.mp4'", "line 8: src takes a text"),
        ("\n[[job]]\nsrc = 'clips'\noutput = '{nam}.mp4'", r"line 9: \{nam\} stands for nothing; there is \{name\}"),
        (
            "\n[[job]]\nsrc = 'clips'\noutput = '{name}.mp4'\nquality = 'best'",
            "line 10: quality: 'best' is not a whole",
        ),
        ("\n[[job]]\nsrc = 'clips'\noutput = '{name}.webm'\ncodec = 'h264'", r"line 9: .*webm cannot hold H\.264"),
        ("\n[[job]]\nsrc = 'clips'\noutput = '{name}.%04d.mp4'", r"line 9: .*numbered files are pictures"),
        ("\n[[job]]\nsrc = 'clips/one.mp4'\noutput = 'clips/one.mp4'", "line 9: --src and --output are the same file"),
        (
            "\n[[job]]\nsrc = 'clips'\noutput = '{name}.mp4'\nreport = 'a.txt'",
            "line 10: report: .*a.txt is not the name",
        ),
        ("\n[[job]]\nsrc = 'clips'\noutput = '{name}.mp4'\nreport = 'a.json'", "would both write .*a.json"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(scene: Scene, folder: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as raised:
        read_jobs(write(folder, scene, text))
    assert "jobs.toml" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_dry_run_lists_and_does_nothing(scene: Scene, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(folder, scene, BOTH)
    before = sorted(folder.rglob("*"))
    assert main(["jobs", str(path), "--dry-run"]) == 0
    assert sorted(folder.rglob("*")) == before
    printed = capsys.readouterr().out
    assert f"{folder}/clips/two.mp4 -> {folder}/matted/two.mp4 (plate {folder}/room.png): to do\n" in printed
    assert printed.endswith("2 jobs\n")


def test_a_dry_run_says_how_jobs_stand_and_what_they_would_fail_by(
    scene: Scene, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = """
[[job]]
src = "clips/none.mp4"
plate = "{name}.png"
output = "none.mp4"
"""
    path = write(folder, scene, BOTH + more)
    one, two = (listed.job for listed in read_jobs(path)[:2])
    assert two.output is not None
    kept = WorkFolder(two.output)
    kept.open(keeps=True)
    (kept.path / "state-000003.npz").touch()
    kept.close()
    assert main(["jobs", str(path), "--dry-run"]) == 1
    first, second, third, last = capsys.readouterr().out.splitlines()
    assert first.endswith(": to do")
    assert second.endswith(": begun, 750 frames are kept")
    assert third.endswith(f": to do; {folder}/clips/none.mp4 is missing; {folder}/none.png is missing")
    assert last == "3 jobs, of which 1 would fail"
    assert one.output is not None
    one.output.write_text("somebody's")
    assert main(["jobs", str(path), "--dry-run"]) == 1
    assert f": to do; {one.output} exists" in capsys.readouterr().out


def test_a_folder_of_numbered_pictures_is_one_video_and_a_list_of_one_says_so(
    scene: Scene, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "shot").mkdir()
    for number in (1, 2):
        shutil.copy(scene.pictures / "a.png", folder / "shot" / f"s.{number:04d}.png")
    path = write(folder, scene, '[[job]]\nsrc = "shot"\nplate = "room.png"\noutput = "{name}.mp4"\n')
    assert main(["jobs", str(path), "--dry-run"]) == 0
    printed = capsys.readouterr().out
    assert f"{folder}/shot -> {folder}/shot.mp4" in printed
    assert printed.endswith("1 job\n")
    assert main(["jobs", str(path)]) == 0
    assert frames_of(folder / "shot.mp4") == 2


def test_jobs_write_reports_and_a_sequence_is_called_without_its_number(
    scene: Scene, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shot = folder / "shot"
    shot.mkdir()
    for number in (1, 2):
        shutil.copy(scene.pictures / "a.png", shot / f"s.{number:04d}.png")
    text = """
[[job]]
src = "shot/s.%04d.png"
plate = "room.png"
output = "{name}.mp4"
report = "{name}.html"
"""
    path = write(folder, scene, text)
    assert main(["jobs", str(path)]) == 0
    assert frames_of(folder / "s.mp4") == 2
    assert "data:image/jpeg" in (folder / "s.html").read_text()
    capsys.readouterr()
    assert main(["jobs", str(path), "--dry-run"]) == 0
    assert "room.png): done\n" in capsys.readouterr().out


@pytest.mark.slow
def test_jobs_go_on_after_an_error_and_again_do_what_is_left(
    scene: Scene, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "clips" / "broken.mp4").write_text("this is no video")
    path = write(folder, scene, BOTH)
    assert main(["jobs", str(path)]) == 1
    printed = capsys.readouterr().out
    assert "2 of 3 done, 1 failed, 0 run elsewhere; 3 were run here" in printed
    assert "broken.mp4  failed: " in printed
    assert [frames_of(folder / "matted" / f"{name}.mp4") for name in ("one", "two")] == [FRAME_COUNT] * 2
    shutil.copy(folder / "clips" / "one.mp4", folder / "clips" / "broken.mp4")
    (folder / "matted" / "two.mp4").unlink()
    assert main(["jobs", str(path)]) == 0
    printed = capsys.readouterr().out
    assert "3 of 3 done, 0 failed, 0 run elsewhere; 2 were run here" in printed
    assert frames_of(folder / "matted" / "two.mp4") == FRAME_COUNT
    assert not list((folder / "matted").glob(".*"))


def test_a_job_whose_settings_have_changed_is_done_again(
    scene: Scene, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = BOTH.replace('"clips"', '"clips/one.mp4"') + "overwrite = true\n"
    assert main(["jobs", str(write(folder, scene, one))]) == 0
    assert main(["jobs", str(write(folder, scene, one))]) == 0
    assert main(["jobs", str(write(folder, scene, one + 'backdrop = "white"\n'))]) == 0
    ours = [line.split("; ")[-1] for line in capsys.readouterr().out.splitlines() if "were run here" in line]
    assert ours == ["1 were run here", "0 were run here", "1 were run here"]


def test_a_program_that_dies_after_its_last_frame_has_done_its_job(
    scene: Scene, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(tickets: Tickets, name: str, *result: object) -> None:
        raise KeyboardInterrupt

    # it is this very program, which lives: only a ticket that nobody touches tells
    monkeypatch.setattr("matting_rt.batch.job_list.Tickets", partial(Tickets, beat_s=0.1, stale_s=1.0))
    path = write(folder, scene, BOTH.replace('"clips"', '"clips/one.mp4"'))
    with monkeypatch.context() as patch:
        patch.setattr(Tickets, "finish", die)
        assert main(["jobs", str(path)]) == 130
    assert frames_of(folder / "matted" / "one.mp4") == FRAME_COUNT
    assert main(["jobs", str(path)]) == 0
    assert "1 of 1 done" in capsys.readouterr().out


def test_an_interrupted_list_waits_and_says_so(scene: Scene, folder: Path) -> None:
    path = write(folder, scene, BOTH)
    command = [sys.executable, "-m", "matting_rt.cli", "jobs", str(path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if "Loading" in line:
            break
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 143
    assert errors.count("\n") == 1
    states = [next(each.iterdir()).name for each in (folder / "jobs.toml.state").iterdir()]
    assert states == ["waiting", "waiting"]


@pytest.mark.slow
def test_programs_share_a_list_and_outlive_one_another(scene: Scene, folder: Path) -> None:
    for number in range(4):
        shutil.copy(scene.video, folder / "clips" / f"more-{number}.mp4")
    path = write(folder, scene, BOTH)
    command = [sys.executable, "-m", "matting_rt.cli", "jobs", str(path)]
    programs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    state = folder / "jobs.toml.state"
    while not list(state.glob("*/running.*")):
        assert any(program.poll() is None for program in programs), "one takes a job before all end"
        time.sleep(0.05)
    programs[0].kill()
    printed = [program.communicate(timeout=120)[0] for program in programs]
    assert [program.returncode for program in programs[1:]] == [0, 0], printed
    results = [json.loads(each.read_text()) for each in state.glob("*/result.json")]
    assert [result["frames"] for result in results] == [FRAME_COUNT] * 6
    assert len(list((folder / "matted").iterdir())) == 6
