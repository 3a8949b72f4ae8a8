"""The person's own backgrounds: which there are, how they are called, in which order, and folders of more."""

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from gui.gallery.backgrounds import PAINTED, Offer, offers, place_of
from gui.look.language import tr
from gui.settings.setting import BackgroundOrder
from gui.settings.store import SettingsStore
from matting_rt.compositing.backdrop_spec import IMAGE, VIDEO
from matting_rt.pictures.formats import backdrop_suffixes
from matting_rt.specs import VIDEO_SUFFIXES

SUFFIXES = backdrop_suffixes() | VIDEO_SUFFIXES
"""Of files to stand in front of."""
MOST_IN_FOLDER = 1000
"""A folder with more than that is not one of backgrounds."""
KEYS = (
    "backdrop.spec",
    "program.recent_backgrounds",
    "program.background_names",
    "program.background_order",
    "program.background_folders",
)
"""Settings that what is shown here depends on."""
_SEPARATOR = "\t"
"""Between a file and its name; no name has one."""


class Collection:
    """All of it is in the store, and each change is a step that can be undone; files are never touched."""

    def __init__(self, store: SettingsStore) -> None:
        self._store = store

    @property
    def names(self) -> dict[str, str]:
        """What the person calls files and colours."""
        pairs = (entry.rpartition(_SEPARATOR) for entry in self._store.program.background_names)
        return {spec: name for spec, _, name in pairs}

    @property
    def order(self) -> BackgroundOrder:
        return self._store.program.background_order

    @property
    def folders(self) -> tuple[str, ...]:
        return self._store.program.background_folders

    def offers(self) -> tuple[Offer, ...]:
        """What comes with the program, and then the person's own, but for those in folders."""
        spec, recent = self._store.config.backdrop.spec, self._store.program.recent_backgrounds
        found = offers(recent, spec)
        own = [each for each in found if each.is_own and not self._is_in_folder(each.spec)]
        return (*(each for each in found if not each.is_own), *self._in_order(own))

    def offers_in(self, folder: str) -> tuple[Offer, ...] | None:
        """Its pictures and videos, told by their suffixes, so that none of hundreds is opened; None: it is gone."""
        try:
            with os.scandir(folder) as entries:
                paths = [Path(entry.path) for entry in entries if not entry.name.startswith(".") and entry.is_file()]
        except OSError:
            return None
        found = sorted(path for path in paths if path.suffix.lower() in SUFFIXES)[:MOST_IN_FOLDER]
        kinds = ((path, VIDEO if path.suffix.lower() in VIDEO_SUFFIXES else IMAGE) for path in found)
        return self._in_order(Offer(str(path), path.name, kind) for path, kind in kinds)

    def name_of_present(self) -> str:
        """Of what the person stands in front of now."""
        spec = self._store.config.backdrop.spec
        found = self._named(offers(self._store.program.recent_backgrounds, spec))
        return next(offer.name for offer in found if offer.spec == place_of(spec))

    # --- what the person does

    def rename(self, spec: str, name: str) -> None:
        """Call it so in the list; empty: as its file."""
        kept = tuple(entry for entry in self._store.program.background_names if entry.rpartition(_SEPARATOR)[0] != spec)
        name = " ".join(name.split())
        added = (f"{spec}{_SEPARATOR}{name}",) if name and name != Path(spec).name else ()
        with self._store.history.gesture(tr("Rename")):
            self._store.set("program.background_names", (*kept, *added))

    def remove(self, offer: Offer) -> None:
        """Take it out of the list; whoever stands in front of it is put in front of what comes first."""
        kept = tuple(each for each in self._store.program.recent_backgrounds if each != offer.spec)
        with self._store.history.gesture(tr("Remove {background}").format(background=offer.name)):
            if self._store.config.backdrop.spec == offer.spec:
                self._store.set("backdrop.spec", next(iter(PAINTED)))
            self._store.set("program.recent_backgrounds", kept)

    def move(self, spec: str, before: str | None) -> None:
        """Put it in front of another of the person's own, or at the end; from now on the order is theirs."""
        own = [offer.spec for offer in self.offers() if offer.is_own]
        if spec not in own or before == spec:
            return
        own.remove(spec)
        own.insert(own.index(before) if before in own else len(own), spec)
        with self._store.history.gesture(tr("Move")):
            self._store.set("program.recent_backgrounds", tuple(own))
            self._store.set("program.background_order", BackgroundOrder.OWN)

    def sort(self, order: BackgroundOrder) -> None:
        with self._store.history.gesture(tr("Sort")):
            self._store.set("program.background_order", order)

    def add_folder(self, folder: str) -> None:
        folder = os.path.abspath(folder)
        if folder not in self.folders:
            with self._store.history.gesture(tr("Add a folder")):
                self._store.set("program.background_folders", (*self.folders, folder))

    def remove_folder(self, folder: str) -> None:
        with self._store.history.gesture(tr("Remove {background}").format(background=Path(folder).name)):
            kept = tuple(each for each in self.folders if each != folder)
            self._store.set("program.background_folders", kept)

    # --- how they are shown

    def _is_in_folder(self, spec: str) -> bool:
        return os.path.dirname(spec) in self.folders

    def _named(self, found: Iterable[Offer]) -> list[Offer]:
        names = self.names
        return [replace(offer, name=names.get(offer.spec, offer.name)) for offer in found]

    def _in_order(self, found: Iterable[Offer]) -> tuple[Offer, ...]:
        named = self._named(found)
        key = _ORDERS.get(self.order)
        return tuple(named if key is None else sorted(named, key=key))


def _age(offer: Offer) -> float:
    """Smaller for newer files; colours, and what is gone, come last."""
    try:
        return -os.stat(offer.spec).st_mtime
    except OSError:
        return 0.0


_ORDERS: dict[BackgroundOrder, Callable[[Offer], str | float]] = {
    BackgroundOrder.NAME: lambda offer: offer.name.casefold(),
    BackgroundOrder.NEWEST: _age,
}
