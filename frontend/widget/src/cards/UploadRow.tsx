import type { Upload } from "../model/uploads";
import { useAround } from "../ui/hooks";
import { Icon } from "../ui/Icon";

/** A file on its way, or one that did not make it. */
export function UploadRow({ upload, max }: { upload: Upload; max: number }) {
  const { visitor, t, f } = useAround();
  const bad = upload.state !== "going";
  const problem = upload.state === "tooBig" ? t.tooBig(f.bytes(max)) : upload.error || t.uploadFailed;
  return (
    <div class="msg msg--own">
      <div class="bubble bubble--unsent">
        <span class="file">
          <Icon name="file" />
          <span class="file__text">
            <span>{upload.name}</span>
            <small>{f.bytes(upload.size)}</small>
          </span>
        </span>
        {!bad && <progress class="file__share" max={1} value={upload.share} aria-label={upload.name} />}
      </div>
      <p class={bad ? "msg__meta msg__meta--bad" : "msg__meta"} role={bad ? "alert" : undefined}>
        {bad && <Icon name="alert" small />}
        {bad ? problem : t.uploading(`${Math.round(upload.share * 100)} %`)}
        <button class="link" type="button" onClick={() => visitor.uploads.remove(upload.id)}>
          {bad ? t.remove : t.cancel}
        </button>
      </p>
    </div>
  );
}
