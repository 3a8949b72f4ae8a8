"""Before and after: left of a handle the camera's picture, right of it what others see."""

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtWidgets import QWidget

from gui.live.controller import LiveController
from gui.live.preview import PreviewWidget
from gui.look.events import on_event
from gui.look.language import tr, with_keys
from gui.look.split_handle import SplitHandle
from matting_rt.live.preview import View


class Comparison:
    """Lies on a preview while it is shown. Not for a picture that may be shared: half of it is the camera's."""

    def __init__(self, controller: LiveController, preview: PreviewWidget) -> None:
        self._preview = preview
        self.half = QWidget(preview)
        """Cuts the camera's picture off at the handle."""
        self.half.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.camera = PreviewWidget(controller, self.half)
        self.camera.set_name(tr("The camera's picture"))
        self.camera.set_view(View.CAMERA)
        self.camera.set_note(tr("{view}: only you see this").format(view=tr("Camera")))
        self.handle = SplitHandle(preview, preview.picture_rect, tr("Before and after, {share} before"))
        help_ = tr("Left: the camera. Right: what others see. Drag, or use the arrow keys")
        self.handle.setToolTip(with_keys(help_, "Ctrl+B"))
        self.handle.moved.connect(self._place)
        preview.placed.connect(self._place)
        on_event(preview, QEvent.Type.Resize, self._place)
        self.show(False)

    @property
    def is_shown(self) -> bool:
        return not self.handle.isHidden()

    def show(self, is_shown: bool) -> None:
        """Show it on the preview, or the preview alone."""
        self.half.setVisible(is_shown)
        self.handle.setVisible(is_shown)
        self._place()

    def _place(self) -> None:
        self.handle.place()
        self.camera.resize(self._preview.size())
        self.half.setGeometry(0, 0, self.handle.line_x, self._preview.height())
