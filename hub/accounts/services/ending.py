"""Ends whatever is signed in as somebody: their sessions and their open sockets."""

from django.db.models import F

from hub.accounts.models import Staff


def end_everything(staff: Staff) -> None:
    """In the caller's transaction. Sessions carry the epoch and are void at once; sockets are told
    after the commit, and look for themselves now and then in case that was lost."""
    from hub.realtime import fanout

    Staff.objects.filter(pk=staff.pk).update(sign_in_epoch=F("sign_in_epoch") + 1)
    staff.refresh_from_db(fields=["sign_in_epoch"])
    fanout.revoke(staff.id)
