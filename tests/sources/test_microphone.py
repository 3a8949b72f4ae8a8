"""Microphones, those of a real PulseAudio: a pipe into which a test writes what one hears."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from matting_rt.errors import SourceError, SourceNotFoundError
from matting_rt.sound import SOUND_RATE_HZ, SoundBlock
from matting_rt.sources.microphone import Microphone, MicrophoneInfo, SampleClock, find_microphone, list_microphones
from tests.live.fakes import wait_until

MICROPHONES = (MicrophoneInfo("usb-1", "Headset Mono"), MicrophoneInfo("pci-1", "Built-in Stereo"))


@pytest.mark.parametrize("wanted", ["usb-1", "Headset Mono", "headset"])
def test_a_microphone_is_found_by_its_id_or_a_part_of_its_name(wanted: str) -> None:
    assert find_microphone(MICROPHONES, wanted).stable_id == "usb-1"


@pytest.mark.parametrize(("wanted", "said"), [("o", "usb-1, pci-1"), ("webcam", "webcam is not connected")])
def test_what_is_no_microphone_or_may_be_several_is_refused(wanted: str, said: str) -> None:
    with pytest.raises(SourceNotFoundError, match=said):
        find_microphone(MICROPHONES, wanted)


def blocks(errors_s: list[float], clock: float = 1.0) -> Iterator[SoundBlock]:
    """Of 20 ms; `errors_s` says how wrong each one's time is."""
    for index, error_s in enumerate(errors_s):
        yield SoundBlock(np.full(960, index, np.int16), 100 + index * 0.02 / clock + error_s)


def test_jitter_of_moments_is_gone_and_drift_stays() -> None:
    clock, jitter = SampleClock(), np.random.default_rng(1).normal(0, 0.001, 1000)
    placed = [clock.place(block) for block in blocks([*jitter], clock=1.001)]
    late = [block.captured_s - 100 - index * 0.02 / 1.001 for index, block in enumerate(placed) if block is not None]
    assert max(np.abs(late[1:])) < 0.003


def test_sound_that_comes_before_the_server_knows_its_age_is_placed_before_the_rest() -> None:
    clock = SampleClock()
    errors_s = [-0.3, -0.28, -0.2, -0.1, *[0.0] * 20]
    placed = [block for each in blocks(errors_s) if (block := clock.place(each)) is not None]
    assert placed[0].captured_s == pytest.approx(100)
    assert sum(len(block.samples) for block in placed) == 960 * len(errors_s)
    assert [block.captured_s for block in placed[1:]] == pytest.approx([block.end_s for block in placed[:-1]])


def test_lost_sound_moves_what_follows() -> None:
    clock = SampleClock()
    placed = [block for each in blocks([0.0] * 20 + [1.0] * 20) if (block := clock.place(each)) is not None]
    assert placed[-1].captured_s == pytest.approx(100 + 39 * 0.02 + 1, abs=1e-6)


class Daemon:
    """A sound server with one microphone."""

    def __init__(self, folder: Path) -> None:
        self.socket, self.pipe = folder / "socket", folder / "pipe"
        self.environment = os.environ | {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
        modules = (
            f"module-native-protocol-unix auth-anonymous=1 socket={self.socket}",
            "module-null-sink sink_name=loudspeaker",
            f"module-pipe-source source_name=headset file={self.pipe} rate=48000 channels=1 format=s16le "
            "source_properties=device.description=Headset",
        )
        command = [
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            "--disable-shm=yes",
        ]
        self.process = subprocess.Popen(
            [*command, *(f"--load={module}" for module in modules)],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def unplug(self) -> None:
        server = self.environment | {"PULSE_SERVER": f"unix:{self.socket}"}
        subprocess.run(["pactl", "unload-module", "module-pipe-source"], env=server, check=True)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture
def daemon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Daemon]:
    if not (shutil.which("pulseaudio") and shutil.which("pactl")):
        pytest.skip("pulseaudio is not installed")
    daemon = Daemon(tmp_path)
    monkeypatch.setenv("PULSE_SERVER", f"unix:{daemon.socket}")
    try:
        wait_until(lambda: daemon.socket.exists() and daemon.pipe.exists())
        yield daemon
    finally:
        daemon.close()


class Speaker(threading.Thread):
    """Speaks into the pipe: a tone each half second."""

    def __init__(self, pipe: Path) -> None:
        super().__init__(name="speaker")
        self.began_s: list[float] = []
        self._pipe, self._stopping = os.open(pipe, os.O_WRONLY), threading.Event()

    def run(self) -> None:
        start_s, count = time.perf_counter(), 0
        while not self._stopping.wait(0.005):
            index = np.arange(count, int((time.perf_counter() - start_s) * SOUND_RATE_HZ))
            self.began_s += [start_s + place / SOUND_RATE_HZ for place in index[index % 24000 == 0]]
            os.write(self._pipe, np.where(index % 24000 < 2400, 20000, 0).astype(np.int16).tobytes())
            count += len(index)

    def close(self) -> None:
        self._stopping.set()
        self.join()
        os.close(self._pipe)


def test_a_microphone_is_listed_and_the_loudspeakers_own_sound_is_not(daemon: Daemon) -> None:
    assert list_microphones() == (MicrophoneInfo("headset", "Headset"),)


@pytest.mark.parametrize("wanted", ["headset", "default"])
def test_what_is_heard_has_the_moment_at_which_it_was_said(daemon: Daemon, wanted: str) -> None:
    speaker = Speaker(daemon.pipe)
    speaker.start()
    microphone, heard_s, was_loud = Microphone(wanted), [], True
    try:
        microphone.open()
        while len(heard_s) < 5:
            block = microphone.read(2)
            if block is None:  # the server does not know yet how old it is
                continue
            is_loud = block.samples > 10_000
            begins = np.flatnonzero(is_loud & ~np.append(was_loud, is_loud[:-1]))
            heard_s += [block.captured_s + place / SOUND_RATE_HZ for place in begins]
            was_loud = bool(is_loud[-1])
    finally:
        microphone.close()
        speaker.close()
    late_s = [min(abs(heard - said) for said in speaker.began_s) for heard in heard_s]
    assert np.median(late_s) < 0.02  # not the worst: while the machine stands still nobody speaks in time


def test_a_microphone_that_is_unplugged_is_an_error_and_never_another_one(daemon: Daemon) -> None:
    microphone = Microphone("headset")
    microphone.open()
    try:
        daemon.unplug()
        with pytest.raises(SourceError, match=r"headset .* was unplugged"):
            read_on(microphone)
    finally:
        microphone.close()
    with pytest.raises(SourceError, match="headset is not connected"):
        microphone.open()


def read_on(microphone: Microphone) -> None:
    while True:
        microphone.read(0.2)


def test_without_a_sound_server_there_is_a_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
    with pytest.raises(SourceError, match="the sound server cannot be reached"):
        Microphone("default").open()
