import { type ReactElement } from "react";
import { FileTrigger } from "react-aria-components";
import { Button } from "../../../common/ui/Button";

interface Props {
  label: string;
  onFiles: (files: File[]) => void;
}

export function AttachButton({ label, onFiles }: Props): ReactElement {
  return (
    <FileTrigger
      allowsMultiple
      onSelect={(files) => {
        if (files) onFiles([...files]);
      }}
    >
      <Button look="quiet" iconOnly icon="clip" aria-label={label} />
    </FileTrigger>
  );
}
