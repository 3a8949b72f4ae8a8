"""`matting-rt live` from a webcam (vivid) to a virtual camera (v4l2loopback), as others see it. Run by guest.sh.

The webcam shows colour bars, which are the room, and a green square over them when it is told to: the person.
"""

import json
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from checks import LEVELS, check, finish, read_picture, read_planes
from programs import Program, Watcher, get_control, set_control, state_of, streaming, wait_until_written

from matting_rt.compositing.placeholder import Placeholder
from matting_rt.frame import FrameSize
from matting_rt.live.state import PLACEHOLDER_TEXTS, WAITING_TEXT, LiveState
from matting_rt.plate.store import load_plate
from matting_rt.sinks.v4l2_device import VirtualCameraState
from matting_rt.sinks.yuv import Yu12Converter

PAUSED, RECONNECTING = PLACEHOLDER_TEXTS[LiveState.PAUSED], PLACEHOLDER_TEXTS[LiveState.CAMERA_LOST]
CAMERA, OUTPUT = "/dev/video0", "/dev/video20"
SIZE, RATE_FPS = FrameSize(320, 180), 5
BACKDROP = (160, 0, 0)
EMPTY, PERSON, OTHER = "the backdrop alone", "the person before the backdrop", "something else"
PART = "a part of the person before the backdrop"
"""vivid may switch the square in the middle of a picture."""
FOLDER = Path(tempfile.mkdtemp())
PLATE = FOLDER / "plate.png"
MIXTURE_LEVELS = 40
"""How far a pixel of the person may be off the line between their colour and the backdrop's."""
MARGIN_PX = 8
"""Around the edge of the square, where nothing is asked."""
IMPORTED_LATE = ("matting_rt.cli.job", "matting_rt.live.opening", "torchvision.models")
"""By the program; imported here so that each fork has it."""


def camera_options(camera: str = CAMERA) -> list[str]:
    return ["--camera", camera, "--size", str(SIZE), "--rate", str(RATE_FPS)]


def live(*more: str, output: str = OUTPUT, plate: str = str(PLATE), from_disk: bool = False) -> Program:
    command = ["live", *camera_options(), "--plate", plate, "--output", output, "--backdrop", "#a00000"]
    # the square is no person
    command += ["--engine", "torch", "--quality", "fast", "--keep", "everything", *more]
    return Program(*command, from_disk=from_disk)


