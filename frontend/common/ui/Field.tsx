import type { ReactElement, Ref } from "react";
import { FieldError, Input, Label, Text, TextArea, TextField, type TextFieldProps } from "react-aria-components";
import { cx } from "./cx";

interface Props extends Omit<TextFieldProps, "className" | "children" | "style"> {
  label: string;
  hint?: string;
  /** In plain words, beside the field. */
  error?: string | undefined;
  rows?: number;
  large?: boolean;
  mono?: boolean;
  inputRef?: Ref<HTMLInputElement>;
}

export function Field(props: Props): ReactElement {
  const { label, hint, error, rows, large = false, mono = false, inputRef, ...rest } = props;
  const look = cx("input", large && "input--lg", mono && "input--mono", rows !== undefined && "input--area");
  return (
    <TextField {...rest} className="field" isInvalid={Boolean(error)} validationBehavior="aria">
      <Label>{label}</Label>
      {rows ? <TextArea className={look} rows={rows} /> : <Input className={look} {...(inputRef ? { ref: inputRef } : {})} />}
      {hint && (
        <Text slot="description" className="meta">
          {hint}
        </Text>
      )}
      <FieldError className="field__error">{error}</FieldError>
    </TextField>
  );
}
