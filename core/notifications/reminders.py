"""What people are reminded of: functions that look for what is due and tell of it under a key with the day.

A reminder runs many times a day; ``notify`` tells each event once.
"""

from collections.abc import Callable
from datetime import datetime

Reminder = Callable[[datetime], None]
REMINDERS: list[Reminder] = []


def remind_daily(reminder: Reminder) -> Reminder:
    """Have the function run each day."""
    REMINDERS.append(reminder)
    return reminder
