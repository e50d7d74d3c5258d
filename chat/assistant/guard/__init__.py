"""The guard: holds a draft, whoever wrote it, against its evidence. See docs/assistant.md.

check([Proposed("Der VH 250 wiegt 68 kg.", sources=(1,))], evidence, frame)
"""

from chat.assistant.guard.check import check

__all__ = ["check"]
