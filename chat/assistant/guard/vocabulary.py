"""Words that the guard knows, German and English together. Only data."""


def listed(words: str) -> list[str]:
    """The words of a text, as a list."""
    return words.split()


MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        [
            "januar jänner january jan",
            "februar february feb",
            "märz march mär mar",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "dezember december dez dec",
        ],
        start=1,
    )
    for name in names.split()
}

WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        [
            "montag montags monday mondays",
            "dienstag dienstags tuesday tuesdays",
            "mittwoch mittwochs wednesday wednesdays",
            "donnerstag donnerstags thursday thursdays",
            "freitag freitags friday fridays",
            "samstag samstags sonnabend saturday saturdays",
            "sonntag sonntags sunday sundays",
        ],
        start=1,
    )
    for name in names.split()
}

ABBREVIATIONS = frozenset(
    listed(
        """
        bzw ca inkl zzgl exkl ggf evtl usw etc nr art mind max min std stk mr mrs ms dr prof st
        tel abb s.o vgl incl excl approx no vs z.b d.h u.a i.d.r e.g i.e o.ä z b d h u a
        """
    )
)

#: Endings that make a compound a claim of its own.
EXACT_SUFFIXES = ("frei", "los", "fest", "dicht", "sich", "sicher", "bar", "free", "proof", "less")

STOP = frozenset(
    listed(
        """
        ich mehr ohne aber lange dauert dauern takes take taken long
        alles als also am an andere anderen auch auf aus bei beim bereits beträgt betragen
        bis bitte bzw da dabei dadurch dafür damit danach dann daran darauf daraus darf darin
        darum das dass davon dazu dein dem den denn der deren des deshalb desto dessen die dies
        diese diesem diesen dieser dieses doch dort durch dürfen eben eigen ein eine einem einen
        einer eines einige er erhalten erhält es etwa etwas euch für gab geben gegen gibt haben
        hat hatte hier hierfür hierzu hin ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in
        ins ist ja je jedoch jetzt kann können könnte lassen lässt liegt liegen machen macht man
        mehrere mein mich mir mit muss müssen nach nachdem neben nehmen noch nun ob oben oder pro
        rund sehr sein seine seinem seinen seiner seit selbst sich sie sind so sobald sodass
        solange soll sollen sollte somit sonst soviel sowie sowohl statt steht stehen trotz um
        und uns unser unsere unserem unseren unserer unten vom von vor wann war waren warum was
        weil weiter welche welchem welchen welcher welches wenn wer werden wie wieder wir wird
        wo wobei wodurch wofür womit worden wurde wurden zu zum zur zwar zwischen übrigens zudem
        außerdem zusätzlich jeweils insgesamt gern gerne beispielsweise beispiel etc ca circa
        ungefähr mindestens höchstens maximal minimal genau knapp bekommen bekommt haben besitzt
        bietet verfügt handelt beziehungsweise dieselbe dieselben derselbe dasselbe daher
        darüber ebenfalls ebenso nämlich weitere weiteren a about above after again against also
        although am an and any are as at be because been before being below between both but by
        can could did do does doing down during each either else etc even for from further had
        has have having he her here his how i if in into is it its itself just least let like
        many may me might more most much must my nor of off on once one or other our out over
        own per please rather same shall she should since so some still such than that the their
        them then there therefore these they this those through to too under until up upon us
        very was we were what when where whether which while who whom whose why will with within
        would yet you your yours approximately around roughly exactly additionally moreover
        furthermore however get gets got given make makes made offers offer provides provide
        comes come nicht kein keine keinem keinen keiner keines not no without never cannot
        don't doesn't isn't
        """
    )
)

NEGATIONS = frozenset(
    listed(
        """
        nicht kein keine keinem keinen keiner keines ohne nie niemals weder not no without never
        cannot can't don't doesn't isn't aren't won't neither nor none nothing nichts
        """
    )
)

#: Words of a greeting, thanks, or an offer to talk: a sentence of nothing else asserts nothing.
COURTESY = frozenset(
    listed(
        """
        guten tag morgen abend hallo grüß gott moin willkommen herr frau damen herren sehr
        geehrte geehrter danke vielen dank herzlichen frage fragen anfrage nachricht interesse
        freut freuen freundliche freundlichen grüße grüßen beste besten viele schöne melden
        rufen rufe ruf anrufen rückruf helfe helfen weiterhelfen beantworte beantworten berate
        beraten bespreche besprechen klären kläre gespräch telefon telefonieren telefonisch
        sprechen jederzeit persönlich wünschen möchten möchte schreiben sagen sagt weiß wissen
        prüfe prüfen nachsehen schaue schauen moment augenblick antwort zurück gerne gern haben
        steht verfügung stehen falls sonst weitere näheres kollege kollegin kollegen hello good
        morning afternoon evening hi dear welcome thank thanks question questions message
        enquiry inquiry interest interested glad happy pleased help helping answer answering
        call calling phone speak speaking talk contact reach discuss clarify kind regards best
        sincerely mr mrs ms madam sir feel free further anything moment check checking look
        looking back soon colleague colleagues know tell write let
        """
    )
)
