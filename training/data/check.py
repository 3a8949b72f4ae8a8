"""Say whether a data set is whole: counts, opens, measures and shows it.

    python -m training.data.check p3m10k --sheet p3m10k.png

Every file's header and end are read; a sample, or with --all everything, is decoded and timed, and shards are compared
with their checksums. Exit status 0: it can be trained on, with or without notes; else 2.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from matting_rt.errors import MattingError, SourceError, SourceFormatError, UsageError
from matting_rt.frame import FrameSize, Image
from training.command import run_command
from training.data.estimate import estimated_listing
from training.data.inspection import Finding, Inspection, Severity, inspect
from training.data.listing import Listing, list_set
from training.data.pack import checksum_of
from training.data.packed import archive_of, read_index
from training.data.paths import DataPaths, load_paths
from training.data.picture_files import Alpha, read_alpha, read_colours, read_cutout
from training.data.registry import Colour, DataSet, Kind
from training.data.settings import Split
from training.scores import GREEN, write_png

SAMPLE = 48
"""Pictures of each part that are decoded."""
SHEET_ROWS = 8
CELL = FrameSize(240, 180)
_SOFT = (13, 242)
"""Levels between which an alpha counts as soft."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What decoding a sample told."""

    decode_ms: float
    """Of a picture with its alpha."""
    foreground_share: float
    """Mean alpha."""
    soft_share: float
    """Of the pixels that are soft."""
    alphas: tuple[int, int]
    """The least and the largest level of all alphas."""
    unreadable: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", help="of the data set, as in the paths file")
    parser.add_argument("--data-paths", default="", metavar="FILE", help="default datasets.toml")
    parser.add_argument("--sheet", type=Path, metavar="FILE.png", help="default NAME-sheet.png")
    parser.add_argument("--all", action="store_true", help="decode every picture, which takes hours for large sets")
    given = parser.parse_args(arguments)

    def work() -> None:
        sheet = given.sheet or Path(f"{given.name}-sheet.png")
        check(given.name, load_paths(given.data_paths), sheet, decode_all=given.all)

    return run_command("check", work)


