import type { ReactElement } from "react";
import { Icon } from "../../../common/ui/Icon";
import { useText } from "../i18n";
import { bytes } from "../lib/format";
import { httpUrl } from "../lib/url";
import { useLocale } from "../store/session";

export function FileCard({ body }: { body: Record<string, unknown> }): ReactElement {
  const texts = useText().talk;
  const locale = useLocale();
  const text = (name: string): string => (typeof body[name] === "string" ? body[name] : "");
  const name = text("name") || texts.file;
  const url = httpUrl(text("url"));
  const preview = httpUrl(text("preview"));
  const size = typeof body["size"] === "number" ? bytes(body["size"], locale) : "";
  const inside = preview ? (
    <img className="thumb" src={preview} alt={name} />
  ) : (
    <>
      <span className="mini__pic">
        <Icon name="file" />
      </span>
      <span className="clip">
        <span className="strong clip line2">{name}</span>
        <span className="meta">{size}</span>
      </span>
    </>
  );
  if (!url) return <div className="card mini mini--file">{inside}</div>;
  return (
    <a
      className={preview ? undefined : "card mini mini--file"}
      href={url}
      target="_blank"
      rel="noreferrer"
      aria-label={texts.openFile(name)}
    >
      {inside}
    </a>
  );
}
