import { safeUrl } from "../model/links";
import { useAround } from "./hooks";

export function Privacy({ url }: { url: string | undefined }) {
  const { t } = useAround();
  const safe = safeUrl(url);
  return safe ? (
    <a href={safe} target="_blank" rel="noopener">
      {t.privacy}
    </a>
  ) : null;
}
