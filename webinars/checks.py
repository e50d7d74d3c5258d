"""What `manage.py doctor` looks at for the webinars."""

from hub.registry.checks import checks
from webinars.media import doctor


def register() -> None:
    for check in (doctor.process, doctor.addresses, doctor.buffers):
        checks.register(f"media.{check.__name__}", check)
