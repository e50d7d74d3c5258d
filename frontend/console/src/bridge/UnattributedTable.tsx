import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import type { Unattributed } from "../api/bridge";
import * as api from "../api/bridge";
import { useText } from "../i18n";
import { Ghost } from "../inbox/Ghost";
import { now } from "../lib/clock";
import { brief } from "../lib/format";
import { Link } from "../lib/Link";
import { says } from "../lib/says";
import { useLooksAgain } from "../lib/useLooksAgain";
import { useLocale, useMay } from "../store/session";
import { useResource } from "../store/resource";
import { AssignDialog } from "./AssignDialog";
import { EmptyTab } from "./EmptyTab";
import { EVERY_MS } from "./useBridge";

/** What belongs to nobody yet: it stays here until somebody becomes known, or is told to whom. */
export function UnattributedTable({ onChanged }: { onChanged: () => void }): ReactElement {
  const all = useText();
  const texts = all.bridge;
  const locale = useLocale();
  const edits = useMay("contact.edit");
  const found = useResource("unattributed", (signal) => api.unattributed(signal));
  const [assigning, setAssigning] = useState<Unattributed | null>(null);
  useLooksAgain(found.reload, EVERY_MS);

  if (!found.data) {
    return found.error === undefined ? <Ghost rows={4} /> : <EmptyTab title={says(found.error, all)} />;
  }
  if (found.data.items.length === 0) {
    return <EmptyTab title={texts.emptyUnattributed} text={texts.emptyUnattributedText} />;
  }
  return (
    <>
      <table className="table" aria-label={texts.unattributed}>
        <thead>
          <tr>
            <th scope="col">{texts.what}</th>
            <th scope="col">{texts.content}</th>
            <th scope="col" className="r">
              {texts.since}
            </th>
            <th scope="col" className="r">
              <span className="sr">{texts.assign}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {found.data.items.map((one) => (
            <tr key={one.identity}>
              <td className="strong">
                {one.kind === "conversation" ? (
                  <Link className="quiet" href={`/conversations/${one.subject}`}>
                    {one.title}
                  </Link>
                ) : (
                  one.title
                )}
              </td>
              <td className="meta">{one.lines.join(" · ")}</td>
              <td className="r">{brief(one.occurred_at, now(), locale)}</td>
              <td className="r">
                {edits && (
                  <Button look="quiet" onPress={() => setAssigning(one)}>
                    {texts.assign}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {assigning && (
        <AssignDialog
          what={assigning}
          onClose={() => setAssigning(null)}
          onAssigned={() => {
            setAssigning(null);
            found.reload();
            onChanged();
          }}
        />
      )}
    </>
  );
}
