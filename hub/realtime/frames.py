"""Turns stored entries into frames. An entry's frame is the same bytes for everybody."""

from uuid import UUID

import msgspec

from hub.realtime.protocol import EntryOut, EntryView
from hub.realtime.store import Row
from hub.registry.entries import as_text, is_anonymous

encoder = msgspec.json.Encoder()
#: Kinds whose text is their body's `text`: repeating it would only cost bytes.
_PLAIN = frozenset({"message", "note"})
#: `by` of an entry that is shown without its author.
NOBODY = UUID(int=0)


def entry_view(row: Row, lang: str = "de") -> EntryView:
    """The entry as a client gets it; the body goes through as it is stored."""
    text, by = "", row.participant_id
    if row.kind not in _PLAIN:
        body = msgspec.json.decode(row.body)
        text = as_text(row.kind, body, lang)
        if is_anonymous(row.kind, body):
            by = NOBODY
    return EntryView(
        seq=row.seq,
        kind=row.kind,
        by=by,
        id=row.client_id,
        at=row.at,
        body=msgspec.Raw(row.body.encode()),  # type: ignore[arg-type]
        v=row.version,
        provenance=row.provenance,  # type: ignore[arg-type]
        text=text,
    )


def entry_frame(log: UUID, row: Row) -> bytes:
    return encoder.encode(EntryOut(log=log, entry=entry_view(row)))
