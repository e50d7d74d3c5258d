import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Modal } from "../../../common/ui/Modal";
import type { Connection } from "../api/bridge";
import { useText } from "../i18n";
import { AddConnection } from "./AddConnection";
import { ConnectionRow } from "./ConnectionRow";
import { SecretBox } from "./SecretBox";

interface Props {
  isOpen: boolean;
  onClose: () => void;
  connections: Connection[];
  onChanged: () => void;
}

/** What is connected, whether it answers, and a new webhook with its secret, shown once. */
export function ConnectionsDialog({ isOpen, onClose, connections, onChanged }: Props): ReactElement {
  const texts = useText().bridge;
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const showForm = adding || connections.length === 0;

  const close = (): void => {
    setAdding(false);
    setSecret(null);
    onClose();
  };
  const changed = (fresh: string | null): void => {
    if (fresh) setSecret(fresh);
    setAdding(false);
    onChanged();
  };

  return (
    <Modal
      isOpen={isOpen}
      onClose={close}
      title={texts.connections}
      wide
      footer={
        <>
          {!showForm && (
            <Button size="md" icon="plus" onPress={() => setAdding(true)}>
              {texts.add}
            </Button>
          )}
          <Button size="md" look={showForm ? "outline" : "primary"} onPress={close}>
            {texts.done}
          </Button>
        </>
      }
    >
      {secret && <SecretBox secret={secret} />}
      {connections.length > 0 && (
        <ul className="stack">
          {connections.map((connection) => (
            <ConnectionRow key={connection.id} connection={connection} onChanged={changed} />
          ))}
        </ul>
      )}
      {showForm && !secret && <AddConnection onAdded={changed} />}
    </Modal>
  );
}
