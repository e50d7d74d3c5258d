"""What people read of meetings, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MeetingWords:
    plan: str
    subject: str
    day: str
    start: str
    invited: str
    nobody: str
    change: str
    save: str
    cancel: str
    one_mail: str
    keep: str
    really: str
    cancelled: str
    more: str
    arrange: str
    agreed: str
    visitor_sees: str
    runs: str
    #: On the card, in the conversation.
    mark: str
    # the panel
    to_room: str
    card: str


MEETING = {
    "de": MeetingWords(
        plan="Besprechung planen",
        subject="Thema",
        day="Tag",
        start="Beginn",
        invited="Eingeladen: Anna Berg und Jörg Österle",
        nobody="Niemand gefunden zu „Keller“",
        change="Ändern",
        save="Speichern",
        cancel="Absagen …",
        one_mail="1 Person aus dem Haus bekommt eine Mail",
        keep="Doch nicht",
        really="Absagen",
        cancelled="Besprechung abgesagt.",
        more="Weitere",
        arrange="Besprechung vereinbaren …",
        agreed="Thema und Zeit sind mit Ihrem Gegenüber vereinbart.",
        runs="Sie sind eingeladen: „Vertriebsrunde“ läuft.",
        visitor_sees="Ihr Gegenüber sieht die Absage im Gespräch.",
        mark="abgesagt",
        to_room="Zum Raum",
        card="Diese Besprechung ist abgesagt.",
    ),
    "en": MeetingWords(
        plan="Plan a meeting",
        subject="Subject",
        day="Day",
        start="Start",
        invited="Invited: Anna Berg and Jörg Österle",
        nobody="Nobody found for “Keller”",
        change="Change",
        save="Save",
        cancel="Cancel meeting …",
        one_mail="1 person of the house gets a mail",
        keep="Keep it",
        really="Cancel the meeting",
        cancelled="Meeting cancelled.",
        more="More",
        arrange="Arrange a meeting …",
        agreed="Subject and time were agreed with the other side.",
        runs="You are invited: “Vertriebsrunde” is on.",
        visitor_sees="The other side sees in the conversation that it is cancelled.",
        mark="cancelled",
        to_room="To the room",
        card="This meeting is cancelled.",
    ),
}
