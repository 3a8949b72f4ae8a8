import socket
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import matting_rt
from matting_rt import extras
from matting_rt.cli.__main__ import main
from matting_rt.config import EngineConfig
from matting_rt.errors import MattingError, UsageError
from matting_rt.frame import FrameSize
from matting_rt.synthetic.film import RenderedClip
from matting_rt.web.backgrounds import Background, Choice, backdrop_of, sceneries
from matting_rt.web.serving import serving
from matting_rt.web.work import Limits, Plates, WebWork

SIZE = FrameSize(256, 144)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[WebWork]:
    folder = tmp_path / "page"
    folder.mkdir()
    work = WebWork(folder, EngineConfig(engine="onnx"), Limits(clip_frames=4))
    yield work
    work.close()


@pytest.fixture
def scene(tmp_path: Path) -> Path:
    """A folder with frame.png and room.png."""
    clip = RenderedClip(SIZE, 1, 1)
    matting_rt.write_png(tmp_path / "frame.png", next(iter(clip.frames()))[0])
    matting_rt.write_png(tmp_path / "room.png", clip.plate())
    return tmp_path


@pytest.mark.parametrize("has_plate", [True, False])
def test_a_picture_becomes_what_the_library_makes_of_it(work: WebWork, scene: Path, has_plate: bool) -> None:
    frame, plate = scene / "frame.png", scene / "room.png" if has_plate else None
    results = work.matte_picture(frame, plate, "#102030")
    matted = matting_rt.matte_image(frame, plate, "#102030", config=matting_rt.Config(EngineConfig(engine="onnx")))
    np.testing.assert_array_equal(matting_rt.load_image(results.composite), matted.composite)
    assert results.composite.name == "frame-composite.png"
    assert results.cut_out is not None
    assert results.summary.startswith("256x144 in ")


def test_without_a_plate_people_are_found_with_another_outline(scene: Path) -> None:
    alone, compared = (matting_rt.matte_image(scene / "frame.png", plate) for plate in (None, scene / "room.png"))
    assert 0.7 < (alone.alpha > 127).sum() / (compared.alpha > 127).sum() < 1.3
    assert (alone.alpha != compared.alpha).any()


def test_lines_name_files_without_the_folders_of_the_page(work: WebWork, tmp_path: Path) -> None:
    broken = tmp_path / "page" / "0af3-b" / "broken.png"
    broken.parent.mkdir()
    broken.write_bytes(b"no picture")
    with pytest.raises(MattingError) as told:
        work.matte_picture(broken, None, "teal")
    assert str(tmp_path) in str(told.value)
    line = work.without_folders(str(told.value))
    assert "broken.png" in line
    assert "/" not in line


def test_what_browsers_do_not_show_is_shown_as_a_png(work: WebWork, scene: Path, tmp_path: Path) -> None:
    from PIL import Image

    with Image.open(scene / "frame.png") as picture:
        picture.save(tmp_path / "frame.tif")
    shown = work.make_viewable(tmp_path / "frame.tif")
    assert shown.name == "frame.png"
    np.testing.assert_array_equal(matting_rt.load_image(shown), matting_rt.load_image(scene / "frame.png"))
    assert work.make_viewable(scene / "frame.png") == scene / "frame.png"


def test_a_clip_is_refused_by_its_number_of_frames_and_nothing_is_left(work: WebWork, tmp_path: Path) -> None:
    pictures = tmp_path / "shot"
    pictures.mkdir()
    for number in range(5):
        matting_rt.write_png(pictures / f"{number}.png", np.full((64, 64, 3), 90, np.uint8))
    for plate in (Plates.CLIP, Plates.NONE):
        with pytest.raises(UsageError, match="shot has more frames than the 4 that this page takes"):
            work.matte_clip(pictures, plate, "teal", with_cut_out=False)
    assert not [path for path in (tmp_path / "page").rglob("*") if path.is_file()]


def test_whoever_closes_the_page_ends_what_is_being_done(work: WebWork, scene: Path) -> None:
    pictures = scene / "shot"
    pictures.mkdir()
    for number in range(3):
        matting_rt.write_png(pictures / f"{number}.png", matting_rt.load_image(scene / "frame.png"))

    def stop(share: float | None, what: str) -> None:
        work.stop()

    with pytest.raises(matting_rt.JobCancelled):
        work.matte_clip(pictures, Plates.CLIP, "teal", with_cut_out=False, on_progress=stop)


def test_backgrounds_become_backdrops(tmp_path: Path) -> None:
    def spec(kind: Background, colour: str = "#78ff9b", own: Path | None = None) -> str:
        return backdrop_of(Choice(kind, 1, colour, 12, own))

    names = [name for _, name in sceneries()]
    assert names == sorted(names)
    assert {"Beach", "Hills", "Living room"} <= set(names)
    assert spec(Background.SCENERY) == str(sceneries()[1][0])
    assert spec(Background.COLOUR) == "#78ff9b"
    assert spec(Background.COLOUR, "rgba(120.4, 255, 7, 1)") == "#78ff07"
    assert spec(Background.BLUR) == "blur:12"
    assert spec(Background.TRANSPARENT) == "transparent"
    assert spec(Background.OWN, own=tmp_path / "sea.jpg") == str(tmp_path / "sea.jpg")
    with pytest.raises(UsageError, match="give the picture for the background"):
        spec(Background.OWN)


def test_without_the_extra_a_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(extras, "is_installed", lambda package: package != "gradio")
    assert main(["demo", "--web"]) == 2
    line = "matting-rt: error: the page in a browser takes Gradio: pip install 'matting-rt[web]'\n"
    assert capsys.readouterr().err == line


def test_files_and_page_are_different_demos(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["--web", "--output", "demo"]):
        with pytest.raises(SystemExit, match="2"):
            main(["demo", *words])
    assert "not allowed with" in capsys.readouterr().err


def test_a_port_in_use_is_told_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(UsageError, match=f"^port {port} is in use; choose another with --port$"),
            serving(EngineConfig(), Limits(), port),
        ):
            pass
