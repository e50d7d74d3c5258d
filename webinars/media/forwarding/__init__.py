"""The forwarding plane: slots, rewriting, batches, feedback. Its front is `Stage`."""

from webinars.media.forwarding.stage import Stage

__all__ = ["Stage"]
