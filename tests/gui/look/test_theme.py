"""Colours that can be read, and a sheet that Qt takes."""

import re
from dataclasses import asdict

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QApplication

from gui.look import theme
from gui.look.theme import DARK, LIGHT, Colours


def luminance(colour: str) -> float:
    """WCAG 2.1, relative luminance."""
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize("ink", ["text", "quiet", "good", "warning", "bad"])
def test_words_can_be_read_on_window_and_card(scheme: Colours, ink: str) -> None:
    for ground in (scheme.window, scheme.card):
        assert contrast(asdict(scheme)[ink], ground) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_fields_and_sliders_can_be_found_on_window_and_card(scheme: Colours) -> None:
    for ground in (scheme.window, scheme.card, scheme.field):
        assert contrast(scheme.edge, ground) >= 3


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_words_can_be_read_on_buttons_and_notices(scheme: Colours) -> None:
    assert contrast(scheme.on_accent, scheme.accent) >= 4.5
    assert contrast(scheme.on_accent, scheme.bad) >= 4.5
    assert contrast(scheme.text, scheme.field) >= 4.5
    assert contrast(scheme.text, scheme.notice) >= 4.5
    assert contrast(scheme.accent, scheme.card) >= 3  # the ring of the focus


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_the_scheme_that_is_shown_is_known(qapp: QApplication, scheme: Colours) -> None:
    before = qapp.palette(), qapp.styleSheet()
    try:
        theme.apply(qapp, scheme)
        assert theme.colours() is scheme
        assert not re.search(r"\$\w", qapp.styleSheet())
    finally:
        qapp.setPalette(before[0])
        qapp.setStyleSheet(before[1])
