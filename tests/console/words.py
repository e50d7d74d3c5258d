"""What people read in the console and the panel, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    language: str
    locale: str
    question: str
    webinar: str
    take: str
    log: str
    finish: str
    finish_title: str
    closed: str
    invite: str
    call: str
    registered: str
    not_registered: str
    #: In the invitation, and in the person's history.
    withdrawn: str
    withdrew: str
    # the panel
    register: str
    email: str
    name: str
    done: str
    join: str
    meeting: str
    meeting_over: str
    over: str


DE = Words(
    language="de",
    locale="de-DE",
    question="Gibt es dazu ein Webinar?",
    webinar="Bleche allein heben",
    take="Annehmen",
    log="Nachrichten",
    finish="Abschließen",
    finish_title="Gespräch abschließen",
    closed="Dieses Gespräch ist abgeschlossen.",
    invite="Zu einem Webinar einladen",
    call="Anrufen",
    registered="angemeldet",
    not_registered="noch nicht angemeldet",
    withdrawn="abgemeldet",
    withdrew="Wieder abgemeldet",
    register="Anmelden",
    email="E-Mail",
    name="Name",
    done="Sie sind angemeldet. Die Bestätigung mit Ihrem Link kommt per E-Mail.",
    join="Jetzt teilnehmen",
    meeting="Besprechung",
    meeting_over="Diese Besprechung ist beendet.",
    over="beendet",
)

EN = Words(
    language="en",
    locale="en-GB",
    question="Is there a webinar about it?",
    webinar="Lifting sheets alone",
    take="Take it",
    log="Messages",
    finish="Close",
    finish_title="Close the conversation",
    closed="This conversation is closed.",
    invite="Invite to a webinar",
    call="Call",
    registered="registered",
    not_registered="not registered yet",
    withdrawn="withdrawn",
    withdrew="Registration withdrawn",
    register="Register",
    email="E-mail",
    name="Name",
    done="You are registered. The confirmation with your link comes by e-mail.",
    join="Join now",
    meeting="Meeting",
    meeting_over="This meeting has ended.",
    over="ended",
)
