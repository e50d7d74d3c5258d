import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import { Modal } from "../../../common/ui/Modal";
import type { Proposal } from "../api/people";
import { get } from "../api/http";
import { useText } from "../i18n";
import { useMay } from "../store/session";
import { useResource } from "../store/resource";
import { Proposals } from "./Proposals";

/** Says that two might be one. A person decides, here or on the contact's page. */
export function ProposalStrip({ onDecided }: { onDecided: () => void }): ReactElement | null {
  const texts = useText().contacts;
  const may = useMay("contact.edit");
  const [isOpen, setOpen] = useState(false);
  const { data, reload } = useResource(may ? "proposals" : null, (signal) =>
    get<Proposal[]>("merge-proposals", {}, signal),
  );
  const open = data ?? [];
  if (open.length === 0) return null;
  return (
    <>
      <p className="strip">
        <Icon name="users" size="sm" />
        {texts.proposals(open.length)}
        <Button className="push" onPress={() => setOpen(true)}>
          {texts.look}
        </Button>
      </p>
      <Modal isOpen={isOpen} onClose={() => setOpen(false)} title={texts.proposalsTitle} wide>
        <Proposals
          proposals={open}
          onDecided={() => {
            reload();
            onDecided();
            if (open.length <= 1) setOpen(false);
          }}
        />
      </Modal>
    </>
  );
}
