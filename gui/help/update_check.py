"""Whether there is a newer version: asked once, when somebody presses the button. Nothing else uses the network."""

import json
import re
from importlib import metadata

from PyQt6.QtCore import QObject, QUrl, pyqtSignal

from gui.help.licences import OWN
from gui.look.language import tr
from matting_rt import __version__

URL_LABEL = "Newest Version"
"""Of the address among the project_urls of setup.cfg."""
_LIMIT_MS = 10_000
_LIMIT_BYTES = 1_000_000
_VERSION = re.compile(r"v?(\d+(?:\.\d+)*)")


def address() -> str:
    """What is asked; empty where whoever published this copy has not said."""
    try:
        lines = metadata.metadata(OWN).get_all("Project-URL") or []
    except metadata.PackageNotFoundError:
        return ""
    return next((line.partition(", ")[2] for line in lines if line.startswith(f"{URL_LABEL}, ")), "")


class UpdateCheck(QObject):
    """One question at a time."""

    answered = pyqtSignal(str)
    """A sentence on what has been found out, or why nothing could be."""

    def __init__(self, asked: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # only now, so that a window in which nobody asks does not even load what could
        from PyQt6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

        self._network = QNetworkAccessManager(self)
        request = QNetworkRequest(QUrl(asked))
        request.setTransferTimeout(_LIMIT_MS)
        request.setHeader(QNetworkRequest.KnownHeaders.UserAgentHeader, "matting-rt")
        request.setRawHeader(b"Accept-Language", b"*")  # not the person's own
        self._good = QNetworkReply.NetworkError.NoError
        self._reply = self._network.get(request)
        assert self._reply is not None
        self._reply.finished.connect(self._finish)

    def _finish(self) -> None:
        assert self._reply is not None
        if self._reply.error() is not self._good:
            host = self._reply.url().host()
            said = tr("{host} could not be reached: {reason}").format(host=host, reason=self._reply.errorString())
        else:
            said = compare(bytes(self._reply.read(_LIMIT_BYTES)).decode("utf-8", errors="replace"))
        self._reply.deleteLater()
        self.answered.emit(said)


def compare(answer: str, own: str = __version__) -> str:
    """A sentence on the version that an answer names, beside our own.

    Args:
        answer: a version alone, or JSON in which it is `tag_name` or `version`, at its top or in `info`.
    """
    newest = _VERSION.fullmatch(_version_in(answer))
    ours = _VERSION.match(own)
    if newest is None or ours is None:
        return tr("The answer contains no version.")
    if _numbers(newest[1]) > _numbers(ours[1]):
        return tr("There is a newer version: {newest}. This is {own}.").format(newest=newest[1], own=own)
    return tr("This is the newest version.")


def _version_in(answer: str) -> str:
    try:
        found = json.loads(answer)
    except ValueError:
        found = None
    if not isinstance(found, dict):  # a version alone may be a number of JSON, but 1.10 is not 1.1
        return answer.strip()
    if isinstance(found.get("info"), dict):
        found = found["info"]
    return str(found.get("tag_name", found.get("version", "")))


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(number) for number in version.split(".")]
    while numbers and numbers[-1] == 0:
        del numbers[-1]  # 1.2 and 1.2.0 are the same
    return tuple(numbers)
