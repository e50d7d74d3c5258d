"""`manage.py demo_signins`: prints who can sign in to the demo, and how."""

from typing import Any

import pyotp
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.seed import company
from hub.accounts.models import Staff


class Command(BaseCommand):
    help = "Prints the demo's sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demo (DEMO is not 1).")
        known = set(Staff.objects.filter(is_active=True).values_list("email", flat=True))
        members = [m for m in company.data()["staff"] if m["email"] in known]
        width = max((len(m["email"]) for m in members), default=0)
        for m in members:
            secret = company.second_factor(m["email"])
            self.stdout.write(
                f"  {m['role']:<8} {m['email']:<{width}}  {company.password(m['name']):<22}"
                f"  code {pyotp.TOTP(secret).now()}  secret {secret}"
            )
        self.stdout.write(
            "  A code is good for 30 seconds: run `manage.py demo_signins` for a new one, or give"
            " the secret to an authenticator app."
        )
