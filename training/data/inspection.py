"""Whether a listed set is whole: every file's header and end, before the first step of a run.

Reading headers of P3M-10k takes seconds and of VideoMatte240K minutes, so what was found is kept beside the estimated
foregrounds, and holds for as long as no file's size or time changes.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import Enum
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import TypeVar

from matting_rt.errors import SourceError, SourceFormatError
from matting_rt.files import read_text, replacing
from training.data import packed
from training.data.damage import TOLERATED
from training.data.listing import Listing
from training.data.picture_files import PictureHeader, read_header
from training.data.registry import Kind

KEPT_LIMIT_BYTES = 256 << 20
"""Of what was found: a line for each size of pictures, and a finding for each kind of fault, however many have it."""
THREADS = 16
"""Reading headers waits for the disk, mostly."""


class Severity(str, Enum):
    ERROR = "error"
    """Nobody can train on that."""
    NOTE = "note"
    """It is dealt with, or harmless; the user shall know."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that holds for some pictures of a set."""

    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in one part of a set."""

    findings: tuple[Finding, ...]
    sizes: dict[str, int]
    """How many pictures there are of each size, as "1920x1080"."""
    file_bytes: int
    """Of all files together."""
    damaged: tuple[int, ...] = ()
    """Numbers of the pictures that nobody can train on; a few are no error: training skips them."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def require_whole(listing: Listing, cache: Path) -> Inspection:
    """Inspect a set, or remember what an inspection found.

    Raises:
        SourceFormatError: too many pictures cannot be trained on; the message is the first finding.
    """
    inspection = inspect(listing, cache)
    if inspection.errors:
        others = len(inspection.errors) - 1
        more = f" (and {others} more: python -m training.data.check {listing.data_set.name})" if others else ""
        raise SourceFormatError(f"{inspection.errors[0].message}{more}")
    return inspection


def inspect(listing: Listing, cache: Path | None = None) -> Inspection:
    """Read the header and the end of every file; with a cache folder, only if any has changed since."""
    with ThreadPoolExecutor(THREADS) as pool:
        state = blake2b(b"trained on" if listing.is_trained_on else b"", digest_size=16)
        file_bytes = 0
        for described, size in pool.map(_stat_all, _blocks(files_of(listing))):
            state.update(described)
            file_bytes += size
        kept = cache / "inspections" / f"{listing.data_set.name}-{listing.split.value}.json" if cache else None
        remembered = _recall(kept, state.hexdigest())
        if remembered:
            return remembered
        blocks = _blocks(range(len(listing)))
        examined = pool.map(lambda block: [_examine(listing, index) for index in block], blocks)
        inspection = _sum_up(listing, chain.from_iterable(examined), file_bytes)
    if kept:
        _remember(kept, state.hexdigest(), inspection)
    return inspection


Item = TypeVar("Item")


def _blocks(items: Sequence[Item], length: int = 256) -> list[Sequence[Item]]:
    """Stretches of a sequence: a pool keeps an object for each thing it has to do."""
    return [items[start : start + length] for start in range(0, len(items), length)]


def files_of(listing: Listing) -> list[bytes]:
    """The files that hold its pictures: of those in a tar file, that."""
    if all(packed.SUFFIX.encode() not in name for name in listing.names()):
        return list(listing.names())
    paths = (Path(os.fsdecode(name)) for name in listing.names())
    return list(dict.fromkeys(os.fsencode(packed.archive_of(path) or path) for path in paths))


def _stat_all(names: Sequence[bytes]) -> tuple[bytes, int]:
    """Names, sizes and times of files, and their sizes' sum."""
    lines, total = [], 0
    for name in names:
        try:
            found = os.stat(name)
            lines.append(b"%s\0%d\0%d\n" % (name, found.st_size, found.st_mtime_ns))
            total += found.st_size
        except OSError:
            lines.append(b"%s\0gone\n" % name)
    return b"".join(lines), total


@dataclass(frozen=True, slots=True)
class _Examined:
    """Headers of a picture and its alpha, or why they could not be read."""

    colour: PictureHeader | str
    alpha: PictureHeader | str | None


def _examine(listing: Listing, index: int) -> _Examined:
    alpha = listing.alpha(index)
    return _Examined(_header_or_reason(listing.colour(index)), None if alpha is None else _header_or_reason(alpha))


def _header_or_reason(path: Path) -> PictureHeader | str:
    try:
        return read_header(path)
    except (SourceError, OSError) as error:
        return str(error)


