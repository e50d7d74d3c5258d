import { Icon } from "../../../common/ui/Icon";
import type { IconName } from "../../../common/ui/icons";
import { Keys } from "../../../common/ui/Keys";
import type { Choice, ChoiceGroup } from "../../../common/ui/SearchList";
import * as calls from "../api/calls";
import * as people from "../api/people";
import { useText } from "../i18n";
import { now } from "../lib/clock";
import { brief } from "../lib/format";
import { caps } from "../lib/keys";
import { Marked } from "../lib/Marked";
import { go, useRoute } from "../lib/route";
import { useLater } from "../lib/useLater";
import { httpUrl } from "../lib/url";
import { commands } from "../store/commands";
import { insertText } from "../store/inserts";
import { useResource } from "../store/resource";
import { useLocale, useMay } from "../store/session";
import { useStore } from "../store/store";
import { holds, scopeOf } from "./scope";

interface Hits {
  groups: ChoiceGroup[];
  run: (id: string) => void;
  searching: boolean;
}

const FEW = 5;

/** What fits the query, in groups; and what choosing one of them does. */
export function useHits(query: string): Hits {
  const texts = useText().shell;
  const locale = useLocale();
  const route = useRoute();
  const all = useStore(commands);
  const contactsAllowed = useMay("contact.read");
  const { scope, words } = scopeOf(query);
  const asked = useLater(words);
  const within = (wanted: string): boolean => scope === "all" || scope === wanted;
  const inTalk = route.at === "conversation";

  const found = {
    contacts: useResource(
      contactsAllowed && within("contacts") && asked.length > 1 ? `palette contacts ${asked}` : null,
      (signal) => people.contacts({ q: asked }, signal),
    ),
    texts: useResource(inTalk && scope === "all" && asked.length > 1 ? `palette texts ${asked}` : null, (signal) =>
      calls.prepared(asked, locale.lang, signal),
    ),
    products: useResource(scope === "products" ? `palette products ${asked}` : null, (signal) =>
      calls.products(asked, locale.lang, signal),
    ),
  };
  const searching = Object.values(found).some((each) => each.data === undefined && each.slow) || asked !== words;

  const doings = new Map<string, () => void>();
  const choice = (
    id: string,
    icon: IconName,
    name: string,
    more: { rest?: string; end?: Choice["show"] },
    run: () => void,
  ): Choice => {
    doings.set(id, run);
    return {
      id,
      name,
      show: (
        <>
          <Icon name={icon} />
          <span className="clip">
            <b>
              <Marked text={name} part={words} />
            </b>
            {more.rest && ` · ${more.rest}`}
          </span>
          {more.end ?? <span />}
        </>
      ),
    };
  };

  const command = (group: "conversation" | "go" | "you"): Choice[] =>
    within("commands")
      ? all
          .filter((each) => each.group === group && !each.onlyKeys && holds(each.label, words))
          .map((each) =>
            choice(
              `command ${each.id}`,
              each.icon,
              each.label,
              each.keys ? { end: <Keys keys={caps(each.keys, texts)} /> } : {},
              each.run,
            ),
          )
      : [];

  const groups: ChoiceGroup[] = [
    { id: "conversation", title: texts.thisConversation, choices: command("conversation") },
    {
      id: "texts",
      title: texts.preparedTexts,
      choices: (found.texts.data ?? []).slice(0, FEW).map((text) =>
        choice(
          `text ${text.id}`,
          "text",
          text.title,
          { end: <span className="meta">/{text.shortcut}</span> },
          () => insertText(text.text),
        ),
      ),
    },
    {
      id: "contacts",
      title: texts.contacts,
      choices: (found.contacts.data?.items ?? []).slice(0, FEW).map((one) =>
        choice(
          `contact ${one.id}`,
          "user",
          one.name || one.email,
          {
            ...(one.company ? { rest: one.company } : {}),
            ...(one.last_at
              ? { end: <span className="meta">{brief(one.last_at, now(), locale)}</span> }
              : {}),
          },
          () => go(`/contacts/${one.id}`),
        ),
      ),
    },
    {
      id: "products",
      title: texts.products,
      choices: (found.products.data ?? []).map((product) =>
        choice(`product ${product.sku}`, "box", product.name, { rest: product.teaser }, () => {
          const url = httpUrl(product.url);
          if (url) window.open(url, "_blank", "noreferrer");
        }),
      ),
    },
    { id: "go", title: texts.goTo, choices: command("go") },
    { id: "you", title: texts.you2, choices: command("you") },
  ];
  return { groups, searching, run: (id) => doings.get(id)?.() };
}
