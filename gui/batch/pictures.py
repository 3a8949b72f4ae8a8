"""What a job is made of, in pictures: the video's first frame, the plate, the background, and at the end the result."""

from PyQt6.QtCore import QRect, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PyQt6.QtWidgets import QToolTip, QWidget

from gui.batch.jobs import FROM_VIDEO, NO_PLATE, Job, JobState
from gui.batch.words import say_plate
from gui.gallery.backgrounds import Offer, name_of
from gui.gallery.thumbnails import Thumbnails
from gui.gallery.unusable import Refusal
from gui.look import theme
from gui.look.icons import icon
from gui.look.language import tr
from matting_rt.compositing.backdrop_spec import parse_word
from matting_rt.errors import UsageError
from matting_rt.specs import VIDEO_SUFFIXES

_HEIGHT = 63
_GAP = 3
_WIDTH = _HEIGHT * 16 // 9
_SMALL_HEIGHT = (_HEIGHT - _GAP) // 2
_SMALL_WIDTH = _SMALL_HEIGHT * 16 // 9
_RADIUS = 4
_ICON = 16


class JobPictures(QWidget):
    """Pictures are made when they are first seen."""

    read = pyqtSignal()
    """`problem` is another now."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._job: Job | None = None
        self._asked: set[str] = set()
        """Files of which a picture was asked for: one that has none is not asked for again."""
        self.problem = ""
        """Why the video's first frame cannot be read; empty: it can, or nobody has tried."""
        self.setFixedSize(_WIDTH + _GAP + _SMALL_WIDTH, _HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        thumbnails.made.connect(self._note)
        thumbnails.failed.connect(self._note_failure)

    def show_job(self, job: Job) -> None:
        if self._job is not None and self._job.state.is_over and not job.state.is_over:
            self._asked.discard(str(job.video.source))  # it may have been repaired
        self._job = job
        plate, backdrop = self._words(job)
        self.setAccessibleName(f"{plate}; {backdrop}")
        self.update()

    @property
    def is_split(self) -> bool:
        """Whether the result is shown beside the video."""
        return self._job is not None and self._result(self._job) is not None

    def _result(self, job: Job) -> QImage | None:
        is_file = job.state is JobState.DONE and job.output.is_file()
        return self._image(str(job.output)) if is_file else None

    def _words(self, job: Job) -> tuple[str, str]:
        settings = job.settings
        plate = tr("Plate: {name}").format(name=say_plate(settings.plate))
        if settings.output_format.is_transparent:
            return plate, tr("Background: none, transparent")
        return plate, tr("Background: {name}").format(name=name_of(settings.backdrop))

    # --- painting

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        if self._job is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        video, plate, backdrop = self._places()
        source, result = self._image(str(self._job.video.source)), self._result(self._job)
        self._draw(painter, video, source, "video")
        if result is not None:
            right = QRect(video.center().x(), video.top(), video.width() // 2 + 1, video.height())
            painter.save()
            painter.setClipRect(right)
            self._draw(painter, video, result, "video")
            painter.restore()
            painter.setPen(QPen(QColor("white"), 2))
            painter.drawLine(right.topLeft(), right.bottomLeft())
        self._draw_plate(painter, plate, self._job.settings.plate)
        self._draw_backdrop(painter, backdrop, self._job)

    def _draw_plate(self, painter: QPainter, place: QRect, plate: str) -> None:
        image = None if plate in (FROM_VIDEO, NO_PLATE) else self._image(plate)
        self._draw(painter, place, image, "cancel" if plate == NO_PLATE else "plate")

    def _draw_backdrop(self, painter: QPainter, place: QRect, job: Job) -> None:
        spec = job.settings.backdrop
        try:
            known = parse_word(spec)
        except UsageError:
            known = None
        if known is None:
            self._draw(painter, place, self._image(spec), "image")
        elif known.kind.colour is not None:
            self._draw(painter, place, None, "", QColor(Offer(spec, "", known.kind).colour))
        else:
            self._draw(painter, place, None, "cancel" if known.kind.is_transparent else "blur")

    def _draw(
        self, painter: QPainter, place: QRect, image: QImage | None, drawing: str, ground: QColor | None = None
    ) -> None:
        """A picture; where there is none, a drawing that stands for it."""
        path = QPainterPath()
        path.addRoundedRect(QRectF(place), _RADIUS, _RADIUS)
        painter.fillPath(path, ground or QColor(theme.colours().canvas))
        if image is not None:
            painter.save()
            painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
            painter.drawImage(place, image)
            painter.restore()
        elif drawing:
            spot = QRect(0, 0, _ICON, _ICON)
            spot.moveCenter(place.center())
            icon(drawing, theme.colours().on_canvas).paint(painter, spot)

    def _places(self) -> tuple[QRect, QRect, QRect]:
        """Of the video, the plate and the background; from the end at which lines begin."""
        at_start = QRect(0, 0, _WIDTH, _HEIGHT), QRect(_WIDTH + _GAP, 0, _SMALL_WIDTH, _SMALL_HEIGHT)
        below = QRect(_WIDTH + _GAP, _HEIGHT - _SMALL_HEIGHT, _SMALL_WIDTH, _SMALL_HEIGHT)
        places = (*at_start, below)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            for place in places:
                place.moveRight(self.width() - 1 - place.left())
        return places

    # --- pictures

    def _image(self, path: str) -> QImage | None:
        image = self._thumbnails.image(path)
        if image is None and path not in self._asked:
            self._asked.add(path)
            self._thumbnails.ask(path)
        return image

    def _note(self, path: str, problem: str = "") -> None:
        if path in self._asked:
            self.update()
        source = None if self._job is None else self._job.video.source
        # of a file without the name of a video, the one who runs the job knows more
        if source is None or path != str(source) or source.suffix.lower() not in VIDEO_SUFFIXES:
            return
        if problem != self.problem:
            self.problem = problem
            self.read.emit()

    def _note_failure(self, path: str, refusal: Refusal) -> None:
        self._note(path, refusal.line)

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent) and self._job is not None:
            plate, backdrop = self._words(self._job)
            words = (str(self._job.video.source), plate, backdrop)
            told = [text for place, text in zip(self._places(), words, strict=True) if place.contains(event.pos())]
            QToolTip.showText(event.globalPos(), "".join(told), self)
            return True
        return super().event(event)  # type: ignore[arg-type]
