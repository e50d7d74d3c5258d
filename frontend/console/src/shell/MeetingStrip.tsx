import { type ReactElement, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import * as api from "../api/webinars";
import { useText } from "../i18n";
import { Link } from "../lib/Link";
import { useRoute } from "../lib/route";
import { useResource } from "../store/resource";
import { useMe } from "../store/session";
import { asking } from "../webinars/meeting";
import { useMeetingNews } from "../webinars/useMeetingNews";

/** A running meeting to which one is asked, wherever in the console one is. */
export function MeetingStrip(): ReactElement {
  const texts = useText();
  const me = useMe();
  const route = useRoute();
  const [hushed, setHushed] = useState<string[]>([]);
  const { data, reload } = useResource("meetings live", (signal) => api.liveMeetings(signal));
  useMeetingNews(reload);

  const row = asking(data ?? [], me.id, hushed);
  const here = route.at === "room" && route.id === row?.id;
  return (
    <div role="status">
      {row && !here && (
        <p className="strip strip--plain">
          <Icon name="video" size="sm" />
          <span className="strip__text">{texts.meetings.runs(row.title)}</span>
          <Link className="btn btn--sm btn--primary push" href={`/rooms/${row.id}`}>
            {texts.meetings.join}
          </Link>
          <Button
            look="quiet"
            iconOnly
            icon="close"
            aria-label={texts.shell.close}
            onPress={() => setHushed((before) => [...before, row.id])}
          />
        </p>
      )}
    </div>
  );
}
