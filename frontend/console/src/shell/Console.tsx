import { lazy, type ReactElement, Suspense, useEffect, useState } from "react";
import { Desk } from "../inbox/Desk";
import { useRoute } from "../lib/route";
import { Palette } from "../palette/Palette";
import { closeHub, openHub } from "../store/hub";
import { watchInbox } from "../store/inbox";
import { useMe } from "../store/session";
import { drainRemembered } from "../store/streams";
import { Broken } from "./Broken";
import { Rail } from "./Rail";
import { ShortcutHelp } from "./ShortcutHelp";
import { Strip } from "./Strip";
import { useGlobalCommands } from "./useGlobalCommands";
import { useShortcuts } from "./useShortcuts";

// The desk is what one opens; the other areas are fetched when they are.
const BridgeScreen = lazy(() => import("../bridge/BridgeScreen"));
const ContactScreen = lazy(() => import("../contacts/ContactScreen"));
const ContactsScreen = lazy(() => import("../contacts/ContactsScreen"));
const PlanScreen = lazy(() => import("../webinars/PlanScreen"));
const RoomScreen = lazy(() => import("../webinars/RoomScreen"));
const WebinarScreen = lazy(() => import("../webinars/WebinarScreen"));
const WebinarsScreen = lazy(() => import("../webinars/WebinarsScreen"));

/** Everything behind the sign-in: opens the line, keeps the inbox current, shows the area. */
export function Console(): ReactElement | null {
  const { language } = useMe();
  const [ready, setReady] = useState(false);

  useEffect(() => {
    openHub(language);
    const stop = watchInbox();
    drainRemembered();
    setReady(true);
    return () => {
      stop();
      closeHub();
      setReady(false);
    };
    // The line stays the same when only the language changes.
  }, []);

  return ready ? <Areas /> : null;
}

function Areas(): ReactElement {
  useShortcuts();
  useGlobalCommands();
  return (
    <div className="app">
      <Rail />
      <Strip />
      <main className="screen-area">
        <Broken>
          <Suspense>
            <Area />
          </Suspense>
        </Broken>
      </main>
      <Palette />
      <ShortcutHelp />
    </div>
  );
}

function Area(): ReactElement {
  const route = useRoute();
  switch (route.at) {
    case "contacts":
      return <ContactsScreen />;
    case "contact":
      return <ContactScreen key={route.id} id={route.id} />;
    case "bridge":
      return <BridgeScreen />;
    case "webinars":
      return <WebinarsScreen />;
    case "webinar":
      return <WebinarScreen key={route.id} id={route.id} />;
    case "webinar-form":
      return <PlanScreen key={route.id} id={route.id} />;
    case "room":
      return <RoomScreen key={route.id} id={route.id} />;
    case "conversation":
      return <Desk conversation={route.id} />;
    default:
      return <Desk conversation={null} />;
  }
}
