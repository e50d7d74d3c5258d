import { type ReactElement, useEffect } from "react";
import * as api from "../api/webinars";
import { useText } from "../i18n";
import { Ghost } from "../inbox/Ghost";
import { go } from "../lib/route";
import { says } from "../lib/says";
import { Still } from "../shell/Still";
import { useResource } from "../store/resource";
import { useMay } from "../store/session";
import { PlanForm } from "./PlanForm";

/** Planning a new webinar, or changing one that is there. */
export default function PlanScreen({ id }: { id: string | null }): ReactElement {
  const all = useText();
  const texts = all.webinars;
  const plans = useMay("webinar.plan");
  const title = id ? texts.editTitle : texts.planTitle;
  const found = useResource(id && `webinar ${id}`, (signal) => api.webinar(id ?? "", signal));

  useEffect(() => {
    document.title = title;
  }, [title]);

  if (!plans) return <Still title={title} text={all.shell.notAllowed} />;
  if (id && found.error !== undefined && !found.data) {
    return (
      <Still title={title} text={says(found.error, all)} action={{ label: texts.back, run: () => go("/webinars") }} />
    );
  }
  if (id && !found.data) {
    return (
      <section className="pane webinars" aria-label={title}>
        <Ghost rows={6} />
      </section>
    );
  }
  return <PlanForm title={title} before={found.data ?? null} />;
}
