"""A backdrop kind is added by one row."""

from pathlib import Path

import numpy as np
import pytest

from matting_rt import Backdrop, load_image, matte_image
from matting_rt.cli.__main__ import main
from matting_rt.compositing.backdrop_spec import KINDS, BackdropKind, backdrop_syntax, parse_backdrop
from matting_rt.compositing.base import MediaReader
from matting_rt.config import Config, EngineConfig
from matting_rt.errors import UsageError
from matting_rt.frame import Image
from tests.cli.conftest import Scene, scene

__all__ = ["scene"]  # a fixture


class Stripes(Backdrop):
    """Lines of two greys."""

    def __init__(self, lines: int, media: MediaReader) -> None:
        self._lines = lines

    def picture(self, plate: Image, time_s: float) -> Image:
        rows = np.arange(plate.shape[0]) // self._lines % 2 * 255
        return np.broadcast_to(rows[:, None, None], plate.shape).astype(np.uint8)


def parse_stripes(text: str) -> int | None:
    word, _, lines = text.partition(":")
    return int(lines or 8) if word == "stripes" else None


def shows_stripes(composite: Image, lines: int) -> bool:
    """Whether they are seen through the alpha of a network of random weights."""
    dark, bright = composite[:lines].mean(), composite[lines : 2 * lines].mean()
    return bool(bright > dark + 50)


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch) -> BackdropKind:
    kind = BackdropKind(
        "stripes", "stripes[:LINES]", parse_stripes, Stripes, "Stripes", words=("stripes",), offered="stripes"
    )
    monkeypatch.setitem(KINDS, kind.name, kind)
    return kind


def test_it_is_understood_and_explained(added: BackdropKind) -> None:
    assert parse_backdrop("stripes:16").value == 16
    assert added.syntax in backdrop_syntax()
    with pytest.raises(UsageError, match="did you mean stripes"):
        parse_backdrop("stripe")


def test_the_command_line_puts_people_in_front_of_it(scene: Scene, tmp_path: Path) -> None:
    assert main([*scene.arguments("images", tmp_path), "--backdrop", "stripes:4"]) == 0
    composite = load_image(tmp_path / "a.composite.png")
    assert shows_stripes(composite, 4)


def test_the_public_face_takes_it(scene: Scene) -> None:
    config = Config(engine=EngineConfig(str(scene.model), engine="torch"))
    matted = matte_image(scene.pictures / "a.png", scene.plate, "stripes", config=config)
    assert shows_stripes(matted.composite, 8)


def test_the_window_offers_it_under_its_name() -> None:
    pytest.importorskip("PyQt6", reason="PyQt6 is not installed")
    from gui.gallery.backgrounds import name_of, offers, place_of

    assert next(offer.name for offer in offers((), "blur") if offer.spec == "stripes") == "Stripes"
    assert name_of("stripes:16") == "Stripes"
    assert place_of("stripes:16") == "stripes"
