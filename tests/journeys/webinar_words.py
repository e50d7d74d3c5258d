"""What people read and write on the way to a webinar and in it, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WebinarWords:
    # planning
    plan: str
    title: str
    summary: str
    day: str
    begins: str
    #: The digits of a day as its field takes them, for strftime.
    day_digits: str
    publish: str
    published: str
    open_page: str
    to_room: str
    # inviting and registering
    invite: str
    register: str
    registered: str
    your_time: str
    email: str
    name: str
    submit: str
    on_its_way: str
    reserved: str
    # the door and the lobby
    join_as: str
    starts_in: str
    # the room
    camera_off: str
    microphone_off: str
    open_lobby: str
    go_live: str
    live_since: str
    message: str
    questions: str
    greeting: str
    question: str
    aloud: str
    answering: str
    settle: str
    hand: str
    give: str
    both: str
    take_back: str
    taken: str
    end: str
    end_now: str
    thanks: str
    # afterwards
    report: str
    attendance: str
    one_question: str


DE = WebinarWords(
    plan="Webinar planen",
    title="Titel",
    summary="Worum es geht, in zwei bis drei Sätzen",
    day="Tag",
    begins="Beginn",
    day_digits="%d%m%Y",
    publish="Sichern und veröffentlichen",
    published="veröffentlicht",
    open_page="Seite öffnen",
    to_room="In den Raum",
    invite="Zu einem Webinar einladen",
    register="Anmelden",
    registered="Sie sind angemeldet.",
    your_time="Ihre Zeit",
    email="E-Mail-Adresse",
    name="Name",
    submit="Kostenfrei anmelden",
    on_its_way="Ihre E-Mail ist unterwegs.",
    reserved="Ihr Platz ist reserviert.",
    join_as="Als {} teilnehmen",
    starts_in="Beginnt in",
    camera_off="Meine Kamera ist aus",
    microphone_off="Mein Mikrofon ist aus",
    open_lobby="Lobby öffnen",
    go_live="Live gehen",
    live_since="Live seit",
    message="Nachricht an alle",
    questions="Fragen",
    greeting="Guten Tag aus Ulm",
    question="Hält das Vakuum auf öligem Blech?",
    aloud="Mündlich",
    answering="wird gerade beantwortet",
    settle="Erledigt",
    hand="Hand heben",
    give="Auf die Bühne",
    both="Kamera und Mikrofon einschalten",
    take_back="{} von der Bühne nehmen",
    taken="Sie sind nicht mehr auf der Bühne",
    end="Webinar beenden",
    end_now="Jetzt beenden",
    thanks="Danke, dass Sie dabei waren",
    report="Teilnahme",
    attendance="Als Tabelle (CSV)",
    one_question="1 Frage",
)

EN = WebinarWords(
    plan="Plan a webinar",
    title="Title",
    summary="What it is about, in two or three sentences",
    day="Day",
    begins="Start",
    day_digits="%d%m%Y",
    publish="Save and publish",
    published="published",
    open_page="Open the page",
    to_room="Into the room",
    invite="Invite to a webinar",
    register="Register",
    registered="You are registered.",
    your_time="Your time",
    email="E-mail address",
    name="Name",
    submit="Register free of charge",
    on_its_way="Your e-mail is on its way.",
    reserved="your place is reserved.",
    join_as="Join as {}",
    starts_in="Starts in",
    camera_off="My camera is off",
    microphone_off="My microphone is off",
    open_lobby="Open the lobby",
    go_live="Go live",
    live_since="Live for",
    message="Message to everybody",
    questions="Questions",
    greeting="Good morning from Leeds",
    question="Does the vacuum hold on oily sheets?",
    aloud="Aloud",
    answering="being answered now",
    settle="Done",
    hand="Raise hand",
    give="On the stage",
    both="Turn camera and microphone on",
    take_back="Take {} off the stage",
    taken="You are not on the stage any more",
    end="End the webinar",
    end_now="End now",
    thanks="Thank you for being there",
    report="Attendance",
    attendance="As a table (CSV)",
    one_question="1 question",
)
