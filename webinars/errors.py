"""What can go wrong in webinars and rooms, with the code that the client sees."""

from django.utils.translation import gettext_lazy as _

from hub.errors import BadInput, Conflict, HubError, NotFound, Unavailable


class UnknownWebinar(NotFound):
    code = "unknown_webinar"
    sentence = _("This webinar is not here (any more).")


class WebinarOver(Conflict):
    code = "webinar_over"
    sentence = _("This webinar is over.")


class WebinarCancelled(Conflict):
    code = "webinar_cancelled"
    status = 410
    sentence = _("This webinar was cancelled.")


class TimeSkipped(BadInput):
    """A local time that the zone skips when its clocks go forward."""

    code = "time_skipped"
    sentence = _("This time does not exist there: the clocks go forward in that hour.")


class TimeDoubled(BadInput):
    """A local time that comes twice when clocks go back; `fold` says which is meant."""

    code = "time_doubled"
    sentence = _(
        "This time comes twice there: the clocks go back in that hour. Which one is meant?"
    )


class LinkUnknown(NotFound):
    code = "link_unknown"
    sentence = _("This link is not known here. Perhaps it was not copied completely.")


class RegistrationWithdrawn(Conflict):
    code = "registration_withdrawn"
    sentence = _("This registration was withdrawn. You can register again.")


class CannotWithdraw(Conflict):
    """A speaker's link, or a meeting's: nobody registered by themselves."""

    code = "cannot_withdraw"
    sentence = _("This cannot be withdrawn here. Please write to whoever invited you.")


class LinkExpired(HubError):
    code = "link_expired"
    status = 410
    sentence = _("This link has expired.")


class RoomOver(Conflict):
    code = "room_over"
    sentence = _("This is over.")


class RoomNotOpen(Conflict):
    code = "room_not_open"
    sentence = _("The room is not open yet.")


class RoomNotLive(Conflict):
    code = "room_not_live"
    sentence = _("It has not begun yet.")


class RoomFull(Conflict):
    code = "room_full"
    sentence = _("The room is full.")


class StageFull(Conflict):
    code = "stage_full"
    sentence = _("The stage is full. Take the floor from somebody first.")


class MeetingAgreed(Conflict):
    """A meeting with a visitor: its card in the conversation says when it is."""

    code = "meeting_agreed"
    sentence = _("This was agreed with the visitor. Cancel it, and plan another one.")


class MeetingBegun(Conflict):
    code = "meeting_begun"
    sentence = _("This meeting has begun.")


class RemovedFromRoom(HubError):
    code = "removed"
    status = 403
    sentence = _("The host has ended your participation.")


class NotPublished(Conflict):
    code = "not_published"
    sentence = _("The webinar has to be published first.")


class NobodySpeaks(Conflict):
    code = "hosts_speak"
    sentence = _("Only the hosts speak in this webinar.")


class MediaAway(Unavailable):
    code = "media_away"
    sentence = _("Picture and sound cannot be reached at the moment. It is tried again.")
    retry_after = 1.0


class TakeFirst(Conflict):
    code = "take_first"
    sentence = _("Take the conversation first.")
