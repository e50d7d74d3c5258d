"""`manage.py erase_contact <id or e-mail address>`: erase a person, here and in the CRMs."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.contacts import services
from hub.contacts.models import Contact
from hub.errors import NotFound


class Command(BaseCommand):
    help = "Erase a person: their entries become tombstones, the CRMs are told to delete them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("who", help="the contact's id, or an e-mail address")
        parser.add_argument("--yes", action="store_true", help="do it; without, only say what")

    def handle(self, *args: Any, who: str, yes: bool, **options: Any) -> None:
        found = _contacts(who.strip().lower())
        if not found:
            raise CommandError("There is no such contact.")
        for contact in found:
            if not yes:
                self.stdout.write(f"would erase {contact.id} (say --yes)")
                continue
            try:
                entries = services.erase(contact_id=contact.id)
            except NotFound:
                raise CommandError("This contact was merged into another.") from None
            self.stdout.write(f"erased {contact.id} and {entries} entries of its history")


def _contacts(who: str) -> list[Contact]:
    living = Contact.objects.filter(merged_into=None, erased_at=None)
    try:
        return list(living.filter(pk=UUID(who)))
    except ValueError:
        held = living.filter(identities__kind="email", identities__value=who)
        return list(held.distinct())
