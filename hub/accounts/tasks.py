"""Wake-ups for what is due in PostgreSQL."""

from celery import shared_task

from hub.accounts.services import mailing


@shared_task(name="hub.accounts.send_account_mails")
def send_account_mails() -> None:
    mailing.send_due()
