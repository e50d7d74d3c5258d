import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Field } from "../../../common/ui/Field";
import { ApiError, linkAgain } from "../model/api";
import { useWords } from "../texts";
import { Page } from "../ui/Page";

/** The address came without a link. `slug` names the webinar, if the address does. */
export function NoLink({ slug }: { slug: string }): ReactElement {
  const { t } = useWords();
  return (
    <Page title={t.link.missingTitle}>
      <p className="soft">{t.link.missingText}</p>
      {slug && <LinkAgain slug={slug} />}
    </Page>
  );
}

/** The answer is the same whether or not the address is registered. */
export function LinkAgain({ slug }: { slug: string }): ReactElement {
  const { t, f } = useWords();
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const [error, setError] = useState<string>();
  const send = async (): Promise<void> => {
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())) return setError(t.link.emailWrong);
    setError(undefined);
    try {
      await linkAgain(slug, email.trim(), f.lang);
      setSent(true);
    } catch (problem) {
      setError((problem instanceof ApiError && problem.message) || t.failed);
    }
  };
  if (sent) return <p role="status">{t.link.againDone}</p>;
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2 className="title-lg">{t.link.againTitle}</h2>
      <Field
        label={t.link.email}
        hint={t.link.againText}
        type="email"
        autoComplete="email"
        maxLength={254}
        large
        value={email}
        onChange={setEmail}
        error={error}
      />
      <Button look="primary" size="lg" type="submit">
        {t.link.again}
      </Button>
    </form>
  );
}
