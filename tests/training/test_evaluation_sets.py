"""Sets of pairs with truth: each pair by its number alone, and what each set shows."""

from pathlib import Path

import numpy as np
import pytest
import torch

from matting_rt.frame import FrameSize
from matting_rt.synthetic.draws import Draws
from matting_rt.synthetic.scenes import Pair
from tests.training.data.trees import SKIN, make_tree, person, plain, write, write_paths
from training.data.batches import open_sources
from training.data.estimate import to_jobs
from training.data.listing import list_set
from training.data.registry import REGISTRY
from training.data.settings import DataSettings, Split
from training.evaluation_scenes import NATIVE_SCALES, show_cutout
from training.evaluation_sets import MADE, PAINTED, Wanted, open_set

SIZE = FrameSize(96, 64)
STILLS = ("p3m10k", "photomatte85", "aim500", "ppm100", "adobe", "distinctions646", "avatars")


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Every set of foregrounds, and one of backgrounds; what is estimated in use is skin here."""
    folder = tmp_path_factory.mktemp("sets")
    names = (*STILLS, "videomatte240k", "bg20k")
    roots = {name: make_tree(name, folder / name) for name in names}
    for name in ("p3m10k", "aim500", "ppm100"):
        listing = list_set(REGISTRY[name], roots[name], Split.VALID)
        for job in to_jobs(listing, roots[name], folder / "cache"):
            write(job.result, plain(FrameSize(96, 128), SKIN))
    for index in range(7):
        write(folder / "own" / f"{index}.png", plain(FrameSize(96, 128), SKIN))
        write(folder / "own-alphas" / f"{index}.png", person(FrameSize(96, 128), index))
    file = write_paths(folder, **roots)
    own = f'\n[mine]\nforegrounds = "{folder / "own"}"\nalphas = "{folder / "own-alphas"}"\n'
    file.write_text(file.read_text() + own)
    return str(file)


def difference(pair: Pair) -> float:
    """Of frame and plate, mean over the pixels that are foreground."""
    where = (pair.true_pha > 0.9).expand_as(pair.src)
    return float((pair.src - pair.bgr).abs()[where].mean())


@pytest.mark.parametrize("name", [*PAINTED, *STILLS, "videomatte240k", "mine"])
def test_a_pair_follows_from_its_number_alone_and_both_plates_show_one_scene(paths: str, name: str) -> None:
    wanted = Wanted(SIZE, 1, backgrounds="bg20k", data_paths=paths)
    draw = open_set(name, wanted).draw
    first = [draw(index) for index in range(2)]
    again = open_set(name, wanted).draw(1)
    for plate, pair in again.items():
        for picture in ("src", "bgr", "true_pha", "true_fgr"):
            assert torch.equal(getattr(pair, picture), getattr(first[1][plate], picture))
    clean, perturbed = first[1]["clean"], first[1]["perturbed"]
    assert torch.equal(clean.true_pha, perturbed.true_pha)
    assert torch.equal(clean.true_fgr, perturbed.true_fgr)
    composite = clean.true_fgr * clean.true_pha + clean.bgr * (1 - clean.true_pha)
    assert (clean.src - composite).abs().mean() < 0.006
    assert (perturbed.bgr - clean.bgr).abs().mean() > 0.006
    assert not torch.equal(first[0]["clean"].bgr, clean.bgr)
    assert not torch.equal(open_set(name, Wanted(SIZE, 2, data_paths=paths)).draw(1)["clean"].src, clean.src)


def test_only_what_is_kept_from_training_is_shown(tmp_path: Path) -> None:
    """Validation is red before blue, training green before green."""
    red, green, blue = (200, 0, 0), (0, 200, 0), (0, 0, 200)
    for part, colour in (("Train", green), ("Test", red)):
        write(tmp_path / "set" / part / "FG" / "0.png", plain(FrameSize(96, 128), colour))
        write(tmp_path / "set" / part / "GT" / "0.png", person(FrameSize(96, 128)))
    for part, colour in (("train", green), ("testval", blue)):
        write(tmp_path / "walls" / part / "0.png", plain(FrameSize(96, 128), colour))
    file = write_paths(tmp_path, distinctions646=tmp_path / "set", bg20k=tmp_path / "walls")
    opened = open_set("distinctions646", Wanted(SIZE, 1, backgrounds="bg20k", data_paths=str(file)))
    assert opened.about == "1 pictures kept from training, before 1 of bg20k"
    for index in range(3):
        pair = opened.draw(index)["clean"]
        assert pair.src[:, 1].max() < pair.src.max() / 2  # nothing green


def test_without_backgrounds_a_data_set_is_put_before_photographs_and_painted_rooms(paths: str, tmp_path: Path) -> None:
    for index in range(6):  # the first is kept from training, and green; the others are black
        write(tmp_path / f"{index}.png", plain(FrameSize(192, 128), (0, 255 if index == 0 else 0, 0)))
    opened = open_set("avatars", Wanted(SIZE, 1, photos=tmp_path, data_paths=paths))
    assert opened.about == "2 pictures kept from training, before painted rooms and photographs"
    plates = [opened.draw(index)["clean"].bgr for index in range(6)]
    green = sum(bool((plate[:, 1] - plate[:, 0]).min() > 0.2) for plate in plates)
    black = sum(bool(plate.max() < 0.1) for plate in plates)
    assert 0 < green < 6
    assert black == 0


def test_in_camouflage_everybody_looks_like_the_wall(tmp_path: Path) -> None:
    """The people are cyan, which no painted room is."""
    for index in range(2):
        rgba = np.full((128, 96, 4), (0, 255, 255, 0), np.uint8)
        rgba[..., 3] = person(FrameSize(96, 128), index)
        write(tmp_path / f"{index}.png", rgba)
    people, camouflage = (
        [difference(draw(index)["clean"]) for index in range(6)]
        for draw in (open_set(name, Wanted(SIZE, 1, people=tmp_path)).draw for name in ("people", "camouflage"))
    )
    assert max(camouflage) < 0.3 < sum(people) / len(people)


def test_a_data_set_wears_its_own_clothes(paths: str) -> None:
    opened = open_set("mine", Wanted(SIZE, 1, backgrounds="bg20k", data_paths=paths))
    for index in range(8):
        pair = opened.draw(index)["clean"]
        where = (pair.true_pha > 0.5).expand_as(pair.src)
        skin = pair.true_fgr[where].view(3, -1)
        assert (skin.std(1) < 0.02).all()


def test_the_sets_of_validation_are_those_of_training(paths: str) -> None:
    settings = DataSettings(SIZE, 1, "photomatte85", "bg20k", paths)
    shown = len(open_sources(settings, Split.VALID).foregrounds[0].listing)
    assert open_set("photomatte85", Wanted(SIZE, 1, backgrounds="bg20k", data_paths=paths)).about.startswith(
        f"{shown} "
    )


@pytest.mark.parametrize("name", MADE)
def test_a_made_pair_follows_from_its_number_alone_and_each_plate_has_one_frame_and_truth(
    paths: str, name: str
) -> None:
    wanted = Wanted(SIZE, 1, data_paths=paths)
    opened = open_set(name, wanted)
    first = [opened.draw(index) for index in range(2)]
    again = open_set(name, wanted).draw(1)
    assert tuple(again) == opened.plates
    for plate, pair in again.items():
        for picture in ("src", "bgr", "true_pha", "true_fgr", "known"):
            assert torch.equal(getattr(pair, picture), getattr(first[1][plate], picture))
        assert torch.equal(pair.true_pha, again[opened.plates[0]].true_pha)
    assert not torch.equal(open_set(name, Wanted(SIZE, 2, data_paths=paths)).draw(1)[opened.plates[0]].src, pair.src)


def test_hair_is_of_rendered_people_kept_from_training_where_there_are_any(
    paths: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert open_set("hair", Wanted(SIZE, 1, data_paths=paths)).about.startswith("2 rendered people")
    none = tmp_path / "none.toml"
    none.write_text("")
    for index in range(2):
        write(tmp_path / "people" / f"{index}.png", np.dstack([plain(SIZE, SKIN), person(SIZE)]))
    own = open_set("hair", Wanted(SIZE, 1, people=tmp_path / "people", data_paths=str(none)))
    assert own.about.startswith("2 cut-out people")
    assert not capsys.readouterr().err
    alone = open_set("hair", Wanted(SIZE, 1, data_paths=str(none)))
    assert alone.about == "painted figures with single hairs"
    assert "note: the set hair has painted hair alone" in capsys.readouterr().err
    assert alone.draw(0)["clean"].true_pha.max() > 0.9


def test_cutouts_are_never_enlarged_nor_cut_off_within_the_frame(tmp_path: Path) -> None:
    """A box of known height, cut off by the lower edge of its picture."""
    rgba = np.full((100, 80, 4), 255, np.uint8)
    rgba[:20, :, 3] = rgba[:, :30, 3] = rgba[:, 50:, 3] = 0
    write(tmp_path / "box.png", rgba)
    for seed in range(12):
        _, pha = show_cutout(Draws(seed), [tmp_path / "box.png"], FrameSize(160, 120))
        rows = (pha[0, 0] > 0.5).any(1).nonzero()
        columns = (pha[0, 0] > 0.5).any(0).nonzero()
        assert rows.max() == 119
        assert 80 * NATIVE_SCALES[0] - 1 <= len(rows) <= 80
        assert 20 * NATIVE_SCALES[0] - 2 <= len(columns) <= 20
    assert show_cutout(Draws(0), [tmp_path / "box.png"], FrameSize(640, 480)) is None  # too small to see a hair of


def test_of_a_moved_room_the_unknown_parts_are_behind_the_person_and_elsewhere() -> None:
    opened, changed = open_set("moved", Wanted(FrameSize(160, 96), 1)), []
    for index in range(3):
        whole, partly = opened.draw(index).values()
        assert torch.equal(whole.src, partly.src)
        assert (whole.known == 1).all()
        assert (partly.known[partly.true_pha > 0.1] == 0).all()
        assert 0 < partly.known.mean() < 1
        seen = (partly.known == 1).expand_as(partly.bgr)
        assert torch.equal(whole.bgr[seen], partly.bgr[seen])
        behind = (whole.true_pha == 0).expand_as(whole.bgr)
        changed.append(((whole.src - whole.bgr).abs()[behind] > 0.1).float().mean())
    assert np.mean(changed) > 0.05  # by things and a shadow


def test_without_a_plate_nothing_is_known() -> None:
    pair = open_set("noplate", Wanted(SIZE, 1)).draw(0)["none"]
    assert not pair.known.any()
    assert pair.bgr.std() > 0
