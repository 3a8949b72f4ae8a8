import threading
from collections.abc import Iterator

import numpy as np
import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtWidgets import QApplication

from gui.live.placeholder_text import draw_text
from gui.look import language
from matting_rt.frame import Image
from matting_rt.live.state import PLACEHOLDER_TEXTS, WAITING_TEXT


@pytest.fixture
def _german(qapp: QApplication) -> Iterator[None]:
    language.use("de")
    yield
    language.use(language.ENGLISH)


def test_capital_letters_are_as_high_as_was_asked(qapp: QApplication) -> None:
    rows = np.flatnonzero((draw_text("E", 60) > 127).any(1))
    assert abs(np.ptp(rows) + 1 - 60) <= 2


@pytest.mark.usefixtures("_german")
@pytest.mark.parametrize("text", [*PLACEHOLDER_TEXTS.values(), WAITING_TEXT])
def test_others_read_the_placeholder_in_the_language_of_the_window(text: str) -> None:
    german = draw_text(text, 30)
    language.use(language.ENGLISH)
    assert german.shape != draw_text(text, 30).shape
    assert language.load("de").say(text) != text


def test_a_text_is_drawn_on_the_thread_that_writes_frames(qapp: QApplication) -> None:
    drawn: list[Image] = []
    thread = threading.Thread(target=lambda: drawn.append(draw_text("Paused", 30)))
    thread.start()
    thread.join()
    np.testing.assert_array_equal(drawn[0], draw_text("Paused", 30))
