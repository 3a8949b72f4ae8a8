"""Say whether a data set is whole: counts, opens, measures and shows it.

    python -m training.data.check p3m10k --sheet p3m10k.png

Every file's header and end are read; a sample, or with --all everything, is decoded and timed, and shards are compared
with their checksums. Of test sets that are only measured on, every clip is opened, with --all every frame. Exit status
0: it can be trained on (measured on), with or without notes, and no shard has changed; else 2.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from matting_rt.errors import MattingError, SourceError, SourceFormatError, UsageError
from matting_rt.frame import FrameSize, Image
from training.command import run_command
from training.data.damage import TOLERATED
from training.data.estimate import estimated_listing
from training.data.inspection import Finding, Inspection, Severity, inspect
from training.data.listing import Listing, list_set
from training.data.pack import checksum_of
from training.data.packed import archive_of, read_index
from training.data.paths import DataPaths, load_paths
from training.data.picture_files import Alpha, read_alpha, read_colours, read_cutout
from training.data.registry import BENCHMARKS, REGISTRY, Benchmark, Colour, DataSet, Kind
from training.data.settings import Split
from training.evaluation_benchmarks import open_benchmark
from training.evaluation_sets import Wanted
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

    decoded: int
    """Pictures of which all below tells; 0: there is nothing to tell."""
    decode_ms: float
    """Of a picture with its alpha."""
    foreground_share: float
    """Mean alpha."""
    soft_share: float
    """Of the pixels that are soft."""
    alphas: tuple[int, int]
    """The least and the largest level of all alphas."""
    unreadable: dict[int, str]
    """Why pictures cannot be decoded, by their numbers."""
    corrupt: tuple[str, ...]
    """What is decoded with wrong colours, and trained on."""


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
    benchmarks = [benchmark for benchmark in BENCHMARKS.values() if benchmark.path == name]
    if benchmarks and name not in REGISTRY:
        check_benchmarks(name, benchmarks, paths, decode_all)
        return
    data_set, root = paths.locate(name)
    print(f"{name}: {data_set.about}")
    if data_set.kind is Kind.PAINTED:
        print("python -m training.preview shows what it looks like")
        return
    print(f"path: {paths.folder_of(name)}")
    faults, changed, strips = 0, 0, []
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
            changed += _report_checksums(listing)
        faults += _report_estimates(data_set, listing, root, paths)
        strips += draw_strips(listing, SHEET_ROWS // 2)
    if strips:
        write_png(sheet, np.concatenate(strips))
        print(f"{sheet}: {_columns(data_set)}")
    if faults:
        raise UsageError(f"{name} cannot be trained on as it is; see above")
    if changed:
        raise UsageError(f"{name} is not as it was packed; see above")


def check_benchmarks(name: str, benchmarks: Sequence[Benchmark], paths: DataPaths, decode_all: bool) -> None:
    """Print a report of what is only measured on: whether each clip is there, and its first frame or all can be read.

    Raises:
        UsageError: something is wrong with the set; the report has told all of it.
    """
    print(f"{name}: {', '.join(benchmark.name for benchmark in benchmarks)} of training.evaluate, not to be trained on")
    print(f"path: {paths.root_of(name)}")
    faults = 0
    for benchmark in benchmarks:
        try:
            scenes = open_benchmark(benchmark.name, Wanted(CELL, seed=0, data_paths=str(paths.file)))
        except MattingError as error:
            faults += 1
            print(f"error: {error}")
            continue
        print(f"{scenes.name}: {scenes.about}")
        if scenes.count < (benchmark.count or 0):
            print(f"  note: {scenes.count} of the {benchmark.count} of the complete set; was it copied to the end?")
        for index in tqdm(range(scenes.count), desc="decoding", unit="clip", mininterval=5, leave=False, disable=None):
            try:
                for _ in islice(scenes.frames(index), None if decode_all else 1):
                    pass
            except (MattingError, OSError) as error:
                faults += 1
                print(f"  error: {error}")
    if faults:
        raise UsageError(f"{name} cannot be measured on as it is; see above")


def _report(listing: Listing, inspection: Inspection, measures: Measures) -> int:
    """Print what is known of a part, and return how many faults it has."""
    clips = f", clips: {listing.clip_count}" if listing.data_set.kind is Kind.CLIPS else ""
    what = f"{len(listing)} pictures{clips}, {inspection.file_bytes / 1e9:.2f} GB"
    print(f"{listing.split.value}: {what}; {_sizes(inspection.sizes)}")
    has_alphas = measures.decoded and listing.data_set.kind is not Kind.BACKGROUNDS
    alpha = ""
    if has_alphas:
        low, high = measures.alphas
        shares = f"foreground {measures.foreground_share:.0%} of the picture, soft {measures.soft_share:.1%}"
        alpha = f"; alpha {low} to {high}; {shares}"
    print(f"  decoded at {measures.decode_ms:.0f} ms a picture{alpha}" if measures.decoded else "  nothing was decoded")
    findings = [*inspection.findings, *_on_decoding(listing, inspection, measures)]
    if has_alphas and measures.alphas[1] < 255:
        findings.append(
            Finding(Severity.NOTE, f"no alpha reaches 255, the highest is {measures.alphas[1]}: are they of 8 bits?")
        )
    if has_alphas and not measures.soft_share:
        findings.append(Finding(Severity.NOTE, "no alpha has a soft edge: are these masks of a segmentation?"))
    for finding in findings:
        print(f"  {finding.severity.value}: {finding.message}")
    return sum(finding.severity is Severity.ERROR for finding in findings)


def _on_decoding(listing: Listing, inspection: Inspection, measures: Measures) -> Iterator[Finding]:
    """What training will do about pictures that cannot be decoded: it skips a few."""
    new = measures.unreadable.keys() - set(inspection.damaged)
    known = len(new) + len(inspection.damaged)
    tried = measures.decoded + len(measures.unreadable)
    # one of a sample says nothing of the others
    is_tolerable = known <= TOLERATED * len(listing) and len(new) <= max(1, TOLERATED * tried)
    severity, until = (Severity.NOTE, "; training skips it") if is_tolerable else (Severity.ERROR, "")
    for reason in measures.unreadable.values():
        yield Finding(severity, reason + until)
    for reason in measures.corrupt:
        yield Finding(Severity.NOTE, f"{reason}; training takes it as it is")


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
    foreground, soft, took_s, corrupt = [], [], 0.0, list[str]()
    unreadable: dict[int, str] = {}
    low, high = 255, 0
    for index in tqdm(chosen, desc="decoding", unit="picture", mininterval=5, leave=False, disable=None):
        start_s = time.perf_counter()
        try:
            with jpeg_warnings() as warnings:
                _, alpha = read_pair(listing, index)
        except (SourceError, OSError) as error:
            unreadable[index] = str(error)
            continue
        took_s += time.perf_counter() - start_s
        if warnings:
            which = " or its alpha" if listing.alpha(index) else ""
            corrupt.append(f"{listing.colour(index)}{which} is damaged ({warnings[0]}); copy it again")
        if alpha is not None:
            low, high = min(low, int(alpha.min())), max(high, int(alpha.max()))
            foreground.append(float(alpha.mean()) / 255)
            soft.append(float(((alpha > _SOFT[0]) & (alpha < _SOFT[1])).mean()))
    decoded = len(chosen) - len(unreadable)
    mean = [sum(values) / len(values) if values else 0.0 for values in (foreground, soft)]
    each_ms = took_s / max(decoded, 1) * 1000
    return Measures(decoded, each_ms, mean[0], mean[1], (low, high), unreadable, tuple(corrupt))


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
