import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import { useText } from "../i18n";
import { httpUrl } from "../lib/url";
import { say } from "../store/notices";

/** The address of the page for everybody, to open and to pass on. */
export function PublicLink({ url }: { url: string }): ReactElement {
  const texts = useText().webinars;
  const copy = (): void => {
    navigator.clipboard.writeText(url).then(
      () => say("plain", texts.copied),
      () => say("bad", texts.copyFailed),
    );
  };
  return (
    <>
      <p className="mono prewrap">{url}</p>
      <div className="row">
        <Button icon="clip" onPress={copy}>
          {texts.copyLink}
        </Button>
        <a className="btn btn--sm btn--quiet" href={httpUrl(url)} target="_blank" rel="noreferrer">
          {texts.openPage}
          <Icon name="external" size="sm" />
        </a>
      </div>
    </>
  );
}
