"""Turns stored entries into frames: once for all listeners, or once a language."""

from uuid import UUID

import msgspec
from django.conf import settings

from hub.realtime.protocol import EntryOut, EntryView
from hub.realtime.store import Row
from hub.registry.entries import as_text, is_anonymous

encoder = msgspec.json.Encoder()
#: Kinds whose text is their body's `text`: repeating it would only cost bytes.
_PLAIN = frozenset({"message", "note"})
#: An entry's frame: the same bytes for everybody or, where it reads differently, by language.
EntryFrame = bytes | dict[str, bytes]
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


def entry_frame(log: UUID, row: Row) -> EntryFrame:
    if row.kind in _PLAIN:
        return _encoded(log, row, settings.LANGUAGE_CODE)
    frames = {lang: _encoded(log, row, lang) for lang, _ in settings.LANGUAGES}
    default = frames[settings.LANGUAGE_CODE]
    return default if all(frame == default for frame in frames.values()) else frames


def in_language(frame: EntryFrame, lang: str) -> bytes:
    """What a listener gets who reads this language."""
    if isinstance(frame, bytes):
        return frame
    return frame.get(lang) or frame[settings.LANGUAGE_CODE]


def _encoded(log: UUID, row: Row, lang: str) -> bytes:
    return encoder.encode(EntryOut(log=log, entry=entry_view(row, lang)))