def check(name: str, paths: DataPaths, sheet: Path, decode_all: bool) -> None:
    """Print a report of a set, and draw a contact sheet of it.

    Raises:
        UsageError: something is wrong with the set; the report has told all of it.
    """
    data_set, root = paths.locate(name)
    print(f"{name}: {data_set.about}")
    if data_set.kind is Kind.PAINTED:
        print("python -m training.preview shows what it looks like")
        return
    print(f"path: {root}")
    faults, strips = 0, []
    for split in Split:
        try:
            listing = list_set(data_set, root, split)
        except MattingError as error:
            faults += 1
            print(f"{split.value}: error: {error}")
            continue
        inspection = inspect(listing, paths.cache)
        measures = measure(listing, len(listing) if decode_all else SAMPLE)
        faults += _report(listing, inspection, measures)
        if decode_all:
            faults += _report_checksums(listing)
        faults += _report_estimates(data_set, listing, root, paths)
        strips += draw_strips(listing, SHEET_ROWS // 2)
    if strips:
        write_png(sheet, np.concatenate(strips))
        print(f"{sheet}: {_columns(data_set)}")
    if faults:
        raise UsageError(f"{name} cannot be trained on as it is; see above")


def _report(listing: Listing, inspection: Inspection, measures: Measures) -> int:
    """Print what is known of a part, and return how many faults it has."""
    clips = f", clips: {listing.clip_count}" if listing.data_set.kind is Kind.CLIPS else ""
    what = f"{len(listing)} pictures{clips}, {inspection.file_bytes / 1e9:.2f} GB"
    print(f"{listing.split.value}: {what}; {_sizes(inspection.sizes)}")
    alpha = ""
    if listing.data_set.kind is not Kind.BACKGROUNDS:
        low, high = measures.alphas
        shares = f"foreground {measures.foreground_share:.0%} of the picture, soft {measures.soft_share:.1%}"
        alpha = f"; alpha {low} to {high}; {shares}"
    print(f"  decoded at {measures.decode_ms:.0f} ms a picture{alpha}")
    if alpha and high < 255 and not measures.unreadable:
        print(f"  note: no alpha reaches 255, the highest is {high}: are they of 8 bits?")
    findings = [*inspection.findings, *(Finding(Severity.ERROR, reason) for reason in measures.unreadable)]
    if alpha and not measures.soft_share and not measures.unreadable:
        findings.append(Finding(Severity.NOTE, "no alpha has a soft edge: are these masks of a segmentation?"))
    for finding in findings:
        print(f"  {finding.severity.value}: {finding.message}")
    return sum(finding.severity is Severity.ERROR for finding in findings)


def _report_checksums(listing: Listing) -> int:
    """Compare shards with what stands beside them."""
    archives = {archive_of(Path(os.fsdecode(name))) for name in listing.names()} - {None}
    faults, indexed = 0, 0
    for archive in sorted(filter(None, archives)):
        index = read_index(archive)
        if index is None:
            continue
        indexed += 1
        if checksum_of(archive) != index.sha256:
            faults += 1
            print(f"  error: {archive} has changed since it was packed; copy it again, or delete it and pack again")
    if archives:
        print(f"  shards: {len(archives)}, of which {indexed} have a checksum")
    return faults


def _report_estimates(data_set: DataSet, listing: Listing, root: Path, paths: DataPaths) -> int:
    if data_set.colour is Colour.FOREGROUND:
        return 0
    try:
        estimated_listing(listing, root, paths.cache)
    except MattingError as error:
        print(f"  error: {error}")
        return 1
    print(f"  all foregrounds are estimated, in {paths.cache}")
    return 0


def _sizes(sizes: dict[str, int]) -> str:
    if not sizes:
        return "no sizes known"
    areas = sorted(sizes, key=lambda size: int(size.split("x")[0]) * int(size.split("x")[1]))
    if len(areas) == 1:
        return f"all {areas[0]}"
    return f"{areas[0]} to {areas[-1]}, most often {max(sizes, key=lambda size: sizes[size])}"


def measure(listing: Listing, count: int) -> Measures:
    """Decode up to `count` pictures, evenly spread."""
    chosen = np.unique(np.linspace(0, len(listing) - 1, min(count, len(listing))).astype(int)).tolist()
    foreground, soft, took_s, unreadable = [], [], 0.0, []
    low, high = 255, 0
    for index in tqdm(chosen, desc="decoding", unit="picture", mininterval=5, leave=False, disable=None):
        start_s = time.perf_counter()
        try:
            with jpeg_warnings() as warnings:
                _, alpha = read_pair(listing, index)
        except (SourceError, OSError) as error:
            unreadable.append(str(error))
            continue
        took_s += time.perf_counter() - start_s
        if warnings:
            which = " or its alpha" if listing.alpha(index) else ""
            unreadable.append(f"{listing.colour(index)}{which} is damaged ({warnings[0]}); copy it again")
        if alpha is not None:
            low, high = min(low, int(alpha.min())), max(high, int(alpha.max()))
            foreground.append(float(alpha.mean()) / 255)
            soft.append(float(((alpha > _SOFT[0]) & (alpha < _SOFT[1])).mean()))
    decoded = max(len(chosen) - len(unreadable), 1)
    mean = [sum(values) / len(values) if values else 0.0 for values in (foreground, soft)]
    return Measures(took_s / decoded * 1000, mean[0], mean[1], (low, high), tuple(unreadable))


@contextmanager
def jpeg_warnings() -> Iterator[list[str]]:
    """What libjpeg writes to stderr, by itself, about a file that it decodes all the same, once the block has ended.

    OpenCV has no other way to tell that a JPEG's middle is damaged: it gives the picture, wrong from there on.
    """
    warnings: list[str] = []
    sys.stderr.flush()
    stderr = os.dup(2)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        try:
            yield warnings
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
            file.seek(0)
            warnings += [line for line in file.read().decode(errors="replace").splitlines() if "JPEG" in line]


def read_pair(listing: Listing, index: int) -> tuple[Image, Alpha | None]:
    """A whole picture, and its alpha where it has one. Raises SourceFormatError."""
    path = listing.alpha(index)
    if path is not None:
        colours, alpha = read_colours(listing.colour(index)), read_alpha(path)
        if colours.shape[:2] != alpha.shape:
            raise SourceFormatError(f"{listing.colour(index)} has another size than its alpha; copy both again")
        return colours, alpha
    if listing.data_set.kind is Kind.BACKGROUNDS:
        return read_colours(listing.colour(index)), None
    return read_cutout(listing.colour(index))


def draw_strips(listing: Listing, rows: int) -> list[Image]:
    """Pictures of a part, evenly spread, one strip each; those that cannot be read are left out."""
    strips = []
    for index in np.unique(np.linspace(0, len(listing) - 1, rows).astype(int)).tolist():
        try:
            colours, alpha = read_pair(listing, index)
        except (SourceError, OSError):
            continue
        cells = [colours]
        if alpha is not None:
            share = alpha[..., None].astype(np.float32) / 255
            composite = (colours * share + np.array(GREEN, np.float32) * (1 - share)).round().astype(np.uint8)
            cells += [np.repeat(alpha[..., None], 3, 2), composite]
        strips.append(np.concatenate([_fit(cell) for cell in cells], 1))
    return strips


def _columns(data_set: DataSet) -> str:
    if data_set.kind is Kind.BACKGROUNDS:
        return "backgrounds"
    return "picture, alpha, and the one by the other on green"


def _fit(picture: Image) -> Image:
    """In a cell, nothing stretched."""
    rows, columns = picture.shape[:2]
    factor = min(CELL.width / columns, CELL.height / rows)
    size = FrameSize(max(round(columns * factor), 1), max(round(rows * factor), 1))
    cell = np.zeros((CELL.height, CELL.width, 3), np.uint8)
    top, left = (CELL.height - size.height) // 2, (CELL.width - size.width) // 2
    cell[top : top + size.height, left : left + size.width] = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return cell


if __name__ == "__main__":
    sys.exit(main())
