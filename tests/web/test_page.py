"""The page, as a person in a browser finds it: Chromium without a display, files up and down."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import Image as PillowImage

import matting_rt
from matting_rt.config import EngineConfig
from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.synthetic.film import RenderedClip
from matting_rt.web.backgrounds import sceneries

pytest.importorskip("gradio", reason="Gradio is not installed")
sync_api: Any = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]

ROOT = Path(__file__).parents[2]
SIZE, RATE_FPS, COUNT, MOST = FrameSize(256, 144), 12, 6, 80
PICTURE, PLATE, CLIP = "Picture", "Empty room (plate), optional", f"Clip of {MOST} frames at most"
"""Where files are given."""
CONFIG = matting_rt.Config(EngineConfig(engine="onnx"))
"""As the program of these tests is started."""
WAIT_MS = 60_000
"""For what takes a second or two on a computer that has nothing else to do."""
SERVE = """
import sys
LOCAL = ("127.0.0.1", "localhost", "::1", "0.0.0.0", None)
def audit(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] not in LOCAL:
        print("outside:", arguments[1], file=sys.stderr)
    if event == "socket.getaddrinfo" and arguments[0] not in LOCAL:
        print("outside:", arguments[0], file=sys.stderr)
sys.addaudithook(audit)
from matting_rt.cli.__main__ import run_process
run_process()
"""


@dataclass
class Page:
    """A page that is open, and what belongs to it."""

    tab: Any
    """Playwright's page."""
    address: str
    scene: Path
    """Holds frame.png, room.png, talk.mp4 and others."""
    asked: list[str] = field(default_factory=list)
    """Addresses that the browser has asked, but for the program's."""

    def open(self, name: str) -> Any:
        """Load the page and choose Picture or Clip."""
        self.tab.goto(self.address)
        self.tab.get_by_role("tab", name=name).click()
        return self.tab.get_by_role("tabpanel").filter(visible=True)


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scene")
    clip = RenderedClip(SIZE, RATE_FPS, COUNT / RATE_FPS)
    frames = [image for image, _ in clip.frames()]
    matting_rt.write_png(folder / "room.png", clip.plate())
    matting_rt.write_png(folder / "frame.png", frames[0])
    write_clip(folder / "talk.mp4", frames)
    write_clip(folder / "long.mp4", [np.full((64, 64, 3), 90, np.uint8)] * (MOST + 5))
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    other = np.random.default_rng(0).integers(0, 255, (*SIZE[::-1], 3), np.uint8)
    matting_rt.write_png(folder / "elsewhere.png", other)
    (folder / "large.png").write_bytes(bytes(3 << 20))
    return folder


