"""What people read and write on the way, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    language: str
    locale: str
    #: Under /demo/, the page that the visitor opens.
    page: str
    question: str
    more: str
    #: What the salesperson adds to the draft.
    addition: str
    product: str
    # the website
    greeting: str
    # the widget
    arrived: str
    read: str
    ended: str
    typing: str
    back: str
    bad_email: str
    rating: str
    stars: str
    rating_text: str
    rating_send: str
    transcript: str
    send: str
    place: str
    place_next: str
    # signing in
    email: str
    password: str
    next: str
    code: str
    confirm: str
    # the console
    inbox: str
    waiting: str
    take: str
    faster: str
    log: str
    draft: str
    change: str
    source: str
    passage: str
    as_of: str
    answer: str
    note_mode: str
    note_label: str
    send_product: str
    search_product: str
    send_card: str
    send_form: str
    form_contact: str
    person: str
    approve: str
    approved: str
    lead_new: str
    finish: str
    open_contact: str
    writes: str
    # forms
    name_field: str
    company_field: str
    email_field: str
    # the bridge
    connect: str
    bridge_name: str
    bridge_url: str
    secret: str
    done: str
    tray: str
    again: str
    # settings
    language_name: str


DE = Words(
    language="de",
    locale="de-DE",
    page="/demo/de/vakuumheber/vh-250-quattro/",
    question="Was kostet der VH 250 Quattro und wann könnten Sie ihn liefern?",
    more="Wer darf die jährliche Prüfung machen?",
    addition="Gern rechne ich es Ihnen für Ihre Bleche aus.",
    product="VH 250",
    greeting="Guten Tag, was möchten Sie heben?",
    arrived="angekommen",
    read="gelesen",
    ended="Dieses Gespräch ist beendet.",
    typing="schreibt",
    back="Zurück zur Seite",
    bad_email="E-Mail",
    rating="Wie war dieses Gespräch?",
    stars="5 von 5",
    rating_text="Was hätten wir besser machen können?",
    rating_send="Bewertung senden",
    transcript="Verlauf per E-Mail?",
    send="Senden",
    place="Sie sind Nr. {} in der Reihe",
    place_next="Sie sind als Nächstes dran",
    email="E-Mail",
    password="Passwort",
    next="Weiter",
    code="Code",
    confirm="Bestätigen",
    inbox="Eingang",
    waiting="Wartet",
    take="Annehmen",
    faster="war schneller",
    log="Nachrichten",
    draft="Entwurf der Assistenz",
    change="Ändern",
    source="Quelle",
    passage="Stelle auf der Seite öffnen",
    as_of="Stand",
    answer="Antwort an",
    note_mode="Notiz",
    note_label="Interne Notiz",
    send_product="Produkt senden",
    search_product="Produkt suchen",
    send_card="Karte senden",
    send_form="Formular senden",
    form_contact="Kontaktdaten erfragen",
    person="Zur Person",
    approve="Freigeben",
    approved="Freigegeben",
    lead_new="Neuer Lead",
    finish="Abschließen",
    open_contact="Kontakt öffnen",
    writes="schreibt",
    name_field="Name",
    company_field="Firma",
    email_field="E-Mail",
    connect="Verbindung einrichten",
    bridge_name="Name",
    bridge_url="Adresse (https://…)",
    secret="Das Geheimnis dieser Verbindung",
    done="Fertig",
    tray="Eingangskorb",
    again="Nochmal",
    language_name="Deutsch",
)

EN = Words(
    language="en",
    locale="en-GB",
    page="/demo/en/vakuumheber/vh-250-quattro/",
    question="What does the VH 250 Quattro cost and when could you deliver it?",
    more="Who may carry out the yearly inspection?",
    addition="I am happy to work it out for your sheets.",
    product="VH 250",
    greeting="Hello, what would you like to lift?",
    arrived="arrived",
    read="read",
    ended="This conversation has ended.",
    typing="is typing",
    back="Back to the page",
    bad_email="e-mail",
    rating="How was this conversation?",
    stars="5 of 5",
    rating_text="What could we have done better?",
    rating_send="Send rating",
    transcript="Transcript by e-mail?",
    send="Send",
    place="You are no. {} in the queue",
    place_next="You are next",
    email="E-mail",
    password="Password",
    next="Next",
    code="Code",
    confirm="Confirm",
    inbox="Inbox",
    waiting="Waiting",
    take="Take it",
    faster="was faster",
    log="Messages",
    draft="Draft of the assistant",
    change="Change",
    source="Source",
    passage="Open the passage on the page",
    as_of="as of",
    answer="Answer to",
    note_mode="Note",
    note_label="Internal note",
    send_product="Send a product",
    search_product="Search a product",
    send_card="Send the card",
    send_form="Send a form",
    form_contact="Ask for contact details",
    person="About the person",
    approve="Approve",
    approved="Approved",
    lead_new="New lead",
    finish="Close",
    open_contact="Open contact",
    writes="is typing",
    name_field="Name",
    company_field="Company",
    email_field="E-mail",
    connect="Set up a connection",
    bridge_name="Name",
    bridge_url="Address (https://…)",
    secret="The secret of this connection",
    done="Done",
    tray="Tray",
    again="Again",
    language_name="English",
)
