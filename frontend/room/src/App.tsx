import { lazy, type ReactElement, Suspense, useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components";
import type { Look } from "../../common/generated/events";
import { LinkPage } from "./link/LinkPage";
import { LinkAgain, NoLink } from "./link/NoLink";
import { Withdrawn } from "./link/Withdrawn";
import { ApiError, join, look, type Other, persist, registerAgain, withdraw } from "./model/api";
import { RoomProvider } from "./model/context";
import { enter } from "./model/enter";
import { keepSession, keptSession, type Session } from "./model/keep";
import { type Room, WITHDRAWN } from "./model/room";
import { useWords, type Words, WordsProvider } from "./texts";
import { Left } from "./ui/Ended";
import { Page } from "./ui/Page";
import { Refused } from "./ui/Refused";

// The link's page is there at once; what is behind it is fetched meanwhile.
const Inside = lazy(() => import("./Inside"));

type At =
  | { at: "looking"; inside?: Session }
  | { at: "none" }
  | { at: "refused"; code: string; message: string }
  /** `inside`: they were in the room, and have withdrawn since. */
  | { at: "link"; look: Look; returned?: boolean; inside?: Session | undefined }
  | { at: "room"; room: Room; session: Session }
  | { at: "left"; session: Session };

interface Props {
  link: string | null;
  /** The webinar that the address names, if it does. */
  slug: string;
  words: Words;
}

export function App({ link, slug, words }: Props): ReactElement {
  return (
    <I18nProvider locale={words.f.lang === "de" ? "de-DE" : "en-GB"}>
      <WordsProvider value={words}>
        <Guest link={link} slug={slug} />
      </WordsProvider>
    </I18nProvider>
  );
}

function Guest({ link, slug }: { link: string | null; slug: string }): ReactElement {
  const { t, f } = useWords();
  const [at, setAt] = useState<At>(() => {
    if (!link) return { at: "none" };
    const session = keptSession();
    return session?.link === link ? { at: "room", session, room: enter(session, f.lang) } : { at: "looking" };
  });
  const [slow, setSlow] = useState(false);

  useEffect(() => {
    if (at.at === "link") document.title = at.look.title;
  }, [at]);

  useEffect(() => {
    if (at.at === "link") void import("./Inside");
  }, [at.at]);
  useEffect(() => {
    if (at.at !== "looking" || !link) return;
    persist(() => look(link, f.lang), () => setSlow(true)).then(
      (found) => setAt({ at: "link", look: found, inside: at.inside }),
      (error: unknown) => {
        const known = error instanceof ApiError ? error : null;
        setAt({ at: "refused", code: known?.code ?? "", message: known?.message ?? "" });
      },
    );
  }, [at.at, link, f.lang]);

  const inside = (session: Session): At => {
    keepSession(session);
    return { at: "room", session, room: enter(session, f.lang) };
  };

  /** The link is of whoever withdrew, unless somebody else came by it. */
  const withdrawn = (session: Session): void => {
    if (session.other) return setAt({ at: "refused", code: WITHDRAWN, message: "" });
    keepSession(null);
    setAt({ at: "looking", inside: session });
  };

  /** What no trying again would change ends the page, and says why. */
  const asked = async (work: () => Promise<At>): Promise<void> => {
    try {
      setAt(await work());
    } catch (error) {
      if (!(error instanceof ApiError) || error.passing || error.field) throw error;
      if (error.code === WITHDRAWN) setAt({ at: "looking" });
      else setAt({ at: "refused", code: error.code, message: error.message });
    }
  };

  switch (at.at) {
    case "looking":
      return <Page title={slow ? t.unreachable : t.loading} />;
    case "none":
      return <NoLink slug={slug} />;
    case "refused":
      return (
        <Refused code={at.code} message={at.message}>
          {slug && at.code.startsWith("link_") && <LinkAgain slug={slug} />}
        </Refused>
      );
    case "link":
      if (at.look.withdrawn) {
        const comeBack = async (): Promise<At> => {
          const look = await registerAgain(link!, f.lang);
          return at.inside ? inside(at.inside) : { at: "link", look, returned: true };
        };
        return <Withdrawn look={at.look} wasInside={at.inside !== undefined} onReturn={() => asked(comeBack)} />;
      }
      return (
        <LinkPage
          look={at.look}
          returned={at.returned ?? false}
          onJoin={(other: Other | null) =>
            asked(async () => {
              const admission = await join(link!, other, f.lang);
              return inside({ link: link!, other, admission });
            })
          }
          onWithdraw={() => asked(async () => ({ at: "link", look: await withdraw(link!, f.lang) }))}
        />
      );
    case "left":
      return (
        <Left
          onReturn={() => setAt({ at: "room", session: at.session, room: enter(at.session, f.lang) })}
        />
      );
    case "room":
      return (
        <RoomProvider value={at.room}>
          <Suspense fallback={<Page title={t.loading} />}>
            <Inside
              onLeave={() => {
                at.room.close();
                at.room.hub.stop();
                setAt({ at: "left", session: at.session });
              }}
              onWithdrawn={() => {
                at.room.close();
                at.room.hub.stop();
                withdrawn(at.session);
              }}
            />
          </Suspense>
        </RoomProvider>
      );
  }
}
