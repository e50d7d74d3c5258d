import type { ConversationState } from "../../../common/client";
import type { SiteInfo } from "../model/api";
import { safeUrl } from "../model/links";
import { whenShort } from "../model/when";
import { Face } from "./Face";
import { useAround } from "./hooks";
import { Icon } from "./Icon";

interface HeadProps {
  site: SiteInfo | null;
  state: ConversationState | null;
  phone: boolean;
  /** Whether there is a list of conversations to go to. */
  list: boolean;
}

/** Who one speaks with, or the firm and whether somebody is there; and the ways out. */
export function Head({ site, state, phone, list }: HeadProps) {
  const { visitor, t } = useAround();
  const close = (
    <button class="btn btn--quiet btn--icon" type="button" aria-label={phone ? t.back : t.close} onClick={() => visitor.close()}>
      <Icon name={phone ? "left" : "close"} />
    </button>
  );
  const person = state?.state === "active" ? state.assignee : null;
  return (
    <header class="head">
      {phone && close}
      {person ? <Person person={person} site={site} /> : <Firm site={site} state={state} />}
      {list && (
        <button
          class="btn btn--quiet btn--icon"
          type="button"
          aria-label={t.conversations}
          title={t.conversations}
          onClick={() => visitor.show("start")}
        >
          <Icon name="list" />
        </button>
      )}
      {!phone && close}
    </header>
  );
}

function Person({ person, site }: { person: NonNullable<ConversationState["assignee"]>; site: SiteInfo | null }) {
  const { t } = useAround();
  const here = site?.agents.some((agent) => (agent.id ? agent.id === person.id : agent.name === person.name)) ?? false;
  const soon = !here ? t.away : site?.estimate_s != null ? t.usually(site.estimate_s) : t.here;
  return (
    <>
      <Face name={person.name} face={person.face} size="md" here={here} />
      <div class="head__who">
        <h1>{person.name}</h1>
        <p class="meta clip">{[person.title, soon].filter(Boolean).join(" · ")}</p>
      </div>
    </>
  );
}

function Firm({ site, state }: { site: SiteInfo | null; state: ConversationState | null }) {
  const { t, f } = useAround();
  const name = site?.site.name ?? state?.site.name ?? "";
  const mark = safeUrl(site?.texts.mark);
  const open = site?.open ?? state?.open ?? true;
  let status = "";
  let there = false;
  if (site) {
    there = open && site.agents.length > 0;
    if (!open) status = site.reopens_at ? t.backAt(whenShort(site.reopens_at, f, Date.now())) : t.closedNow;
    else if (!there) status = t.closedNow;
    else if (state?.state === "waiting") status = t.advising(site.agents.length, f);
    else status = site.until ? t.hereUntil(f.time(site.until)) : t.here;
  }
  return (
    <>
      <h1 class="brand">
        {mark ? <img src={mark} alt="" /> : <i aria-hidden="true">{[...name][0]}</i>}
        <span class="clip">{name}</span>
      </h1>
      {status && (
        <p class={there && state?.state !== "waiting" ? "state state--good" : "state"}>
          {state?.state !== "waiting" && <span class={there ? "dot dot--good" : "dot"} />}
          {status}
        </p>
      )}
    </>
  );
}
