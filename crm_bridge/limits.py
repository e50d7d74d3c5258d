"""The numbers of the bridge, and why."""

from datetime import timedelta

#: Between two deliveries of a conversation that is still running.
DEBOUNCE = timedelta(seconds=5)
#: How far back a quick look goes: longer than any transaction that writes an entry.
LOOK_BACK = timedelta(minutes=15)
#: How often all entries are compared, not only what changed lately.
FULL_EVERY = timedelta(minutes=10)

#: Failed tries before a delivery waits in the tray. What was refused is not asked for as often.
TRIES = 5
TRIES_REFUSED = 2
#: Seconds before the second, third, … try (spread by a tenth).
BACK_OFF = (5.0, 15.0, 45.0, 135.0)

#: Failures in a row after which a connection counts as down, and is only probed.
DOWN_AFTER = 3
#: Seconds between two probes: doubling from the first to the second.
PROBE = (5.0, 60.0)
#: Who did not work for so long and works again is mended: the tray is tried once more. Shorter
#: gaps are single entries that fail while others pass.
MENDED_AFTER = timedelta(seconds=30)

#: Seconds that one task goes on, so that a slow receiver never keeps a worker for itself.
BUDGET = 20.0