class Pictures:
    """Tells what a picture of the virtual camera shows."""

    def __init__(self, square: npt.NDArray[np.uint8]) -> None:
        """`square`: where the person is, 1 (H, W), else 0; the camera shows it now."""
        reach = np.ones((2 * MARGIN_PX + 1, 2 * MARGIN_PX + 1), np.uint8)
        self.inside, self.outside = cv2.erode(square, reach) > 0, cv2.dilate(square, reach) == 0
        self._person = np.median(read_picture(CAMERA, *SIZE)[self.inside], axis=0)
        draw, convert = Placeholder(SIZE, load_plate(PLATE).image), Yu12Converter(SIZE).convert
        self._texts = {convert(draw(text)).tobytes(): text for text in (WAITING_TEXT, PAUSED, RECONNECTING)}

    def name(self, planes: bytes) -> str:
        """The text of a placeholder, or what else is shown by a picture in YU12."""
        if planes in self._texts:
            return self._texts[planes]
        rows = np.frombuffer(planes, np.uint8).reshape(SIZE.height * 3 // 2, SIZE.width)
        return self.name_composite(cv2.cvtColor(rows, cv2.COLOR_YUV2RGB_I420))

    def name_composite(self, image: npt.NDArray[np.uint8]) -> str:
        """The same of uint8 (H, W, 3) RGB. The backdrop is asked of every pixel of the room.

        Where the person is, every pixel must be theirs, the backdrop's, or something between the two: the alpha of a
        square is not a person's, and may have holes.
        """
        is_backdrop = np.abs(image.astype(int) - BACKDROP).max(axis=2) <= LEVELS
        if is_backdrop.all():
            return EMPTY
        toward = self._person - BACKDROP
        share = np.clip((image - np.array(BACKDROP)) @ toward / (toward @ toward), 0, 1)
        off = np.abs(image - (BACKDROP + share[..., None] * toward)).max(axis=2)
        if not is_backdrop[self.outside].all() or off[self.inside].max() > MIXTURE_LEVELS:
            return OTHER
        return PERSON if (share[self.inside] > 0.9).mean() > 0.8 else PART


def look_for_square() -> npt.NDArray[np.uint8]:
    """Where the camera shows its square: 1 (H, W), else 0; it goes on showing it."""
    bars = brightness()
    set_control(CAMERA, "show_square", 1)
    return (np.abs(brightness() - bars) > 10).astype(np.uint8)


def brightness() -> npt.NDArray[np.int_]:
    planes = np.frombuffer(read_planes(CAMERA), np.uint8)
    return planes[::2].reshape(SIZE.height, SIZE.width).astype(int)


def assert_error(program: Program, *words: str) -> None:
    """It ends by itself, and says what is the matter in one line."""
    status, text = program.wait(), program.text
    errors = [line for line in text.splitlines() if "error" in line]
    assert status in (1, 2), f"it ended with {status}: {text}"
    assert len(errors) == 1, text
    assert all(word in errors[0] for word in words), text


@contextmanager
def watched(program: Program, pictures: Pictures) -> Iterator[Watcher]:
    """Watch the virtual camera from when the program has taken it; whatever happens, both end."""
    try:
        wait_until_written(OUTPUT, program)
        watcher = Watcher(OUTPUT, SIZE, pictures.name)
        try:
            yield watcher
        finally:
            watcher.close()
    finally:
        program.stop()


def assert_free() -> None:
    """Both devices can be used, and the camera does again as it likes."""
    assert state_of(OUTPUT) is VirtualCameraState.FREE
    assert read_planes(CAMERA)
    assert get_control(CAMERA, "gain_automatic") == 1


def check_plate() -> Pictures:
    with check("the plate is taken from the camera"):
        assert get_control(CAMERA, "gain_automatic") == 1
        taking = Program("plate", *camera_options(), "--delay", "0", "--frames", "5", "--output", str(PLATE))
        assert taking.wait() == 0, taking.text
        assert load_plate(PLATE).size == SIZE
    square = look_for_square()
    assert 0.02 < square.mean() < 0.5, f"the square covers {square.mean():.0%} of the picture"
    return Pictures(square)


def check_first_run(pictures: Pictures) -> None:
    """One start of the program for all that can happen while it runs."""
    report = FOLDER / "report.json"
    program = live("--report", str(report))
    with watched(program, pictures) as watcher:
        check_pictures(program, watcher, pictures)
        check_other_programs(program, watcher)
        check_disconnection(program, watcher)
        with check(f"of {len(watcher.names)} pictures none showed the room"):
            assert OTHER not in watcher.names, f"{watcher.names.count(OTHER)} did"
        with check("SIGTERM ends it with status 0, the report counts one reconnection, the devices are free"):
            assert program.end(signal.SIGTERM) == 0, program.text
            counted = json.loads(report.read_text())
            assert counted["reconnects"] == 1, counted
            assert counted["matted"] > 0, counted
            assert_free()


def check_pictures(program: Program, watcher: Watcher, pictures: Pictures) -> None:
    with check("the placeholder comes first, then composites"):
        watcher.wait_for(PERSON, program)
        assert watcher.names[0] == WAITING_TEXT, watcher.names
    with check(f"ffmpeg reads a composite, the backdrop's colour off by up to {LEVELS} of 255"):
        for _ in range(10):  # where matting takes longer than half a second, placeholders come between
            picture = read_picture(OUTPUT, *SIZE)
            off = np.abs(picture.astype(int) - BACKDROP).max(axis=2)[pictures.outside]
            if off.max() <= LEVELS:
                break
        assert off.max() <= LEVELS, f"{off.max()} levels off, {np.median(off):.0f} in the median"
        assert pictures.name_composite(picture) == PERSON
    with check("who leaves the camera's view leaves the composite, and comes back with them"):
        set_control(CAMERA, "show_square", 0)
        watcher.wait_for(EMPTY, program, 3)
        set_control(CAMERA, "show_square", 1)
        watcher.wait_for(PERSON, program, 3)
    with check("the camera's automatics are off meanwhile"):
        assert get_control(CAMERA, "gain_automatic") == 0
    with check("matting-rt control pauses it, and lets it go on"):
        for answer, shown in (("paused", PAUSED), ("live", PERSON)):
            control = Program("control", "toggle")
            assert control.wait() == 0, control.text
            assert control.text.strip() == answer, control.text
            watcher.wait_for(shown, program, 3)


def check_other_programs(program: Program, watcher: Watcher) -> None:
    with check("a second program that wants the virtual camera is told who has it"):
        assert_error(live("--camera", str(PLATE), plate="auto"), OUTPUT, "in use by", f"(pid {program.pid})")
    with check("a second program that wants the camera is told who has it"):
        assert_error(live(output="null"), CAMERA, "in use by", f"pid {program.pid})")
    with check("readers come and go, and the composites go on"):
        for _ in range(2):
            with streaming(OUTPUT):
                pass
        watcher.wait_for(PERSON, program, 3)


def check_disconnection(program: Program, watcher: Watcher) -> None:
    # vivid comes back when the last program lets go of it.
    holding = os.open(CAMERA, os.O_RDWR)
    try:
        with check("the camera is disconnected: the placeholder, and nothing else"):
            set_control(CAMERA, "disconnect", 1)
            # one that was still being matted may come late, and stand for half a second
            watcher.wait_for(RECONNECTING, program, 5)
            first = len(watcher.names)
            watcher.wait_for(RECONNECTING, program, 10)
            assert set(watcher.names[first:]) == {RECONNECTING}, watcher.names[first:]
    finally:
        os.close(holding)
    with check("it is connected again: composites again, with the automatics off"):
        watcher.wait_for(PERSON, program, 3)
        assert get_control(CAMERA, "gain_automatic") == 0


def check_starts(pictures: Pictures) -> None:
    for round_ in range(1, 4):
        from_disk = round_ == 3
        with check(f"started and stopped, {round_} of 3" + ", from the disk" * from_disk):
            run_until(signal.SIGTERM, pictures, 0, from_disk)
            assert_free()
    with check("SIGKILL leaves both devices usable, and the next start works"):
        run_until(signal.SIGKILL, pictures, -signal.SIGKILL)
        assert state_of(OUTPUT) is VirtualCameraState.FREE
        assert read_planes(CAMERA)
        run_until(signal.SIGTERM, pictures, 0)
    set_control(CAMERA, "gain_automatic", 1)  # What was killed could not give it back.
    with check("a camera that v4l2-ctl has is refused with its name"), streaming(CAMERA) as pid:
        assert_error(live(), CAMERA, "in use by", f"v4l2-ctl, pid {pid}")


def run_until(number: int, pictures: Pictures, status: int, from_disk: bool = False) -> None:
    """Start the program, wait for composites, and end it by a signal."""
    program = live(from_disk=from_disk)
    with watched(program, pictures) as watcher:
        watcher.wait_for(PERSON, program, 2)
        assert OTHER not in watcher.names
        assert program.end(number) == status, program.text


if __name__ == "__main__":
    cv2.setNumThreads(1)  # OpenCV's threads would not live through a fork.
    os.environ["XDG_RUNTIME_DIR"] = str(FOLDER)
    for module in IMPORTED_LATE:
        import_module(module)
    set_control(CAMERA, "osd_text_mode", 2)  # No text: it would move.
    pictures = check_plate()
    check_first_run(pictures)
    check_starts(pictures)
    finish()
