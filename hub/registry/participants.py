"""Who a participant is, beyond a name: title and face, from the app that knows."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from hub.registry.base import Registry

#: kind of participant → (subjects, lang) → subject: (title, face)
Describe = Callable[[list[UUID], str], Awaitable[dict[UUID, tuple[str, str]]]]

describers: Registry[Describe] = Registry("participant describer")


async def describe(
    subjects: list[tuple[str, UUID]], lang: str
) -> dict[tuple[str, UUID], tuple[str, str]]:
    """(kind, subject) → (title, face) for those that somebody knows more about."""
    found: dict[tuple[str, UUID], tuple[str, str]] = {}
    for kind in {kind for kind, _ in subjects}:
        describer = describers.get(kind)
        if describer is not None:
            wanted = [subject for k, subject in subjects if k == kind]
            for subject, more in (await describer(wanted, lang)).items():
                found[kind, subject] = more
    return found