class _Faults:
    """Counts what is wrong with pictures, and keeps the first of each kind."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.first: dict[str, Path] = {}

    def add(self, kind: str, path: Path) -> None:
        self.counts[kind] += 1
        self.first.setdefault(kind, path)


_ERRORS = {
    "unreadable": "cannot be read as pictures; copy them again",
    "cut off": "are cut off, the end of the file is missing; copy them again",
    "sizes": "have another size than their alphas; copy both again, or remove them",
    "opaque": "have no alpha channel, and the set has no alphas beside them; add alphas, or remove them",
}
_NOTES = {
    "CMYK": "are CMYK, and read as RGB",
    "16 bits": "have more than 8 bits, and are read as 8",
    "grey": "are grey; they are trained on as they are",
    "coloured alpha": "have alphas in colour, of which the brightness is taken",
}


def _sum_up(listing: Listing, headers: Iterable[_Examined], file_bytes: int) -> Inspection:
    faults, sizes, damaged = _Faults(), Counter[str](), []
    for index, examined in enumerate(headers):
        found = dict(_faults_of(listing, index, examined))
        for kind, path in found.items():
            faults.add(kind, path)
        if found.keys() & _ERRORS.keys():
            damaged.append(index)
        if isinstance(examined.colour, PictureHeader):
            sizes[str(examined.colour.size)] += 1
    name = listing.data_set.name
    findings = []
    is_tolerable = len(damaged) <= TOLERATED * len(listing)
    of_damaged = Severity.NOTE if is_tolerable else Severity.ERROR
    for severity, messages in ((of_damaged, _ERRORS), (Severity.NOTE, _NOTES)):
        for kind, says in messages.items():
            if faults.counts[kind]:
                which = f"{faults.counts[kind]} of {len(listing)} pictures"
                until = "; training skips them" if messages is _ERRORS and is_tolerable else ""
                message = f"{name}: {which} {says}; the first is {faults.first[kind]}{until}"
                findings.append(Finding(severity, message))
    return Inspection((*findings, *_notes_on_all(listing, sizes)), dict(sizes), file_bytes, tuple(damaged))


def _faults_of(listing: Listing, index: int, examined: _Examined) -> Iterator[tuple[str, Path]]:
    needs_channel = listing.alphas is None and listing.data_set.kind is not Kind.BACKGROUNDS
    for header, path, is_colour in (
        (examined.colour, listing.colour(index), True),
        (examined.alpha, listing.alpha(index), False),
    ):
        if header is None or path is None:
            continue
        if isinstance(header, str):
            yield "unreadable", path
            continue
        if not header.is_whole:
            yield "cut off", path
        if header.bits > 8:
            yield "16 bits", path
        if header.mode == "CMYK":
            yield "CMYK", path
        if is_colour and header.is_grey:
            yield "grey", path
        if not is_colour and not header.is_grey and header.mode not in ("P", "RGB"):
            yield "coloured alpha", path
        if is_colour and needs_channel and not header.has_alpha:
            yield "opaque", path
    colour, alpha = examined.colour, examined.alpha
    if isinstance(colour, PictureHeader) and isinstance(alpha, PictureHeader) and colour.size != alpha.size:
        yield "sizes", listing.colour(index)


def _notes_on_all(listing: Listing, sizes: Counter[str]) -> Iterator[Finding]:
    data_set, what = listing.data_set, "clips" if listing.data_set.kind is Kind.CLIPS else "pictures"
    if listing.expected is not None and listing.clip_count < listing.expected:
        yield Finding(
            Severity.NOTE,
            f"{data_set.name}: {what} for {listing.split.value}: {listing.clip_count} of the {listing.expected} of "
            "the complete set; was it copied to the end?",
        )
    if listing.is_trained_on:
        yield Finding(
            Severity.NOTE,
            f"{data_set.name}: there is one {what[:-1]}, for training and validation alike: errors of validation say "
            f"nothing about others; add {what}",
        )
    heights = {int(size.partition("x")[2]) for size in sizes}
    if data_set.height_px and heights and max(heights) < data_set.height_px:
        yield Finding(
            Severity.NOTE,
            f"{data_set.name}: no picture is {data_set.height_px} pixels high, the highest has {max(heights)}; "
            "is its path that of a smaller version?",
        )


def _recall(kept: Path | None, state: str) -> Inspection | None:
    try:
        found = json.loads(read_text(kept, KEPT_LIMIT_BYTES)) if kept else {}
        if found.get("state") != state:
            return None
        findings = tuple(Finding(Severity(each["severity"]), each["message"]) for each in found["findings"])
        return Inspection(findings, found["sizes"], found["file_bytes"], tuple(found["damaged"]))
    except (OSError, SourceFormatError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # not there, or another version's: it is found out again


def _remember(kept: Path, state: str, inspection: Inspection) -> None:
    """Keep what was found; a cache that cannot be written costs time, and nothing else."""
    with suppress(OSError), replacing(kept) as part:
        part.write_text(json.dumps({"state": state, **asdict(inspection)}), encoding="utf-8")
