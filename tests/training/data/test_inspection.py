"""What is said of pictures that are damaged or unusual, before anybody trains on them."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from matting_rt.errors import SourceFormatError
from tests.training.data.trees import SIZE, SKIN, VIDEO_SIZE, make_tree, person, plain, write
from training.data.inspection import Severity, inspect, require_whole
from training.data.listing import Listing, list_set
from training.data.registry import REGISTRY
from training.data.settings import Split


def listed(name: str, root: Path) -> Listing:
    return list_set(REGISTRY[name], root, Split.TRAIN)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-400])


def convert(path: Path, mode: str) -> None:
    Image.fromarray(plain(SIZE, SKIN)).convert(mode).save(path)


def deepen(path: Path) -> None:
    cv2.imwrite(str(path), np.full((SIZE.height, SIZE.width), 40000, np.uint16))


PHOTO, MASK = "train/blurred_image/p_0001.jpg", "train/mask/p_0001.png"


@pytest.mark.parametrize(
    ("name", "file", "damage", "severity", "message"),
    [
        ("p3m10k", PHOTO, cut_off, Severity.ERROR, "1 of 3 pictures are cut off, the end of the file is missing"),
        ("p3m10k", MASK, cut_off, Severity.ERROR, "1 of 3 pictures are cut off"),
        ("p3m10k", PHOTO, lambda path: path.write_bytes(b""), Severity.ERROR, "1 of 3 pictures cannot be read"),
        (
            "p3m10k",
            MASK,
            lambda path: write(path, person(VIDEO_SIZE)),
            Severity.ERROR,
            "another size than their alphas",
        ),
        (
            "photomatte85",
            "0000001Q_000001_0041.png",
            lambda path: convert(path, "RGB"),
            Severity.ERROR,
            "no alpha chan",
        ),
        ("p3m10k", PHOTO, lambda path: convert(path, "L"), Severity.NOTE, "1 of 3 pictures are grey"),
        (
            "p3m10k",
            PHOTO,
            lambda path: convert(path, "CMYK"),
            Severity.NOTE,
            "1 of 3 pictures are CMYK, and read as RGB",
        ),
        ("p3m10k", MASK, deepen, Severity.NOTE, "1 of 3 pictures have more than 8 bits, and are read as 8"),
        ("p3m10k", MASK, lambda path: convert(path, "RGBA"), Severity.NOTE, "alphas in colour"),
    ],
)
def test_each_fault_is_one_line_with_its_count_and_its_first_file(
    tmp_path: Path, name: str, file: str, damage: Callable[[Path], object], severity: Severity, message: str
) -> None:
    root = make_tree(name, tmp_path / "set")
    before = inspect(listed(name, root)).findings
    damage(root / file)
    (new,) = set(inspect(listed(name, root)).findings) - set(before)
    assert new.severity is severity
    assert message in new.message
    assert new.message.startswith(f"{name}: ")
    assert Path(file).stem in new.message
    assert "\n" not in new.message


def test_a_part_that_is_short_of_what_its_authors_have_is_noted(tmp_path: Path) -> None:
    listing = listed("videomatte240k", make_tree("videomatte240k", tmp_path))
    short, small = inspect(listing).findings
    assert (
        "videomatte240k: clips for training: 3 of the 479 of the complete set; was it copied to the end?"
        in short.message
    )
    assert "no picture is 1080 pixels high, the highest has 72" in small.message
    assert inspect(listing).sizes == {"128x72": 14}


def test_what_cannot_be_trained_on_is_refused_with_its_first_error(tmp_path: Path) -> None:
    root = make_tree("p3m10k", tmp_path / "set")
    cut_off(root / PHOTO)
    write(root / "train/mask/p_0002.png", person(VIDEO_SIZE))
    with pytest.raises(SourceFormatError, match=r"cut off.*p_0001\.jpg \(and 1 more: python -m training\.data\.check"):
        require_whole(listed("p3m10k", root), tmp_path / "cache")


def test_what_was_found_is_remembered_until_a_file_changes(tmp_path: Path) -> None:
    root, cache = make_tree("p3m10k", tmp_path / "set"), tmp_path / "cache"
    first = inspect(listed("p3m10k", root), cache)
    (kept,) = cache.rglob("*.json")
    kept.write_text(kept.read_text().replace("was it copied", "remembered"))
    assert "remembered" in inspect(listed("p3m10k", root), cache).findings[0].message
    write(root / MASK, person(SIZE, 9))
    assert inspect(listed("p3m10k", root), cache).findings == first.findings
    kept.write_text("{}")
    assert inspect(listed("p3m10k", root), cache).findings == first.findings


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    assert inspect(listed("p3m10k", make_tree("p3m10k", tmp_path / "set")), tmp_path / "cache").sizes == {"96x128": 3}
