"""One's own backgrounds: names, order, folders and removal, each undone by a step."""

import os
from pathlib import Path

import pytest

pytest.importorskip("PyQt6", reason="PyQt6 is not installed")

from gui.gallery.backgrounds import BLUR, PAINTED
from gui.gallery.collection import Collection
from gui.settings.setting import BackgroundOrder
from gui.settings.store import SettingsStore
from matting_rt.compositing.backdrop_spec import IMAGE, VIDEO


@pytest.fixture
def collection(store: SettingsStore) -> Collection:
    for spec in ("/p/c.jpg", "/p/a.jpg", "/p/b.jpg"):
        store.choose_background(spec)
    store.set("backdrop.spec", BLUR)
    store.history.clear()
    return Collection(store)


def own(collection: Collection) -> list[str]:
    return [offer.name for offer in collection.offers() if offer.is_own]


def test_a_name_is_of_the_list_alone_and_kept(collection: Collection, store: SettingsStore) -> None:
    collection.rename("/p/a.jpg", "  My\tsea \n view ")
    assert own(collection) == ["b.jpg", "My sea view", "c.jpg"]
    store.set("backdrop.spec", "/p/a.jpg")
    assert collection.name_of_present() == "My sea view"
    store.flush()
    assert Collection(SettingsStore(store.folder)).names == {"/p/a.jpg": "My sea view"}
    collection.rename("/p/a.jpg", "")
    assert own(collection) == ["b.jpg", "a.jpg", "c.jpg"]
    assert store.program.background_names == ()


def test_the_order_is_by_name_by_age_or_ones_own(collection: Collection, store: SettingsStore, tmp_path: Path) -> None:
    collection.sort(BackgroundOrder.NAME)
    collection.rename("/p/a.jpg", "Zoo")
    assert own(collection) == ["b.jpg", "c.jpg", "Zoo"]
    for age_s, name in enumerate(("old.jpg", "new.jpg")):
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (1000 + age_s, 1000 + age_s))
        store.choose_background(str(tmp_path / name))
    collection.sort(BackgroundOrder.NEWEST)
    assert own(collection)[:2] == ["new.jpg", "old.jpg"]


def test_what_is_moved_stands_before_the_other_and_the_order_is_ones_own(
    collection: Collection, store: SettingsStore
) -> None:
    collection.sort(BackgroundOrder.NAME)
    collection.move("/p/c.jpg", "/p/a.jpg")
    assert (own(collection), collection.order) == (["c.jpg", "a.jpg", "b.jpg"], BackgroundOrder.OWN)
    collection.move("/p/c.jpg", None)
    assert own(collection) == ["a.jpg", "b.jpg", "c.jpg"]
    collection.move(BLUR, "/p/a.jpg")
    assert own(collection) == ["a.jpg", "b.jpg", "c.jpg"]
    store.history.undo()
    store.history.undo()
    assert (own(collection), collection.order) == (["a.jpg", "b.jpg", "c.jpg"], BackgroundOrder.NAME)


def test_what_is_removed_comes_back_to_its_place(collection: Collection, store: SettingsStore) -> None:
    store.set("backdrop.spec", "/p/a.jpg")
    (offer,) = [each for each in collection.offers() if each.spec == "/p/a.jpg"]
    collection.remove(offer)
    assert own(collection) == ["b.jpg", "c.jpg"]
    assert store.config.backdrop.spec == next(iter(PAINTED))
    assert store.history.undo_name == "Remove a.jpg"
    store.history.undo()
    assert own(collection) == ["b.jpg", "a.jpg", "c.jpg"]
    assert store.config.backdrop.spec == "/p/a.jpg"


def test_a_folder_gives_its_pictures_and_videos_and_none_of_them_is_listed_twice(
    collection: Collection, store: SettingsStore, tmp_path: Path
) -> None:
    for name in ("sea.jpg", "clip.MP4", "notes.txt", ".hidden.jpg", "deep.png/inner.png"):
        (tmp_path / "pictures" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pictures" / name).write_bytes(b"")
    folder = str(tmp_path / "pictures")
    collection.add_folder(folder)
    collection.add_folder(folder + "/")
    assert collection.folders == (folder,)
    found = collection.offers_in(folder)
    assert found is not None
    assert [(offer.name, offer.kind) for offer in found] == [("clip.MP4", VIDEO), ("sea.jpg", IMAGE)]
    store.choose_background(f"{folder}/sea.jpg")
    collection.rename(f"{folder}/sea.jpg", "Sea")
    assert own(collection) == ["b.jpg", "a.jpg", "c.jpg"]
    assert collection.name_of_present() == "Sea"
    collection.remove_folder(folder)
    assert collection.folders == ()
    assert own(collection)[0] == "Sea"  # it is still in use


def test_a_folder_that_is_gone_is_told_from_an_empty_one(collection: Collection, tmp_path: Path) -> None:
    assert collection.offers_in(str(tmp_path / "gone")) is None
    (tmp_path / "empty").mkdir()
    assert collection.offers_in(str(tmp_path / "empty")) == ()
