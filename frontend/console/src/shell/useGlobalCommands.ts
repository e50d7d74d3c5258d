import * as calls from "../api/calls";
import { useText } from "../i18n";
import { go, useRoute } from "../lib/route";
import { says } from "../lib/says";
import { openPalette } from "../palette/open";
import { useCommand } from "../store/commands";
import { inbox, neighbour, refreshInbox, rowsInOrder } from "../store/inbox";
import { say } from "../store/notices";
import { changeMe, signOut, useMay, useMe } from "../store/session";
import { openShortcutHelp } from "./ShortcutHelp";

/** What can be done from everywhere. */
export function useGlobalCommands(): void {
  const texts = useText();
  const words = texts.shell;
  const me = useMe();
  const route = useRoute();
  const answer = useMay("conversation.answer");
  const contacts = useMay("contact.read");
  const bridge = useMay("bridge.read");
  const webinars = useMay("webinar.read");
  const plans = useMay("webinar.plan");
  const here = route.at === "conversation" ? route.id : null;

  const move = (step: 1 | -1): void => {
    const row = neighbour(rowsInOrder(inbox.get().data), here, step);
    if (row) go(`/conversations/${row.id}`);
  };
  const failed = (error: unknown): void => {
    say("bad", says(error, texts));
  };
  const takeNext = async (): Promise<void> => {
    const next = inbox.get().data?.waiting[0];
    if (!next) {
      say("plain", words.nobodyWaits);
      return;
    }
    go(`/conversations/${next.id}`);
    await calls.take(next.id);
    refreshInbox();
  };

  useCommand({ id: "palette", group: "go", label: words.commands, icon: "search", keys: "mod+k", onlyKeys: true, run: openPalette });
  useCommand({ id: "help", group: "you", label: words.shortcuts, icon: "text", keys: "?", run: openShortcutHelp });
  useCommand({ id: "down", group: "go", label: `${words.move} ↓`, icon: "down", keys: "j", onlyKeys: true, run: () => move(1) });
  useCommand({ id: "up", group: "go", label: `${words.move} ↑`, icon: "up", keys: "k", onlyKeys: true, run: () => move(-1) });
  useCommand(
    answer
      ? { id: "next", group: "conversation", label: words.next, icon: "inbox", keys: "n", run: () => void takeNext().catch(failed) }
      : null,
  );
  useCommand({ id: "go-inbox", group: "go", label: words.conversations, icon: "inbox", run: () => go("/") });
  useCommand(
    contacts
      ? { id: "go-contacts", group: "go", label: words.contacts, icon: "users", run: () => go("/contacts") }
      : null,
  );
  useCommand(
    webinars
      ? { id: "go-webinars", group: "go", label: words.webinars, icon: "stage", run: () => go("/webinars") }
      : null,
  );
  useCommand(
    plans
      ? { id: "plan-webinar", group: "you", label: words.planWebinar, icon: "calendar", run: () => go("/webinars/plan") }
      : null,
  );
  useCommand(
    bridge
      ? { id: "go-bridge", group: "go", label: words.bridge, icon: "bridge", run: () => go("/bridge") }
      : null,
  );
  useCommand({
    id: "available",
    group: "you",
    label: me.available ? words.goUnavailable : words.goAvailable,
    icon: me.available ? "pause" : "check",
    run: () => void changeMe({ available: !me.available }).catch(failed),
  });
  useCommand({ id: "sign-out", group: "you", label: words.signOut, icon: "door", run: () => void signOut().catch(failed) });
}
