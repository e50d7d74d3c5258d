"""Structs that the generated client types should know, beside the frames."""

from chat import entries, events, selectors
from hub.registry.routes import schemas


def register() -> None:
    for struct in (
        events.ConversationState,
        events.QueuePlace,
        events.PageSeen,
        events.Person,
        selectors.Row,
        selectors.Inbox,
        entries.Message,
        entries.Name,
        entries.By,
        entries.FileCard,
        entries.ProductCard,
        entries.FormCard,
        entries.FormSubmitted,
        entries.Rated,
        entries.DraftFate,
        entries.Origin,
    ):
        schemas.register(struct.__name__, struct)
