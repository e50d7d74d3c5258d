"""The first member of staff, and any other one, from the command line."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from hub.accounts import services
from hub.accounts.models import AccountMail, RoleAssignment
from hub.accounts.services.links import link_for
from hub.errors import HubError


class Command(BaseCommand):
    help = (
        "Create a member of staff. Prints a link to set the password; with --password it asks for "
        "one instead (or reads it from standard input, when that is not a terminal)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--role", default="admin", choices=RoleAssignment.Role.values)
        parser.add_argument("--site", help="a site's key; without it, on all sites")
        parser.add_argument("--language", default="de")
        parser.add_argument("--password", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        password = _ask() if options["password"] else None
        try:
            staff = services.create_staff(
                who=None,
                email=options["email"],
                name=options["name"],
                roles=[services.RoleOn(options["role"], options["site"])],
                password=password,
                language=options["language"],
            )
        except HubError as wrong:
            raise CommandError(f"{wrong.field or wrong.code}: {wrong.message}") from None
        if password is None:
            self.stdout.write(link_for(staff, AccountMail.Kind.INVITATION))


def _ask() -> str:
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("Again: "):
            raise CommandError("These are two different passwords.")
    else:
        password = sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password)
    except ValidationError as weak:
        raise CommandError(" ".join(weak.messages)) from None
    return password
