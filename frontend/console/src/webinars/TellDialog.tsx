import type { ReactElement } from "react";
import { Button } from "../../../shared/ui/Button";
import { Modal } from "../../../shared/ui/Modal";
import { useText } from "../i18n";

interface Props {
  n: number;
  onClose: () => void;
  onGo: () => void;
}

/** Title or time changed: so many mails go out, so many calendars follow. */
export function TellDialog({ n, onClose, onGo }: Props): ReactElement {
  const all = useText();
  const texts = all.webinars;
  return (
    <Modal
      isOpen
      onClose={onClose}
      title={texts.tellTitle}
      footer={
        <>
          <Button size="md" onPress={onClose}>
            {all.shell.cancel}
          </Button>
          <Button size="md" look="primary" autoFocus onPress={onGo}>
            {texts.tellDo}
          </Button>
        </>
      }
    >
      <p className="soft">{texts.tellText(n)}</p>
    </Modal>
  );
}
