"""What backgrounds are painted with, and that each that comes along has its painter."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is not installed")

from tools import paint_backgrounds
from tools.brushes import HEIGHT, WIDTH, box, lay, leaf, out_of_focus, polygon
from tools.paint_backgrounds import BACKGROUNDS, FOLDER


def test_every_background_that_comes_along_has_its_painter() -> None:
    assert {path.stem for path in FOLDER.glob("*.jpg")} == set(BACKGROUNDS)


def test_a_mask_covers_what_its_shape_covers() -> None:
    square = box(0.5, 0.25, 1.0, 0.75)
    assert square.mean() == pytest.approx(0.25 * HEIGHT / WIDTH, abs=0.005)
    assert (square[HEIGHT // 2, HEIGHT * 3 // 4], square[10, 10]) == (1, 0)
    assert box(0.5, 0.25, 1.0, 0.75, round_by=0.1).sum() < square.sum()
    assert polygon([(0, 0), (0.5, 0), (0, 0.5)]).mean() == pytest.approx(0.125 * HEIGHT / WIDTH, abs=0.005)
    blade = leaf((0.2, 0.5), (0.6, 0.5), 0.05)
    assert blade[HEIGHT // 2, round(0.4 * HEIGHT)] == 1
    assert blade[round(0.6 * HEIGHT)].max() == 0


def test_paint_stays_within_its_mask() -> None:
    paper = np.ones((HEIGHT, WIDTH, 3), np.float32)
    painted = lay(paper, box(0.1, 0.1, 0.2, 0.2), (1.0, 0.0, 0.0))
    assert tuple(painted[80, 80]) == (1, 0, 0)
    assert painted[200:].min() == 1
    assert paper.min() == 1


def test_a_lens_makes_a_disc_of_a_bright_point_and_keeps_its_light() -> None:
    night = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    night[270, 480] = 1
    seen = out_of_focus(night, 0.01)
    light = seen[..., 0] ** 2.2
    assert light.sum() == pytest.approx(1, abs=0.02)
    assert light[270, 484] == pytest.approx(light[270, 480], rel=0.01)
    assert light[270, 490] == 0


def test_a_name_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["paint_backgrounds", "volcano"])
    with pytest.raises(SystemExit):
        paint_backgrounds.main()
    assert "there is no background volcano" in capsys.readouterr().err
