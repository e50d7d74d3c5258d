import type { ReactElement } from "react";
import { State } from "../../../common/ui/State";
import { useText } from "../i18n";
import type { Phase } from "./phase";

export function PhaseState({ phase }: { phase: Phase }): ReactElement {
  const word = useText().webinars.phase[phase];
  switch (phase) {
    case "live":
      return (
        <State tone="bad" dot>
          {word}
        </State>
      );
    case "open":
      return (
        <State tone="good" dot>
          {word}
        </State>
      );
    case "upcoming":
      return (
        <State tone="good" icon="check">
          {word}
        </State>
      );
    case "draft":
      return (
        <State tone="wait" icon="edit">
          {word}
        </State>
      );
    case "cancelled":
      return <State icon="close">{word}</State>;
    case "over":
      return <State>{word}</State>;
  }
}
