"""A bar on a terminal for runs that take longer than a moment; a pipe or a file never sees it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_S = 2.0
PAUSE_S = 0.1
WIDTH = 30


class Bar:
    """Told how far the work is, draws itself anew at most ten times a second, and only after two seconds.

    Parameters
    ----------
    stream : text stream
        Standard error; nothing is written unless it is a terminal.
    clock : callable
        Seconds that never run backwards.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self.stream, self.clock = stream, clock
        self.next_at = clock() + PATIENCE_S
        self.is_drawn = False

    def __call__(self, done: int, whole: int) -> None:
        if self.clock() < self.next_at or not self.stream.isatty():
            return
        self.next_at, self.is_drawn = self.clock() + PAUSE_S, True
        full = done * WIDTH // whole
        self.stream.write(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {done * 100 // whole:3} %")
        self.stream.flush()

    def clear(self) -> None:
        """Leave the line empty."""
        if self.is_drawn:
            self.stream.write(f"\r{' ' * (WIDTH + 8)}\r")
            self.stream.flush()
