import type { ComponentProps, ReactElement } from "react";
import { Focusable } from "react-aria-components";
import { Icon } from "../../../common/ui/Icon";
import type { IconName } from "../../../common/ui/icons";
import { Tip } from "../../../common/ui/Tip";
import { useText } from "../i18n";
import { caps } from "../lib/keys";
import { Link } from "../lib/Link";
import { type Route, useRoute } from "../lib/route";
import { openPalette } from "../palette/open";
import { inbox } from "../store/inbox";
import { useMay } from "../store/session";
import { usePick } from "../store/store";
import { Mark } from "./Mark";
import { MeMenu } from "./MeMenu";
import { RailButton } from "./RailButton";

interface Place {
  href: string;
  /** Another application on this origin: loads the page. */
  leaves?: boolean;
  icon: IconName;
  label: string;
  /** Said instead of the label, with its count. */
  spoken: string;
  badge?: number;
  at: Route["at"][];
}

export function Rail(): ReactElement {
  const texts = useText().shell;
  const route = useRoute();
  const waiting = usePick(inbox, (state) => state.data?.waiting.length ?? 0);
  const bridge = useMay("bridge.read");
  const contacts = useMay("contact.read");
  const webinars = useMay("webinar.read");
  const content = useMay("content.edit");

  const places: Place[] = [
    {
      href: "/",
      icon: "inbox",
      label: texts.conversations,
      spoken: waiting > 0 ? texts.conversationsWaiting(waiting) : texts.conversations,
      badge: waiting,
      at: ["inbox", "conversation"],
    },
  ];
  if (contacts) {
    const label = texts.contacts;
    places.push({ href: "/contacts", icon: "users", label, spoken: label, at: ["contacts", "contact"] });
  }
  if (webinars) {
    const label = texts.webinars;
    const at: Route["at"][] = ["webinars", "webinar", "webinar-form", "room"];
    places.push({ href: "/webinars", icon: "stage", label, spoken: label, at });
  }
  if (content) {
    const label = texts.content;
    places.push({ href: "/cms/", icon: "book", label, spoken: label, leaves: true, at: [] });
  }
  if (bridge) {
    const label = texts.bridge;
    places.push({ href: "/bridge", icon: "bridge", label, spoken: label, at: ["bridge"] });
  }

  return (
    <nav className="rail" aria-label={texts.areas}>
      <Link className="rail__mark" href="/" aria-label={texts.product}>
        <Mark />
      </Link>
      <ul>
        {places.map((place) => (
          <li key={place.href}>
            <Tip text={place.label} placement="right">
              <Focusable>
                <Anywhere
                  leaves={place.leaves ?? false}
                  href={place.href}
                  aria-label={place.spoken}
                  aria-current={place.at.includes(route.at) ? "page" : undefined}
                >
                  <Icon name={place.icon} />
                  {(place.badge ?? 0) > 0 && <span className="badge">{place.badge}</span>}
                </Anywhere>
              </Focusable>
            </Tip>
          </li>
        ))}
      </ul>
      <span className="spacer" />
      <Tip text={texts.searchAndCommands} keys={caps("mod+k", texts)} placement="right">
        <RailButton label={texts.searchAndCommands} icon="search" onPress={openPalette} />
      </Tip>
      <MeMenu />
    </nav>
  );
}

interface AnywhereProps extends ComponentProps<typeof Link> {
  leaves: boolean;
}

function Anywhere({ leaves, ...rest }: AnywhereProps): ReactElement {
  return leaves ? <a {...rest} /> : <Link {...rest} />;
}
