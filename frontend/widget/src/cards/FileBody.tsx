import { useEffect, useState } from "preact/hooks";
import type { FileCard } from "../../../common/generated/events";
import { safeUrl } from "../model/links";
import { useAround } from "../ui/hooks";
import { Icon } from "../ui/Icon";
import { openTab } from "./open-tab";

/** A file of the conversation. Its links last an hour, so they are asked for when they are needed. */
export function FileBody({ body, text, sent }: { body: Partial<FileCard>; text: string; sent: boolean }) {
  const { visitor, t, f } = useAround();
  const [preview, setPreview] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const { file, picture } = body;
  const name = body.name || text || t.file;

  useEffect(() => {
    if (file && picture && sent) {
      visitor.fileLinks(file).then((links) => setPreview(safeUrl(links.preview)), () => {});
    }
  }, [file, picture, sent]);

  const open = async (): Promise<void> => {
    try {
      setFailed(!openTab((await visitor.fileLinks(file!)).url));
    } catch {
      setFailed(true);
    }
  };
  const inside = preview ? (
    <img class="file__pic" src={preview} alt={name} onError={() => setPreview(null)} />
  ) : (
    <>
      <Icon name="file" />
      <span class="file__text">
        <span>{name}</span>
        {body.size ? <small>{f.bytes(body.size)}</small> : null}
        {failed && <small role="alert">{t.fileFails}</small>}
      </span>
    </>
  );
  return file && sent ? (
    <button class="file" type="button" title={name} onClick={() => void open()}>
      {inside}
    </button>
  ) : (
    <span class="file">{inside}</span>
  );
}
