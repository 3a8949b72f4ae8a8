"""Undo and redo of settings: the values that each step has changed, before and after it."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

LIMIT = 100
"""Steps that can be undone; the oldest are forgotten."""
PAUSE_S = 1.0
"""Keys and turns of the wheel that follow each other more slowly are two steps."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is undone at once."""

    name: str
    """Of what was done, as the person reads it after "Undo: "."""
    before: Mapping[str, Any]
    """Values by the keys of settings."""
    after: Mapping[str, Any]


class History(QObject):
    """Steps of a store, kept while the program runs. Used on the GUI thread.

    Every change is a step of its own, whoever asked for it: a control, a profile, or `matting-rt control`; what a key
    of the desktop has changed by mistake is to be undone too. Changes within a gesture are one step.
    """

    changed = pyqtSignal()
    """There is another step to undo or to redo, or none any more."""

    def __init__(
        self,
        restore: Callable[[Mapping[str, Any]], None],
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """
        Args:
            restore: gives settings these values, by their keys.
        """
        super().__init__(parent)
        self._restore, self.clock = restore, clock
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._depth = 0
        self._name, self._is_gradual = "", False
        self._open: Step | None = None
        """What has changed within the gesture so far."""
        self._ended_s = -PAUSE_S
        """When the last step ended, if it may be continued."""
        self._is_restoring = False

    @property
    def undo_name(self) -> str:
        """What `undo` takes back; empty: nothing."""
        return self._done[-1].name if self._done else ""

    @property
    def redo_name(self) -> str:
        """What `redo` does again; empty: nothing."""
        return self._undone[-1].name if self._undone else ""

    def undo(self) -> None:
        """Take the last step back; a gesture that is not over ends before."""
        self._end_all()
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._go(step.before)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._end_all()
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._go(step.after)

    def clear(self) -> None:
        """Forget all steps."""
        self._end_all()
        self._done.clear()
        self._undone.clear()
        self.changed.emit()

    # --- what is done

    def begin(self, name: str, is_gradual: bool = False) -> None:
        """A gesture begins, such as a button of the mouse that is pressed; one within another belongs to it.

        Args:
            is_gradual: it goes on with the last step, if that one has the same name and has only just ended: such as
                turns of the wheel.
        """
        self._depth += 1
        if self._depth > 1:
            return
        self._name, self._is_gradual = name, is_gradual
        goes_on = is_gradual and self.undo_name == name and self.clock() - self._ended_s < PAUSE_S
        self._open = self._done.pop() if goes_on else Step(name, {}, {})

    def end(self) -> None:
        """It is over; without a change, nothing was done."""
        if self._depth == 0:  # it was undone before it was over
            return
        self._depth -= 1
        if self._depth == 0 and self._open is not None:
            step, self._open = self._open, None
            self._ended_s = self.clock() if self._is_gradual else -PAUSE_S
            self._add(step)

    @contextmanager
    def gesture(self, name: str, is_gradual: bool = False) -> Iterator[None]:
        """What changes meanwhile is one step; see `begin`."""
        self.begin(name, is_gradual)
        try:
            yield
        finally:
            self.end()

    def note(self, name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Settings have changed; called by the store alone.

        Args:
            name: of the step, where this is no part of a gesture.
            before: their values by their keys.
            after: those of the same settings now.
        """
        if self._is_restoring:
            return
        if self._open is None:
            self._ended_s = -PAUSE_S
            self._add(Step(name, before, after))
        else:
            self._open = Step(self._name, {**before, **self._open.before}, {**self._open.after, **after})

    def _add(self, step: Step) -> None:
        if any(step.before[key] != step.after[key] for key in step.before):
            self._done = [*self._done, step][-LIMIT:]
            self._undone.clear()
        self.changed.emit()

    def _end_all(self) -> None:
        self._depth = min(self._depth, 1)
        self.end()

    def _go(self, values: Mapping[str, Any]) -> None:
        self._ended_s = -PAUSE_S
        self._is_restoring = True
        try:
            self._restore(values)
        finally:
            self._is_restoring = False
        self.changed.emit()
