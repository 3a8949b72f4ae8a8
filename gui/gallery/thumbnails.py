"""Small pictures of files, made on a thread of their own: a video takes up to a second."""

import threading
from enum import Enum
from pathlib import Path

from PyQt6.QtCore import QObject, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QImage, QImageIOHandler, QImageReader

from gui.gallery.unusable import Refusal, refusal_of
from matting_rt.compositing.backdrop_spec import parse_backdrop
from matting_rt.errors import MattingError
from matting_rt.frame import FrameSize, Image
from matting_rt.pictures.files import MAX_PIXELS, MAX_SIDE

SIZE = FrameSize(192, 108)
"""Device pixels: a tile of the gallery on a screen of 200 %."""
_BYTES_PER_PIXEL = 3
STRIP_LENGTH_S, STRIP_RATE_FPS = 3.0, 8.0
"""What of a video is shown under the pointer, and how smoothly."""
_MOST_STRIPS = 6
"""Some 1.5 MB each."""
_QUARTER_TURN = QImageIOHandler.Transformation.TransformationRotate90
"""Part of every turn in which width and height change places."""


class Wish(Enum):
    """What is to be made of a file."""

    PICTURE = "picture"
    WHOLE = "whole"
    """The same, but only if the whole file can be read: Qt shows what there is of a picture that breaks off."""
    STRIP = "strip"
    """How a video moves."""


class Thumbnails(QObject):
    """Makes each of them once. Used on the GUI thread.

    Its thread runs only while there is something to do, so that nobody has to end it.
    """

    made = pyqtSignal(str)
    """The file's name, once `image` has its picture."""
    failed = pyqtSignal(str, object)
    """The file's name, and its `Refusal`."""
    strip_made = pyqtSignal(str)
    """The file's name, once `strip` has its pictures."""
    _came = pyqtSignal(str, Wish, list, object)

    def __init__(self) -> None:
        super().__init__()
        self._images: dict[str, QImage] = {}
        self._strips: dict[str, list[QImage]] = {}
        self._whole: set[str] = set()
        self._refused: set[str] = set()
        self._wanted: list[tuple[str, Wish]] = []
        self._lock = threading.Lock()
        self._is_working = False
        self._thread: threading.Thread | None = None
        self._came.connect(self._take)

    def image(self, path: str) -> QImage | None:
        """A picture of `SIZE`; None while there is none."""
        return self._images.get(path)

    def strip(self, path: str) -> list[QImage]:
        """Pictures of `SIZE` that show how a video moves; empty while there are none."""
        return self._strips.get(path, [])

    def is_whole(self, path: str) -> bool:
        """Whether all of the file could be read."""
        return path in self._whole

    def is_refused(self, path: str) -> bool:
        """Whether no picture could be made of it."""
        return path in self._refused

    def ask(self, path: str, wish: Wish = Wish.PICTURE) -> None:
        """Have something made, if it is not there; one of the signals tells when it is."""
        if wish is Wish.STRIP and path in self._strips:
            self.strip_made.emit(path)
        elif (wish is Wish.PICTURE and path in self._images) or (wish is Wish.WHOLE and self._is_still_whole(path)):
            self.made.emit(path)
        else:
            self._put(path, wish)

    def forget_strip(self, path: str) -> None:
        """It is not wanted any more; one that is being made is left as it is."""
        with self._lock:
            if (path, Wish.STRIP) in self._wanted[1:]:
                self._wanted.remove((path, Wish.STRIP))

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being made."""
        with self._lock:
            return self._thread is None or not self._thread.is_alive()

    def _put(self, path: str, wish: Wish) -> None:
        with self._lock:
            if (path, wish) not in self._wanted:
                # behind what is being made now, and before what was asked for earlier: that may be out of sight
                self._wanted.insert(min(1, len(self._wanted)), (path, wish))
            if self._is_working:
                return
            self._is_working = True
            self._thread = threading.Thread(target=self._work, name="thumbnails")
            self._thread.start()

    def _take(self, path: str, wish: Wish, images: list[QImage], problem: Refusal | None) -> None:
        if wish is Wish.STRIP:
            if len(self._strips) >= _MOST_STRIPS:
                del self._strips[next(iter(self._strips))]
            self._strips[path] = images  # without a word where there are none: its picture stands still
            self.strip_made.emit(path)
        elif problem is not None:
            self._refused.add(path)
            self.failed.emit(path, problem)
        else:
            self._refused.discard(path)
            self._images[path] = images[0]
            if wish is Wish.WHOLE:
                self._whole.add(path)
            self.made.emit(path)

    def _is_still_whole(self, path: str) -> bool:
        return path in self._whole and Path(path).exists()

    # --- on its thread

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._wanted:
                    self._is_working = False
                    return
                path, wish = self._wanted[0]
            images, problem = _make(path, wish)
            with self._lock:
                self._wanted.remove((path, wish))
            self._came.emit(path, wish, images, problem)


def _make(path: str, wish: Wish) -> tuple[list[QImage], Refusal | None]:
    """What is wished for, or why there is none."""
    try:
        kind = parse_backdrop(path).kind
        if wish is Wish.PICTURE and not kind.is_moving:
            image = _read_picture(path)
            if not image.isNull():
                return [image], None
        from matting_rt.pictures.thumbnail import make_strip, make_thumbnail

        pixels = (
            make_strip(Path(path), SIZE, STRIP_LENGTH_S, STRIP_RATE_FPS)
            if wish is Wish.STRIP
            else [make_thumbnail(Path(path), SIZE)]
        )
    except MattingError as error:
        return [], refusal_of(path, error)
    return [_to_image(each) for each in pixels], None


def _to_image(pixels: Image) -> QImage:
    width = SIZE.width
    return QImage(pixels.tobytes(), width, SIZE.height, _BYTES_PER_PIXEL * width, QImage.Format.Format_RGB888).copy()


def _read_picture(path: str) -> QImage:
    """What Qt itself can read, without the engine being loaded; else a null image."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    wanted = QSize(*SIZE)
    turned = wanted.transposed() if reader.transformation() & _QUARTER_TURN else wanted
    full = reader.size()
    if full.isValid() and (max(full.width(), full.height()) > MAX_SIDE or full.width() * full.height() > MAX_PIXELS):
        return QImage()  # the engine says why
    if full.isValid():
        reader.setScaledSize(full.scaled(turned, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        return image
    image = image.scaled(
        wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    left, top = (image.width() - wanted.width()) // 2, (image.height() - wanted.height()) // 2
    return image.copy(left, top, wanted.width(), wanted.height())
