"""What is done of a video job, on disk, so that it survives whatever ends the program.

Beside each output lies a hidden folder with its frames so far (see `WorkFolder`): of a video encoded segments, else the
pictures. The first output's also holds the manifest, which says what the job is, what is remembered between the last
frame of a segment and the next (see `state`), and checksums of all frames before. From these another program continues
with that next frame, if all of it is as it was written; else it starts over.
"""

import json
import logging
import shutil
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from matting_rt.batch.identity import Identity, check_identity
from matting_rt.batch.job_spec import VideoJob
from matting_rt.batch.open_job import JobCancelled, JobSuspended
from matting_rt.errors import SourceFormatError
from matting_rt.files import read_text, replacing
from matting_rt.lines import Line
from matting_rt.sinks.base import SegmentPlace
from matting_rt.state import State, load_state, save_state
from matting_rt.unfinished_file import sink_error
from matting_rt.work_folder import WorkFolder

log = logging.getLogger(__name__)

_MANIFEST, _PUBLISHING = "manifest.json", "publishing"
_STATE, _NEXT_STATE = "state-{:06d}.npz", "next-{:06d}.npz"
"""One that is reached, and one that is not: frames before it are still on their way to the disk."""
_CHECKSUMS = "checksums-{:06d}.json"
"""Of the files that came before a state and after the one before it."""
_FRAMES = ("*.segment", "pictures/*")
_READ_BYTES = 1 << 20


def count_kept(job: VideoJob) -> int:
    """Frames of a job that an earlier program has left for the next."""
    folder = WorkFolder(next(iter(job.outputs.values()))).path
    return max((_number(path) * job.segment_frames for path in folder.glob("state-*.npz")), default=0)


def _number(state: Path) -> int:
    """Of the segment that begins with a state."""
    return int(state.stem.split("-")[1])


def _checksum(path: Path) -> str:
    """Of all of a file: what a disk has lost may be anywhere in it. Raises OSError."""
    size, checksum = 0, 0
    with path.open("rb") as file:
        while part := file.read(_READ_BYTES):
            size, checksum = size + len(part), zlib.crc32(part, checksum)
    return f"{size} bytes, CRC-32 {checksum:08x}"


