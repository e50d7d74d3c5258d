"""Data of the webinars: what is planned, who registered, the rooms and who was in them."""

from webinars.models.attendance import AttendanceInterval
from webinars.models.meetings import MeetingInvitation, MeetingMail
from webinars.models.registrations import JoinLink, Registration, WebinarMail
from webinars.models.rooms import Room, RoomParticipant
from webinars.models.webinars import Speaker, Webinar

__all__ = [
    "AttendanceInterval",
    "JoinLink",
    "MeetingInvitation",
    "MeetingMail",
    "Registration",
    "Room",
    "RoomParticipant",
    "Speaker",
    "Webinar",
    "WebinarMail",
]
