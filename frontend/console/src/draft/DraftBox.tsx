import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import { useText } from "../i18n";
import { time } from "../lib/format";
import { caps, spoken } from "../lib/keys";
import { useCommand } from "../store/commands";
import { useLocale } from "../store/session";
import { DraftSentences } from "./DraftSentences";
import { NoEvidence } from "./NoEvidence";
import { Sources } from "./Sources";
import { isLive, struckCount } from "./text";
import type { DraftControl } from "./useDraft";

/** What the assistant would answer: numbered sources, live prices, struck sentences readable. */
export function DraftBox({ draft }: { draft: DraftControl }): ReactElement | null {
  const texts = useText();
  const words = texts.draft;
  const locale = useLocale();
  const { state } = draft;
  const ready = state.is === "ready" && state.draft.text.trim() !== "";

  useCommand(
    ready
      ? { id: "accept", group: "conversation", label: `${words.title}: ${words.accept}`, icon: "check", keys: "mod+enter", run: draft.accept }
      : null,
  );
  useCommand(
    state.is === "ready"
      ? { id: "change", group: "conversation", label: `${words.title}: ${words.change}`, icon: "edit", keys: "mod+e", run: draft.change }
      : null,
  );
  useCommand(
    state.is === "ready" || state.is === "nothing" || state.is === "failed"
      ? { id: "dismiss", group: "conversation", label: `${words.title}: ${words.dismiss}`, icon: "close", keys: "escape", run: draft.dismiss }
      : null,
  );

  if (state.is === "none") return null;
  if (state.is === "nothing") return <NoEvidence draft={draft} noted={state.noted} />;
  if (state.is === "failed") {
    return (
      <section className="draft draft--quiet" aria-label={words.region}>
        <p className="draft__line">
          <Icon name="alert" size="sm" />
          <span>
            {words.failed} {state.words}
          </span>
          <Button look="quiet" className="push" onPress={draft.fetch}>
            {texts.shell.retry}
          </Button>
        </p>
      </section>
    );
  }
  if (state.is === "writing") {
    return (
      <section className="draft draft--quiet" aria-label={words.region}>
        <p className="draft__line" role="status">
          <Icon name="edit" size="sm" />
          {words.writing}
        </p>
      </section>
    );
  }

  const { draft: made, changed } = state;
  const struck = struckCount(made);
  const counts = [words.sources(made.sources.length), struck > 0 && words.struck(struck)];
  return (
    <section className="draft" aria-label={words.region}>
      <header className="draft__head">
        <Icon name="edit" size="sm" />
        <h2>{words.title}</h2>
        {draft.askedAt && <span className="clip">{words.toQuestion(time(draft.askedAt, locale))}</span>}
        <span className="push clip">{counts.filter(Boolean).join(" · ")}</span>
      </header>
      {changed && (
        <p className="draft__line draft__line--wait" role="alert">
          <Icon name="clock" size="sm" />
          {words.moved}
        </p>
      )}
      <div className="draft__scroll">
        <DraftSentences draft={made} />
        {!ready && <p className="draft__line">{words.allStruck}</p>}
        {made.note && <p className="draft__line">{made.note}</p>}
        <Sources sources={made.sources} />
      </div>
      <footer className="draft__foot">
        <Button
          look="primary"
          keys={caps("mod+enter", texts.shell)}
          aria-keyshortcuts={spoken("mod+enter")}
          isDisabled={!ready}
          isPending={draft.busy}
          onPress={draft.accept}
        >
          {words.accept}
        </Button>
        <Button
          keys={caps("mod+e", texts.shell)}
          aria-keyshortcuts={spoken("mod+e")}
          onPress={draft.change}
        >
          {words.change}
        </Button>
        <Button look="quiet" keys={["Esc"]} aria-keyshortcuts="Escape" onPress={draft.dismiss}>
          {words.dismiss}
        </Button>
        <span className="meta push clip">
          {isLive(made) ? words.fresh : words[made.provenance]}
        </span>
      </footer>
    </section>
  );
}
