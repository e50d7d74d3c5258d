import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { Modal } from "../../../common/ui/Modal";
import { useText } from "../i18n";

interface Props {
  isOpen: boolean;
  title: string;
  /** What others hear of it. */
  text: string;
  label: string;
  onClose: () => void;
  onCancel: () => void;
}

/** Asked, since it cannot be taken back and others hear of it. */
export function CancelDialog({ isOpen, title, text, label, onClose, onCancel }: Props): ReactElement {
  const texts = useText().webinars;
  return (
    <Modal
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button size="md" autoFocus onPress={onClose}>
            {texts.cancelKeep}
          </Button>
          <Button
            size="md"
            look="bad"
            onPress={() => {
              onCancel();
              onClose();
            }}
          >
            {label}
          </Button>
        </>
      }
    >
      <p className="soft">{text}</p>
      <p className="soft">{texts.cancelFinal}</p>
    </Modal>
  );
}
