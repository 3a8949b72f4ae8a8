"""Small pictures of files, made on a thread of their own: a video takes up to a second."""

import threading
from pathlib import Path

from PyQt6.QtCore import QObject, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QImage, QImageIOHandler, QImageReader

from gui.look.language import line_of
from matting_rt.compositing.backdrop_spec import parse_backdrop
from matting_rt.errors import MattingError
from matting_rt.frame import FrameSize
from matting_rt.picture_files import MAX_PIXELS, MAX_SIDE

SIZE = FrameSize(192, 108)
"""Device pixels: a tile of the gallery on a screen of 200 %."""
_BYTES_PER_PIXEL = 3
_QUARTER_TURN = QImageIOHandler.Transformation.TransformationRotate90
"""Part of every turn in which width and height change places."""


class Thumbnails(QObject):
    """Makes each of them once. Used on the GUI thread.

    Its thread runs only while there is something to do, so that nobody has to end it.
    """

    made = pyqtSignal(str)
    """The file's name, once `image` has its picture."""
    failed = pyqtSignal(str, str)
    """The file's name, and a line on why it has none."""
    _came = pyqtSignal(str, QImage, str)

    def __init__(self) -> None:
        super().__init__()
        self._images: dict[str, QImage] = {}
        self._wanted: list[str] = []
        self._lock = threading.Lock()
        self._is_working = False
        self._thread: threading.Thread | None = None
        self._came.connect(self._take)

    def image(self, path: str) -> QImage | None:
        """A picture of `SIZE`; None while there is none."""
        return self._images.get(path)

    def ask(self, path: str) -> None:
        """Have a picture made, if there is none; one of the signals tells when it is there."""
        if path in self._images:
            self.made.emit(path)
            return
        with self._lock:
            if path not in self._wanted:
                self._wanted.append(path)
            if self._is_working:
                return
            self._is_working = True
            self._thread = threading.Thread(target=self._work, name="thumbnails")
            self._thread.start()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being made."""
        with self._lock:
            return self._thread is None or not self._thread.is_alive()

    def _take(self, path: str, image: QImage, problem: str) -> None:
        if problem:
            self.failed.emit(path, problem)
        else:
            self._images[path] = image
            self.made.emit(path)

    # --- on its thread

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._wanted:
                    self._is_working = False
                    return
                path = self._wanted[0]
            image, problem = _thumbnail(path)
            with self._lock:
                self._wanted.remove(path)
            self._came.emit(path, image, problem)


def _thumbnail(path: str) -> tuple[QImage, str]:
    """The picture, or a line on why there is none."""
    try:
        if not parse_backdrop(path).kind.is_moving:
            image = _read_picture(path)
            if not image.isNull():
                return image, ""
        from matting_rt.thumbnail import make_thumbnail

        pixels = make_thumbnail(Path(path), SIZE)
    except MattingError as error:
        return QImage(), line_of(error)
    width = SIZE.width
    return QImage(
        pixels.tobytes(), width, SIZE.height, _BYTES_PER_PIXEL * width, QImage.Format.Format_RGB888
    ).copy(), ""


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
