import type { ReactElement } from "react";
import { MenuButton } from "../../../common/ui/MenuButton";
import type { Conversation } from "../conversation/useConversation";
import { useText } from "../i18n";
import { writesIn } from "../store/streams";

/** A form for the visitor to fill in; consents in it are never ticked beforehand. */
export function FormMenu({ talk }: { talk: Conversation }): ReactElement {
  const words = useText().talk;
  const send = (form: string): void => {
    if (!talk.stream || !talk.publicLog) return;
    writesIn(talk.id);
    talk.stream.send(talk.publicLog.id, "card.form", { form, language: talk.state?.language ?? "de" });
  };
  return (
    <MenuButton
      label={words.form}
      placement="top start"
      button={{ look: "quiet", icon: "file", iconOnly: true, "aria-label": words.form }}
      items={[
        { id: "offer", label: words.formOffer, hint: words.formOfferHint, onAction: () => send("offer") },
        { id: "contact", label: words.formContact, hint: words.formContactHint, onAction: () => send("contact") },
      ]}
    />
  );
}
