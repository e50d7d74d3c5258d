import { memo, type ReactElement, useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { Button } from "../../../common/ui/Button";
import { MenuButton } from "../../../common/ui/MenuButton";
import { Modal } from "../../../common/ui/Modal";
import type { RoomPerson } from "../../../common/generated/events";
import { useRoom, useView } from "../model/context";
import { useWords } from "../texts";
import { Bars } from "../ui/Bars";
import { did, type Place, placeOf } from "./did";
import { mostActiveFirst } from "./figures";
import { useDoing } from "../ui/useDoing";

/** Who is there and who has gone, with what they did. */
export function People(): ReactElement {
  const { t } = useWords();
  const { hosts } = useView();
  const [query, setQuery] = useState("");
  const [out, setOut] = useState<RoomPerson | null>(null);
  const everybody: readonly RoomPerson[] = hosts.people ?? [];
  const here = everybody.filter((person) => person.here !== false);
  const gone = everybody.filter((person) => person.here === false);
  const tabs = [
    { id: "here", title: t.host.participants, people: here },
    { id: "gone", title: t.host.absent, people: gone },
  ];
  return (
    <>
      <Tabs className="hall__tabs">
        <div className="host__tabs">
          <TabList className="tabs" aria-label={t.host.participants}>
            {tabs.map(({ id, title, people }) => (
              <Tab key={id} id={id} className="tab">
                {title}
                <span className="count">{people.length}</span>
              </Tab>
            ))}
          </TabList>
          <input
            className="input host__search"
            type="search"
            aria-label={t.host.search}
            placeholder={t.host.search}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
        {tabs.map(({ id, people }) => (
          <TabPanel key={id} id={id} className="hall__panel">
            <Table people={people} query={query} onRemove={setOut} />
          </TabPanel>
        ))}
      </Tabs>
      {/* Not among the tabs: they render what is in them twice, and two dialogs would lame each other. */}
      <RemoveDialog person={out} onClose={() => setOut(null)} />
    </>
  );
}

/** So many are shown before somebody wants all. */
const SHOWN = 50;

interface TableProps {
  people: readonly RoomPerson[];
  query: string;
  onRemove: (person: RoomPerson) => void;
}

function Table({ people, query, onRemove }: TableProps): ReactElement {
  const { t, f } = useWords();
  const { room, me, lines } = useView();
  const [all, setAll] = useState(false);
  const words = query.toLocaleLowerCase().trim();
  const found = mostActiveFirst(people).filter((person) =>
    `${person.name} ${person.company ?? ""}`.toLocaleLowerCase().includes(words),
  );
  const shown = all ? found : found.slice(0, SHOWN);
  if (found.length === 0) return <p className="said meta">{people.length ? t.host.noMatch : t.host.nobodyYet}</p>;
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t.host.participants}>
      <table className="table host__table">
        <thead>
          <tr>
            <th>{t.host.name}</th>
            <th>{t.host.company}</th>
            <th className="r">{t.host.minutes}</th>
            <th>{t.host.took}</th>
            <th>{t.host.line}</th>
            <th>
              <span className="sr">{t.room.more}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((person) => (
            <PersonRow
              key={person.participant}
              person={person}
              place={placeOf(person, room)}
              line={person.here === false ? 0 : (lines[person.participant] ?? person.line ?? 3)}
              may={me?.role === "host" && person.role === "attendee"}
              gives={room?.may_speak === "raised" && room.state === "live" && person.here !== false}
              onRemove={onRemove}
            />
          ))}
        </tbody>
      </table>
      {shown.length < found.length && (
        <p className="row row--between host__more meta">
          {t.host.shownOf(f.number(shown.length), f.number(found.length))}
          <Button look="quiet" onPress={() => setAll(true)}>
            {t.host.showAll}
          </Button>
        </p>
      )}
    </div>
  );
}

interface RowProps {
  person: RoomPerson;
  place: Place;
  line: number;
  /** Whether one may put them out, and give them the floor now. */
  may: boolean;
  gives: boolean;
  onRemove: (person: RoomPerson) => void;
}

/** The list comes anew each second: whoever stayed as they were is not drawn again. */
const PersonRow = memo(Row, (a, b) => a.onRemove === b.onRemove && JSON.stringify(a) === JSON.stringify(b));

function Row({ person, place, line, may, gives, onRemove }: RowProps): ReactElement {
  const words = useWords();
  const { t } = words;
  const room = useRoom();
  const { error, run } = useDoing();
  return (
    <tr data-participant={person.participant}>
      <td className="strong clip">{person.name}</td>
      <td className="clip">{person.company}</td>
      <td className="r num">{t.host.min(Math.floor((person.seconds ?? 0) / 60))}</td>
      <td className="meta clip">{error || did(person, place, words)}</td>
      <td>
        <Bars quality={line} title={t.room.line[line] ?? ""} />
      </td>
      <td className="r">
        {may && (
          <MenuButton
            button={{ look: "quiet", icon: "more", iconOnly: true, "aria-label": t.host.menu(person.name) }}
            label={t.host.menu(person.name)}
            items={[
              ...(gives
                ? [
                    {
                      id: "floor",
                      label: person.has_floor ? t.host.takeFloor(person.name) : t.host.give,
                      onAction: () => void run(() => room.floor(person.participant, !person.has_floor)),
                    },
                  ]
                : []),
              { id: "remove", label: t.host.remove(person.name), onAction: () => onRemove(person) },
            ]}
          />
        )}
      </td>
    </tr>
  );
}

function RemoveDialog({ person, onClose }: { person: RoomPerson | null; onClose: () => void }): ReactElement {
  const { t } = useWords();
  const room = useRoom();
  const { busy, error, run } = useDoing();
  return (
    <Modal
      isOpen={person !== null}
      onClose={onClose}
      title={t.host.removeTitle(person?.name ?? "")}
      footer={
        <>
          <Button size="md" onPress={onClose}>
            {t.cancel}
          </Button>
          <Button
            size="md"
            look="bad"
            isPending={busy}
            onPress={() => {
              if (person) void run(() => room.remove(person.participant)).then((done) => done && onClose());
            }}
          >
            {t.host.removeNow}
          </Button>
        </>
      }
    >
      <p>{t.host.removeText}</p>
      {error && (
        <p className="field__error" role="alert">
          {error}
        </p>
      )}
    </Modal>
  );
}
