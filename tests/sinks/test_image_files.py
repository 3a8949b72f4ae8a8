from pathlib import Path

import cv2
import numpy as np
import pytest

from matting_rt.errors import SinkExistsError
from matting_rt.outputs import ALPHA, COMPOSITE, FOREGROUND
from matting_rt.sinks.image_files import ImageFilesSink
from tests.sinks.frames import matted_frame, stream_info, write_all
from tests.sources.media import textured_image

ALL = frozenset({COMPOSITE, ALPHA, FOREGROUND})


def read(path: Path) -> np.ndarray:
    image = cv2.imdecode(np.fromfile(path, dtype=np.uint8), cv2.IMREAD_UNCHANGED)
    assert image is not None
    return image


def test_the_pictures_that_were_asked_for_are_written(tmp_path: Path) -> None:
    write_all(ImageFilesSink(tmp_path, outputs=frozenset({ALPHA, FOREGROUND})), [matted_frame(name="Füße 走")])
    assert sorted(file.name for file in tmp_path.iterdir()) == ["Füße 走.alpha.png", "Füße 走.foreground.png"]


def test_pictures_are_written_without_loss(tmp_path: Path) -> None:
    frame = matted_frame(name="a")
    write_all(ImageFilesSink(tmp_path, outputs=ALL), [frame])
    np.testing.assert_array_equal(read(tmp_path / "a.composite.png")[..., ::-1], frame.composite)
    np.testing.assert_array_equal(read(tmp_path / "a.alpha.png"), frame.alpha)
    np.testing.assert_array_equal(read(tmp_path / "a.foreground.png")[..., [2, 1, 0, 3]], frame.foreground)


def test_a_transparent_composite_keeps_its_alpha(tmp_path: Path) -> None:
    frame = matted_frame(name="a", rgba=True)
    write_all(ImageFilesSink(tmp_path), [frame])
    np.testing.assert_array_equal(read(tmp_path / "a.composite.png")[..., [2, 1, 0, 3]], frame.composite)


def test_frames_without_names_are_numbered(tmp_path: Path) -> None:
    write_all(ImageFilesSink(tmp_path), [matted_frame(0), matted_frame(1)])
    assert sorted(file.name for file in tmp_path.iterdir()) == ["000000.composite.png", "000001.composite.png"]


def test_an_input_is_never_overwritten(tmp_path: Path) -> None:
    inputs = {name: tmp_path / f"{name}.png" for name in ("a", "a.composite")}
    sink = ImageFilesSink(tmp_path, overwrite=True, inputs=inputs)
    with pytest.raises(SinkExistsError, match="one of the pictures to matte"):
        sink.open(stream_info())


def test_a_clash_is_found_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "z.composite.png").write_text("precious")
    sink = ImageFilesSink(tmp_path, inputs={"a": Path("a.png"), "z": Path("z.png")})
    with pytest.raises(SinkExistsError, match=r"z\.composite\.png exists"):
        sink.open(stream_info())
    assert (tmp_path / "z.composite.png").read_text() == "precious"


def test_a_file_in_the_place_of_the_directory_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(SinkExistsError, match="is a file"):
        ImageFilesSink(tmp_path / "out").open(stream_info())


def test_frames_may_differ_in_size(tmp_path: Path) -> None:
    sink = ImageFilesSink(tmp_path)
    sink.open(stream_info())
    sink.write(matted_frame(name="small"))
    sink.write(matted_frame(name="big", width=200, height=100))
    sink.finish()
    np.testing.assert_array_equal(read(tmp_path / "big.composite.png")[..., ::-1], textured_image(200, 100))
