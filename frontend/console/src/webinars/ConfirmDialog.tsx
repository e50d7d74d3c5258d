import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { Modal } from "../../../common/ui/Modal";
import { useText } from "../i18n";

interface Props {
  title: string;
  /** What will happen, and who hears of it. */
  text: string;
  label: string;
  onClose: () => void;
  onGo: () => void;
}

/** Before something that others notice at once. */
export function ConfirmDialog({ title, text, label, onClose, onGo }: Props): ReactElement {
  const all = useText();
  return (
    <Modal
      isOpen
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button size="md" onPress={onClose}>
            {all.shell.cancel}
          </Button>
          <Button
            size="md"
            look="primary"
            autoFocus
            onPress={() => {
              onGo();
              onClose();
            }}
          >
            {label}
          </Button>
        </>
      }
    >
      <p className="soft">{text}</p>
    </Modal>
  );
}
