import type { ReactElement, ReactNode } from "react";
import { cx } from "../../../common/ui/cx";
import { Icon } from "../../../common/ui/Icon";
import { useText } from "../i18n";
import { time } from "../lib/format";
import { useLocale } from "../store/session";
import { type Item, visitorRead } from "./items";

type EntryItem = Extract<Item, { type: "entry" }>;

/** Something said, on the side of whoever said it: visitor left, house right, machine outlined. */
export function Message({ item, children }: { item: EntryItem; children: ReactNode }): ReactElement {
  const { entry, log, by, last } = item;
  const machine = entry.provenance === "machine" || by?.kind === "machine";
  const mine = entry.by === log.me && !machine;
  const house = by?.kind !== "visitor";
  return (
    <div
      className={cx(
        "msg",
        mine && "msg--own",
        house && !mine && "msg--staff",
        machine && "msg--machine",
      )}
    >
      <span className="sr">{by?.name}: </span>
      {children}
      {last && <Meta item={item} mine={mine} machine={machine} house={house} />}
    </div>
  );
}

interface MetaProps {
  item: EntryItem;
  mine: boolean;
  machine: boolean;
  house: boolean;
}

function Meta({ item, mine, machine, house }: MetaProps): ReactElement {
  const texts = useText().talk;
  const locale = useLocale();
  const { entry, by, log } = item;
  const read = house && entry.seq <= visitorRead(log);
  const parts = [
    house && !mine && (machine ? texts.machine : by?.name),
    time(entry.at, locale),
    entry.provenance === "approved" && texts.byMachine,
    read && texts.read,
  ];
  return (
    <p className="msg__meta">
      {parts.filter(Boolean).join(" · ")}
      {house && <Icon name={read ? "checks" : "check"} size="sm" />}
    </p>
  );
}
