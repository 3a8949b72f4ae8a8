"""What the page does with a picture or a clip: from files to files, by the public face alone."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from tempfile import mkdtemp

import matting_rt
from matting_rt.errors import UsageError
from matting_rt.frame import FrameSize
from matting_rt.pictures.formats import read_format

OnProgress = Callable[[float | None, str], None]
"""Called with the share that is done (None: not known) and what is being done; what it raises ends the work."""

_SHOWN_BY_BROWSERS = ("png", "jpeg", "webp", "bmp", "gif", "avif")
_TRANSPARENT = "transparent"
_CLOSING_S = 5.0
_SAMPLE_SIZE, _SAMPLE_S = FrameSize(848, 480), 2.5
"""Of the sample clip, which nobody should have to wait for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the page takes; there are none elsewhere in the program."""

    clip_frames: int = 300
    """Ten seconds at 30 frames a second."""
    upload_mb: int = 200


class Plates(str, Enum):
    """Where the empty room of a clip is known from."""

    GIVEN = "A picture of it"
    CLIP = "From the clip"
    NONE = "None"


@dataclass(frozen=True, slots=True)
class Results:
    """Files that a picture or a clip became."""

    composite: Path
    alpha: Path
    cut_out: Path | None
    """The person in their own colours, transparent around them; None: it was not asked for."""
    summary: str
    """Size, and how long it took."""
    notes: tuple[str, ...] = ()
    """Lines on what is not as it was in the clip."""


class WebWork:
    """Does one thing at a time, whoever asks for it, from any thread."""

    def __init__(self, folder: Path, config: "matting_rt.EngineConfig", limits: Limits) -> None:
        """`folder`: where results go; who makes it removes it."""
        self.limits = limits
        self._folder, self._config = folder, config
        self._turn = threading.Lock()
        self._is_closing = False
        self._engine: matting_rt.MattingEngine | None = None

    def matte_picture(self, picture: Path, plate: Path | None, backdrop: str) -> Results:
        """Raises MattingError."""
        with self._turn:
            started_s = time.perf_counter()
            if self._engine is None:
                self._engine = matting_rt.load_engine(self._config)
            matted = matting_rt.matte_image(picture, plate, backdrop, engine=self._engine)
            folder, stem = self._make_folder(), picture.stem
            composite, alpha, cut_out = (folder / f"{stem}-{name}.png" for name in ("composite", "alpha", "cut-out"))
            for path, image in zip((composite, alpha, cut_out), matted, strict=True):
                matting_rt.write_png(path, image)
            took_s = time.perf_counter() - started_s
        height, width = matted.alpha.shape
        return Results(composite, alpha, cut_out, f"{width}x{height} in {took_s:.1f} s")

    def matte_clip(
        self,
        clip: Path,
        plate: Path | Plates,
        backdrop: str,
        *,
        with_cut_out: bool,
        on_progress: OnProgress = lambda share, what: None,
    ) -> Results:
        """Raises MattingError, and what `on_progress` does; then nothing is left.

        Args:
            plate: a picture of the empty room, or where else it is known from.
        """
        on_progress(None, "Waiting for another one to be done")
        with self._turn:
            started_s = time.perf_counter()
            job = self._job_of(clip, plate, backdrop, with_cut_out)

            def on_plate_frame(read: int, count: int | None) -> None:
                self._require_open()
                self._require_short(clip, max(read, count or 0))
                on_progress(None if count is None else read / count, "Looking for the empty room")

            with matting_rt.open_batch(
                job,
                on_message=lambda line: on_progress(None, self.without_folders(line)),
                on_plate_frame=on_plate_frame,
            ) as batch:
                self._require_short(clip, batch.frame_count or 0)
                report = batch.run(lambda: self._watch(clip, batch.progress, on_progress))
                size = batch.size
            took_s = time.perf_counter() - started_s
        count = report["frames_written"]
        return Results(
            composite=job.outputs["composite"],
            alpha=job.outputs["alpha"],
            cut_out=job.outputs.get("foreground"),
            summary=f"{count} frames of {size} in {took_s:.1f} s ({report['rate_fps']:.1f} frames a second)",
            notes=tuple(self.without_folders(note) for note in report["notes"]),
        )

    def _job_of(self, clip: Path, plate: Path | Plates, backdrop: str, with_cut_out: bool) -> "matting_rt.VideoJob":
        folder, stem = self._make_folder(), clip.stem
        suffix = ".webm" if backdrop == _TRANSPARENT else ".mp4"  # which a browser plays
        others = {"alpha": folder / f"{stem}-alpha.mp4"}
        if with_cut_out:
            others["foreground"] = folder / f"{stem}-cut-out.mov"
        return matting_rt.VideoJob(
            source=clip,
            plate=plate if isinstance(plate, Path) else None,
            output=folder / f"{stem}-composite{suffix}",
            others=others,
            config=matting_rt.Config(engine=self._config, backdrop=matting_rt.BackdropConfig(backdrop)),
            learns_plate=plate is Plates.NONE,
        )

    def _watch(self, clip: Path, progress: "matting_rt.JobProgress", on_progress: OnProgress) -> None:
        self._require_open()
        self._require_short(clip, progress.frames_written)
        count = progress.frame_count
        done = f"{progress.frames_written} of {count} frames" if count else f"{progress.frames_written} frames"
        on_progress(progress.frames_written / count if count else None, done)

    def _require_short(self, clip: Path, count: int) -> None:
        if count > self.limits.clip_frames:
            raise UsageError(
                "{clip} has more frames than the {most} that this page takes; cut it, or use matting-rt video, which "
                "takes clips of any length",
                clip=clip.name,
                most=self.limits.clip_frames,
            )

    def _require_open(self) -> None:
        if self._is_closing:
            raise matting_rt.JobCancelled

    def stop(self) -> None:
        """End what is being done with a clip; from now on no other is taken."""
        self._is_closing = True

    def close(self) -> None:
        """Stop, and wait some seconds for that."""
        self.stop()
        if self._turn.acquire(timeout=_CLOSING_S) and self._engine is not None:
            self._engine.close()

    def make_viewable(self, picture: Path) -> Path:
        """The picture itself if a browser shows it, else one that is the same as a PNG. Raises MattingError."""
        found = read_format(picture)
        if found is None or found.name.removeprefix("animated ") in _SHOWN_BY_BROWSERS:
            return picture
        path = self._make_folder() / f"{picture.stem}.png"
        matting_rt.write_png(path, matting_rt.load_image(picture))
        return path

    def sample_picture(self) -> tuple[Path, Path]:
        """A rendered person in a painted room, and that room without them."""
        from matting_rt.demo_scene import SIZE
        from matting_rt.synthetic.film import RenderedClip

        path, plate = (self._samples() / name for name in ("sample.png", "sample-room.png"))
        if not (path.exists() and plate.exists()):
            clip = RenderedClip(SIZE, rate_fps=1, duration_s=1)
            matting_rt.write_png(path, next(iter(clip.frames()))[0])
            matting_rt.write_png(plate, clip.plate())
        return path, plate

    def sample_clip(self) -> tuple[Path, Path]:
        """As `sample_picture`, of which they wave and a tune is played."""
        from matting_rt.demo_scene import render_scene

        folder = self._samples()
        with self._turn:
            if not (folder / "input.mp4").exists():
                render_scene(folder, 0, _SAMPLE_SIZE, _SAMPLE_S)
        return folder / "input.mp4", folder / "plate.png"

    def _samples(self) -> Path:
        folder = self._folder / "samples"
        folder.mkdir(exist_ok=True)
        return folder

    def _make_folder(self) -> Path:
        return Path(mkdtemp(dir=self._folder))

    def without_folders(self, line: str) -> str:
        """A line in which files of the page have only their names."""
        return re.sub(re.escape(f"{self._folder}/") + r"(?:[\w-]+/)*", "", line)
