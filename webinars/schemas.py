"""Structs that the generated client types should know, beside the frames."""

from hub.registry.routes import schemas
from webinars import cards, events, meeting_cards
from webinars.media import contract
from webinars.selectors import attendance, listing, public, registrations, webinars
from webinars.services import joining


def register() -> None:
    for struct in (
        events.RoomState,
        events.RoomPresence,
        events.MediaMoved,
        events.HostsView,
        events.Me,
        contract.Answered,
        contract.SlotsChanged,
        contract.Levels,
        webinars.WebinarRow,
        webinars.WebinarDetail,
        registrations.RegistrationRow,
        public.PublicRow,
        public.PublicWebinar,
        joining.Look,
        joining.Admission,
        cards.RegisterAnswer,
        listing.RoomRow,
        attendance.AttendanceReport,
        meeting_cards.MeetingLink,
    ):
        schemas.register(f"webinars.{struct.__name__}", struct)
