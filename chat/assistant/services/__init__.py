"""Everything that the assistant writes: drafts, what became of them, gaps in the content."""

from chat.assistant.services.drafts import make_draft, refresh
from chat.assistant.services.fates import note_fate
from chat.assistant.services.gaps import note_gap
from chat.assistant.services.sending import final_text

__all__ = ["final_text", "make_draft", "note_fate", "note_gap", "refresh"]