def write_clip(path: Path, images: list[Image]) -> None:
    sink = VideoFileSink(path)
    height, width, _ = images[0].shape
    sink.open(StreamInfo(FrameSize(width, height), Fraction(RATE_FPS), Fraction(1, RATE_FPS), len(images)))
    for index, image in enumerate(images):
        sink.write(MattedFrame(image, None, None, index, pts=index, time_base=Fraction(1, RATE_FPS)))
    sink.finish()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple["subprocess.Popen[str]", str, Path]]:
    """The process, the address that it has printed, and its folder for what passes."""
    passing = tmp_path_factory.mktemp("passing")
    words = ["demo", "--web", "--no-browser", "--engine", "onnx", "--longest-clip", str(MOST), "--largest-upload", "2"]
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, *words, "--port", str(free_port())],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(passing)},
        cwd=passing,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    found = re.match(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
    assert found is not None, process.communicate()[1]
    yield process, found[0], passing
    if process.poll() is None:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page(program: tuple["subprocess.Popen[str]", str, Path], browser: Any, scene: Path) -> Iterator[Page]:
    tab = browser.new_page(accept_downloads=True)
    tab.set_default_timeout(WAIT_MS)
    page = Page(tab, program[1], scene)
    local = (program[1], "data:", "blob:")
    tab.on("request", lambda request: request.url.startswith(local) or page.asked.append(request.url))
    yield page
    tab.close()


def give(panel: Any, label: str, path: Path) -> None:
    """Upload a file where the panel says so, and wait until it is shown."""
    block = panel.locator(".block").filter(has=panel.page.get_by_text(label, exact=True)).filter(visible=True)
    block.locator("input[type=file]").set_input_files(path)
    block.locator("img, video").first.wait_for()


def choose(panel: Any, background: str) -> None:
    panel.get_by_role("radio", name=background, exact=True).check()


def run(panel: Any) -> None:
    panel.get_by_role("button", name="Replace the background").click()
    panel.get_by_text(re.compile(rf"{SIZE} in [\d.]+ s")).wait_for()


def download(panel: Any, name: str, folder: Path) -> Path:
    with panel.page.expect_download() as waiting:
        panel.get_by_role("button", name=f"Download {name}").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def error_of(panel: Any) -> str:
    """The line in the corner."""
    return str(panel.page.get_by_test_id("toast-text").last.inner_text())


def test_a_picture_its_plate_and_a_scenery_become_what_the_library_makes_of_them(page: Page, tmp_path: Path) -> None:
    panel = page.open("Picture")
    give(panel, PICTURE, page.scene / "frame.png")
    give(panel, PLATE, page.scene / "room.png")
    panel.get_by_role("button", name=re.compile("^Thumbnail 2 of ")).click()
    run(panel)
    matted = matting_rt.matte_image(page.scene / "frame.png", page.scene / "room.png", sceneries()[1][0], config=CONFIG)
    composite, alpha, cut_out = (download(panel, name, tmp_path) for name in ("composite", "alpha", "cut out"))
    assert composite.name == "frame-composite.png"
    np.testing.assert_array_equal(matting_rt.load_image(composite), matted.composite)
    np.testing.assert_array_equal(matting_rt.load_image(alpha)[..., 0], matted.alpha)
    bgra = cv2.imread(str(cut_out), cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(cv2.cvtColor(bgra, cv2.COLOR_BGRA2RGBA), matted.foreground)


def test_without_a_plate_and_in_front_of_nothing_it_is_what_the_library_makes_too(page: Page, tmp_path: Path) -> None:
    panel = page.open("Picture")
    give(panel, PICTURE, page.scene / "frame.png")
    choose(panel, "Transparent")
    run(panel)
    composite = cv2.imread(str(download(panel, "composite", tmp_path)), cv2.IMREAD_UNCHANGED)
    matted = matting_rt.matte_image(page.scene / "frame.png", None, "transparent", config=CONFIG)
    np.testing.assert_array_equal(cv2.cvtColor(composite, cv2.COLOR_BGRA2RGBA), matted.composite)


def test_a_clip_becomes_what_the_library_makes_of_it(page: Page, tmp_path: Path) -> None:
    panel = page.open("Clip")
    give(panel, CLIP, page.scene / "talk.mp4")
    choose(panel, "A picture of it")
    give(panel, "Empty room (plate)", page.scene / "room.png")
    choose(panel, "Colour")
    panel.get_by_label("Also the person alone").check()
    run(panel)
    composite, alpha, cut_out = (download(panel, name, tmp_path) for name in ("composite", "alpha", "cut out"))
    expected, expected_alpha = tmp_path / "expected.mp4", tmp_path / "expected-alpha.mp4"
    clip, plate = page.scene / "talk.mp4", page.scene / "room.png"
    matting_rt.matte_video(clip, plate, expected, "#78ff9b", alpha_output=expected_alpha, config=CONFIG)
    for path, other in ((composite, expected), (alpha, expected_alpha)):
        np.testing.assert_array_equal(images_of(path), images_of(other))
    assert cut_out.name == "talk-cut-out.mov"
    assert len(images_of(cut_out)) == COUNT


def images_of(path: Path) -> list[Image]:
    return [frame.image for frame in matting_rt.video_frames(path)]


def test_a_clip_can_be_cancelled_and_another_one_is_done(page: Page) -> None:
    panel = page.open("Clip")
    panel.get_by_role("button", name="Use the sample clip").click()
    panel.locator("video").first.wait_for()
    panel.get_by_role("button", name="Replace the background").click()
    panel.get_by_text(" of 60 frames").wait_for()
    panel.get_by_role("button", name="Cancel").click()
    panel.get_by_role("button", name="Replace the background").wait_for()
    panel = page.open("Picture")
    give(panel, PICTURE, page.scene / "frame.png")
    run(panel)


@pytest.mark.parametrize(
    ("tab", "files", "line"),
    [
        ("Picture", {}, "Give a picture, or use the sample scene"),
        ("Picture", {PICTURE: "broken.png"}, "broken.png"),
        ("Picture", {PICTURE: "frame.png", PLATE: "elsewhere.png"}, "plate"),
        ("Clip", {}, "Give a clip, or use the sample clip"),
        ("Clip", {CLIP: "long.mp4"}, f"long.mp4 has more frames than the {MOST} that this page takes; cut it"),
    ],
)
def test_a_mistake_is_one_line_in_the_corner(page: Page, tab: str, files: dict[str, str], line: str) -> None:
    panel = page.open(tab)
    for label, name in files.items():
        give(panel, label, page.scene / name)
    panel.get_by_role("button", name="Replace the background").click()
    said = error_of(panel)
    assert line in said
    assert "/" not in said, "folders of the page mean nothing to a person"
    panel.get_by_role("button", name="Replace the background").wait_for()


def test_a_file_that_is_too_large_is_refused(page: Page) -> None:
    panel = page.open("Picture")
    panel.locator("input[type=file]").first.set_input_files(page.scene / "large.png")
    assert "maximum" in error_of(panel)


def test_a_picture_of_a_phone_is_seen_and_matted(page: Page, tmp_path: Path) -> None:
    picture = pillow_heif.from_pillow(PillowImage.fromarray(matting_rt.load_image(page.scene / "frame.png")))
    picture.save(tmp_path / "phone.heic", quality=90)
    panel = page.open("Picture")
    give(panel, PICTURE, tmp_path / "phone.heic")
    page.tab.wait_for_function(
        "[...document.images].some(image => image.src.endsWith('phone.png') && image.naturalWidth)"
    )
    run(panel)


def test_nobody_else_was_asked_and_nothing_is_left(
    page: Page, program: tuple["subprocess.Popen[str]", str, Path]
) -> None:
    process, _, passing = program
    assert list(passing.iterdir()), "what was given is there while the program runs"
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 0, said
    assert "outside:" not in said
    assert "Traceback" not in said
    assert list(passing.iterdir()) == []
    assert page.asked == []


def test_the_folder_of_a_space_serves_the_same_page_and_says_whose_it_is(browser: Any, tmp_path: Path) -> None:
    port = free_port()
    own = {"GRADIO_SERVER_NAME": "127.0.0.1", "GRADIO_SERVER_PORT": str(port), "SPACE_AUTHOR_NAME": "ada"}
    environment = {**os.environ, **own, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    process = subprocess.Popen([sys.executable, str(ROOT / "tools" / "space" / "app.py")], env=environment)
    tab = browser.new_page()
    tab.set_default_timeout(WAIT_MS)
    try:
        while not is_served(port):
            assert process.poll() is None
            tab.wait_for_timeout(200)
        tab.goto(f"http://127.0.0.1:{port}/")
        tab.get_by_text("where ada runs it").wait_for()
        tab.get_by_role("button", name="Use the sample scene").wait_for()
    finally:
        tab.close()
        process.terminate()
        process.wait(timeout=30)


def is_served(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
