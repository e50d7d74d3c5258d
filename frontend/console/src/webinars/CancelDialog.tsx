import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { Modal } from "../../../common/ui/Modal";
import { useText } from "../i18n";

interface Props {
  isOpen: boolean;
  /** How many people would be told. */
  mails: number;
  onClose: () => void;
  onCancel: () => void;
}

/** Asked, since it cannot be taken back and others hear of it. */
export function CancelDialog({ isOpen, mails, onClose, onCancel }: Props): ReactElement {
  const texts = useText().webinars;
  return (
    <Modal
      isOpen={isOpen}
      onClose={onClose}
      title={texts.cancelTitle}
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
            {mails > 0 ? texts.cancelDo : texts.cancelIt}
          </Button>
        </>
      }
    >
      <p className="soft">{texts.cancelText(mails)}</p>
      <p className="soft">{texts.cancelFinal}</p>
    </Modal>
  );
}
