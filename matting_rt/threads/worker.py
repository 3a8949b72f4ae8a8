"""One named thread that keeps its first error for its owner."""

import threading
from collections.abc import Callable

from matting_rt.errors import PipelineError
from matting_rt.threads.channel import ChannelClosed


class Worker:
    """Runs `function` once on a thread of its own.

    A function that meets a closed channel (`ChannelClosed`) ends quietly: the other side is gone, nothing is left to
    do. Any other exception is kept for `join`. The thread is a daemon, so that a function stuck in a library or a
    driver cannot keep the program from ending.
    """

    def __init__(self, name: str, function: Callable[[], None], on_error: Callable[["Worker"], None]) -> None:
        """
        Args:
            name: of the thread, and the stage named in the error.
            function: the work.
            on_error: called on the worker's thread, with the worker, right after `error` is set and before the thread
                ends: the place to stop the other workers.
        """
        self.name = name
        self.error: BaseException | None = None
        self._function = function
        self._on_error = on_error
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def _run(self) -> None:
        try:
            self._function()
        except ChannelClosed:
            pass
        except BaseException as error:  # whatever it is belongs to the owner
            self.error = error
            self._on_error(self)

    def start(self) -> None:
        self._thread.start()

    def wait(self, limit_s: float) -> bool:
        """Wait until the thread ends, for `limit_s` at most; whether it has ended. True for one never started."""
        if self._thread.ident is not None:
            self._thread.join(max(limit_s, 0.0))
        return not self._thread.is_alive()

    def join(self) -> None:
        """Wait until the thread ends.

        Raises:
            PipelineError: the function failed; `stage` is the worker's name and `__cause__` the error.
        """
        self._thread.join()
        self.raise_error()

    def raise_error(self) -> None:
        """Raise what the function failed with, if it has; see `join`."""
        if self.error is not None:
            reason = self.error if str(self.error) else type(self.error).__name__
            raise PipelineError(
                self.name, "the {name} stage failed: {reason}", name=self.name, reason=reason
            ) from self.error
