import type { ConversationRef, SiteInfo } from "../model/api";
import { when } from "../model/when";
import { Face } from "./Face";
import { useAround } from "./hooks";
import { Icon, iconNamed } from "./Icon";

interface StartProps {
  site: SiteInfo;
  conversations: readonly ConversationRef[];
  onTopic: (text: string) => void;
}

/** Before anything is stored: who is there, what one may ask, and what was talked about before. */
export function Start({ site, conversations, onTopic }: StartProps) {
  const { t } = useAround();
  const topics = site.texts.topics ?? [];
  return (
    <div class="start">
      <Welcome site={site} />
      {topics.length > 0 && (
        <ul class="rows">
          {topics.map((topic) => (
            <li key={topic.title}>
              <button type="button" onClick={() => onTopic(topic.text)}>
                <Icon name={iconNamed(topic.icon)} />
                <span>{topic.title}</span>
                <Icon name="right" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {conversations.length > 0 && (
        <section aria-labelledby="earlier">
          <h3 class="label" id="earlier">
            {t.earlier}
          </h3>
          <ul class="rows">
            {conversations.map((one) => (
              <Earlier key={one.id} one={one} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Welcome({ site }: { site: SiteInfo }) {
  const { t, f } = useAround();
  const agents = site.open ? site.agents : [];
  const names = f.list(agents.slice(0, 3).map((agent) => agent.name));
  const soon = site.open
    ? t.nobody
    : site.reopens_at
      ? t.closedUntil(when(site.reopens_at, f, t, Date.now()))
      : t.closedOpen;
  return (
    <div class="welcome">
      {agents.length > 0 && (
        <p class="who">
          <span class="faces">
            {agents.slice(0, 3).map((agent) => (
              <Face key={agent.name} name={agent.name} face={agent.face} size="lg" />
            ))}
          </span>
        </p>
      )}
      <h2>{site.texts.greeting ?? t.greeting}</h2>
      <p>{agents.length > 0 ? site.texts.intro : soon}</p>
      {agents.length > 0 && <p class="meta">{t.areHere(names, Math.min(3, agents.length))}</p>}
    </div>
  );
}

function Earlier({ one }: { one: ConversationRef }) {
  const { visitor, t, f } = useAround();
  return (
    <li>
      <button
        type="button"
        onClick={() => {
          visitor.watch(one.id);
          visitor.show(one.id);
        }}
      >
        <Icon name="text" />
        <span>{t.from(f.moment(one.created_at, visitor.now()))}</span>
        <span class="meta">{t.state[one.state]}</span>
        <Icon name="right" />
      </button>
    </li>
  );
}
