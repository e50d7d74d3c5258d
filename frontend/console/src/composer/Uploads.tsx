import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { cx } from "../../../common/ui/cx";
import { Icon } from "../../../common/ui/Icon";
import { useText } from "../i18n";
import { bytes } from "../lib/format";
import { useLocale } from "../store/session";
import type { Upload } from "./useUploads";

interface Props {
  uploads: Upload[];
  onRetry: (upload: Upload) => void;
  onDismiss: (upload: Upload) => void;
}

export function Uploads({ uploads, onRetry, onDismiss }: Props): ReactElement | null {
  const texts = useText();
  const locale = useLocale();
  if (uploads.length === 0) return null;
  return (
    <ul className="uploads" role="status">
      {uploads.map((upload) => (
        <li key={upload.id} className={cx("uploads__one", upload.error && "uploads__one--bad")}>
          <Icon name={upload.error ? "alert" : "clock"} size="sm" />
          <span>
            {upload.error
              ? `${texts.talk.uploadFailed(upload.file.name)} ${upload.error}`
              : `${texts.talk.uploading(upload.file.name)} ${bytes(upload.file.size, locale)}`}
          </span>
          {upload.error && (
            <>
              <Button look="quiet" className="push" onPress={() => onRetry(upload)}>
                {texts.talk.resend}
              </Button>
              <Button look="quiet" onPress={() => onDismiss(upload)}>
                {texts.talk.discard}
              </Button>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
