"""`matting-rt video --preview N`: some frames of a video on a contact sheet, before hours are spent on all of it."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import matting_rt
from matting_rt.frame import FrameSize, Image

LONG_SIDE = 480
"""Of a picture on the sheet, in pixels."""


def preview(job: "matting_rt.VideoJob", count: int) -> None:
    """Matte some frames, write the sheet, and show it where there is a display.

    Raises:
        MattingError: something cannot be read, used or written.
    """
    from matting_rt.cli.job import say
    from matting_rt.cli.report_page import to_duration

    found = matting_rt.preview_video(job, count, on_message=say)
    path = choose_path(job)
    matting_rt.write_png(path, make_sheet(found))
    say(f"Wrote {path}: frame, alpha and composite of {len(found.frames)} frames; nothing else is written")
    say(f"At this speed all of {job.source.name} takes about {to_duration(found.whole_s)}")
    show(path)


def choose_path(job: "matting_rt.VideoJob") -> Path:
    """Beside the output where its folder is there, else among the temporary files."""
    for output in job.outputs.values():
        if output.absolute().parent.is_dir():
            return output.with_name(f"{output.stem}.preview.png")
    return Path(tempfile.mkdtemp(prefix="matting-rt-")) / f"{job.source.stem}.preview.png"


def make_sheet(preview: "matting_rt.VideoPreview") -> Image:
    """uint8 (H, W, 3) RGB; a row for each of the frames."""
    from matting_rt.cli.contact_sheet import make_contact_sheet
    from matting_rt.cli.report_page import to_clock
    from matting_rt.cli.thumbnails import shrink

    height, width = preview.frames[0].frame.shape[:2]
    cell = FrameSize(*(max(1, round(side * LONG_SIDE / max(width, height))) for side in (width, height)))
    rows = [
        (
            to_clock(each.time_s),
            [
                shrink(picture, cell.width)
                for picture in (each.frame, each.matted.alpha, each.matted.composite)
                if picture is not None
            ],
        )
        for each in preview.frames
    ]
    return make_contact_sheet(("frame", "alpha", "composite"), rows, cell)


def show(path: Path) -> None:
    """Open a picture with the system's viewer, where there are a display and a viewer."""
    if sys.platform == "win32":
        os.startfile(path)
        return
    viewer = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    has_display = sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    if viewer is not None and has_display:
        quiet = subprocess.DEVNULL
        subprocess.Popen([viewer, str(path)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