class SavedWork:
    """The folders of one job while it is open; `Checkpoints` of its pipeline."""

    def __init__(self, outputs: Mapping[str, Path], identity: Identity, segment_frames: int, *, resumes: bool) -> None:
        """Find out where to continue, or start over.

        Args:
            outputs: where each picture goes, by its name.
            identity: see `identify`.
            resumes: continue where another program was stopped, if one was.

        Raises:
            JobChangedError: something has changed since, see `identify`.
            SinkError: a folder cannot be made, or is in use.
        """
        self.folders = {name: WorkFolder(path) for name, path in outputs.items()}
        self._main = next(iter(self.folders.values()))
        self.segment_frames = segment_frames
        self.first = 0
        self.state: State | None = None
        self.was_publishing = False
        """Whether some of the outputs may have got their names already."""
        self.notes: list[str] = []
        self.reached = 0
        """Frames that are kept."""
        self._recorded: set[str] = set()
        """The files that have checksums."""
        self.take_state: Callable[[], State] = dict
        self.frame_count: int | None = None
        self._has_warned = False
        try:
            for folder in self.folders.values():
                folder.open(keeps=resumes)
            self._find_start(identity)
        except BaseException:
            if resumes:
                self._unlock()
            else:
                self.close()
            raise

    @property
    def places(self) -> dict[str, SegmentPlace]:
        """Where the segments of each output go, by its name."""
        number = self.first // self.segment_frames
        return {name: SegmentPlace(folder.path, number) for name, folder in self.folders.items()}

    def is_due(self, index: int) -> bool:
        return index > self.first and index % self.segment_frames == 0

    def save(self, index: int) -> None:
        with self._writing(), replacing(self._path(_NEXT_STATE, index)) as part:
            save_state(part, self.take_state())

    def reach(self, index: int) -> None:
        with self._writing():
            self._record(index)
            self._path(_NEXT_STATE, index).rename(self._path(_STATE, index))
            for path in self._states():
                if path != self._path(_STATE, index):
                    path.unlink()
        self.reached = index
        if not self._has_warned and self.frame_count:
            self._has_warned = True
            self._warn_of_full_disk(index, self.frame_count)

    def publish(self) -> None:
        with self._writing():
            (self._main.path / _PUBLISHING).touch()

    def discard(self) -> None:
        """Remove all of it. May be called twice."""
        self.reached = 0
        for folder in self.folders.values():
            folder.discard()

    def close(self) -> None:
        """Leave it, where there is anything in it, for a program that resumes. May be called twice."""
        if self.reached == 0:
            self.discard()
        self._unlock()

    def _unlock(self) -> None:
        for folder in self.folders.values():
            folder.close()

    def leave(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """As `__exit__`; what was done of a job that somebody has cancelled is removed."""
        if isinstance(error, JobCancelled) and not isinstance(error, JobSuspended):
            self.discard()
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Errors of what is written there, as those of its output."""
        try:
            yield
        except OSError as error:
            raise sink_error(self._main.output, error) from error

    def _path(self, name: str, index: int) -> Path:
        return self._main.path / name.format(index // self.segment_frames)

    def _states(self) -> list[Path]:
        """Those that are reached, in order."""
        return sorted(self._main.path.glob("state-*.npz"))

    def _files(self) -> dict[str, Path]:
        """What is there of frames, by names that say of which output."""
        return {
            f"{name}/{path.relative_to(folder.path)}": path
            for name, folder in self.folders.items()
            for pattern in _FRAMES
            for path in folder.path.glob(pattern)
        }

    def _record(self, index: int) -> None:
        """Keep the checksums of what is new."""
        new = {name: _checksum(path) for name, path in self._files().items() if name not in self._recorded}
        with replacing(self._path(_CHECKSUMS, index)) as part:
            part.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")
        self._recorded |= new.keys()

    def _check_files(self, count: int) -> None:
        """Check the frames before the state of this number. Raises FileNotFoundError, SourceFormatError, ValueError."""
        found = self._files()
        for number in range(1, count + 1):
            for name, checksum in json.loads(read_text(self._main.path / _CHECKSUMS.format(number))).items():
                if name not in found or _checksum(found[name]) != checksum:
                    raise SourceFormatError("{name} is damaged or missing", name=name)
                self._recorded.add(name)

    def _find_start(self, identity: Identity) -> None:
        with self._writing():
            try:
                check_identity(self._main.output, json.loads(read_text(self._main.path / _MANIFEST)), identity)
                self._go_on()
            except (FileNotFoundError, SourceFormatError, ValueError, AttributeError) as error:  # none, or half of one
                log.debug("%s begins anew: %s", self._main.output, error)
                self._start_over(identity)

    def _go_on(self) -> None:
        self.was_publishing = (self._main.path / _PUBLISHING).exists()
        paths = self._states()
        if paths:
            state, number = load_state(paths[-1]), _number(paths[-1])
            self._check_files(number)
            self.state = state
            self.first = self.reached = number * self.segment_frames
        for name, path in self._files().items():
            if name not in self._recorded:  # they come again
                path.unlink()

    def _start_over(self, identity: Identity) -> None:
        if self._states():
            line = Line("what was kept of {output} is damaged, so all frames are done again", output=self._main.output)
            self.notes.append(line)
        self._recorded.clear()
        for folder in self.folders.values():
            folder.empty()
        with replacing(self._main.path / _MANIFEST) as part:
            part.write_text(json.dumps(identity, indent=1) + "\n", encoding="utf-8")

    def _warn_of_full_disk(self, done: int, count: int) -> None:
        """Add a note where a disk will not hold the frames to come, and then the outputs made of them."""
        needed: dict[int, float] = defaultdict(float)
        places: dict[int, Path] = {}
        for folder in self.folders.values():
            written, device = folder.size_bytes, folder.path.stat().st_dev
            total = written * max(count, done) / done
            has_pictures = (folder.path / "pictures").exists()
            needed[device] += total - written + (0 if has_pictures else total)
            places[device] = folder.output.parent
        for device, place in places.items():
            free = shutil.disk_usage(place).free
            if needed[device] > free:
                self.notes.append(
                    Line(
                        "the disk of {folder} has {free_gb:.1f} GB left, and about {needed_gb:.1f} GB are needed until "
                        "the end; free some space meanwhile (a job that fills its disk can be resumed)",
                        folder=place.absolute(),
                        free_gb=free / 1e9,
                        needed_gb=needed[device] / 1e9,
                    )
                )
