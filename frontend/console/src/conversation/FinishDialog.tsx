import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Check } from "../../../common/ui/Check";
import { Field } from "../../../common/ui/Field";
import { Modal } from "../../../common/ui/Modal";
import { useText } from "../i18n";

interface Props {
  isOpen: boolean;
  onClose: () => void;
  /** The person's address, where one is known. */
  address: string;
  onFinish: (transcriptTo?: string) => void;
}

/** No question whether one is sure: the one choice there is, the transcript. Closing can be undone. */
export function FinishDialog({ isOpen, onClose, address, onFinish }: Props): ReactElement {
  const texts = useText();
  const words = texts.talk;
  const [mail, setMail] = useState(false);
  const [to, setTo] = useState<string>();

  const finish = (): void => {
    onFinish(mail ? (to ?? address).trim() : undefined);
    onClose();
  };

  return (
    <Modal
      isOpen={isOpen}
      onClose={onClose}
      title={words.closeTitle}
      footer={
        <>
          <Button size="md" onPress={onClose}>
            {texts.shell.cancel}
          </Button>
          <Button size="md" look="primary" type="submit" form="finish" autoFocus>
            {words.closeDo}
          </Button>
        </>
      }
    >
      <form
        id="finish"
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          finish();
        }}
      >
        <p className="soft">{words.closeText}</p>
        <Check isSelected={mail} onChange={setMail}>
          {words.closeMail}
        </Check>
        {mail && (
          <Field
            label={words.closeMailAddress}
            type="email"
            value={to ?? address}
            onChange={setTo}
            isRequired
          />
        )}
      </form>
    </Modal>
  );
}
