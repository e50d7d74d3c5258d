import type { ReactElement } from "react";
import { Check } from "../../../common/ui/Check";
import { Keys } from "../../../common/ui/Keys";
import { Modal } from "../../../common/ui/Modal";
import { useText } from "../i18n";
import { caps } from "../lib/keys";
import { setSingleKeys, singleKeys } from "../lib/single-keys";
import { type Command, commands } from "../store/commands";
import { createStore, useStore } from "../store/store";

const isOpen = createStore(false);

export function openShortcutHelp(): void {
  isOpen.set(true);
}

const GROUPS: readonly Command["group"][] = ["conversation", "go", "you"];

/** Tells the keys of what can be done now: made of the commands themselves, so it is never wrong. */
export function ShortcutHelp(): ReactElement {
  const texts = useText().shell;
  const open = useStore(isOpen);
  const all = useStore(commands);
  const single = useStore(singleKeys);
  const titles = { conversation: texts.thisConversation, go: texts.goTo, you: texts.you2 };

  return (
    <Modal isOpen={open} onClose={() => isOpen.set(false)} title={texts.shortcuts} wide>
      <Check isSelected={single} onChange={setSingleKeys}>
        {texts.singleKeys}
      </Check>
      <div className="keys-list">
        {GROUPS.map((group) => {
          const keyed = all.filter((each) => each.group === group && each.keys);
          if (keyed.length === 0) return null;
          return (
            <section key={group}>
              <h3>{titles[group]}</h3>
              <dl>
                {keyed.map((command) => (
                  <div key={command.id}>
                    <dt>{command.label}</dt>
                    <dd>
                      <span className="sr">{command.keys}</span>
                      <Keys keys={caps(command.keys ?? "", texts)} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Modal>
  );
}
