import { type ReactElement, useRef } from "react";
import { Avatar } from "../../../common/ui/Avatar";
import { Button } from "../../../common/ui/Button";
import { Field } from "../../../common/ui/Field";
import { MenuButton } from "../../../common/ui/MenuButton";
import * as calls from "../api/calls";
import { useText } from "../i18n";
import { faceUrl } from "../lib/face";
import { useResource } from "../store/resource";
import { type Problem, textAt } from "./problems";
import type { Lang, SpeakerValue, Values } from "./values";

interface Props {
  values: Values;
  /** The language whose texts are on the screen: what somebody does is said in it. */
  lang: Lang;
  onChange: (change: Partial<Values>) => void;
  problem: Problem | undefined;
}

/** Who presents: colleagues by their name, guests with an address for the link to the stage. */
export function SpeakerFields({ values, lang, onChange, problem }: Props): ReactElement {
  const texts = useText().webinars;
  const team = useResource("team", (signal) => calls.team(signal));
  const number = useRef(0);
  const { speakers } = values;
  const staff = team.data ?? [];
  const free = staff.filter((one) => !speakers.some((speaker) => speaker.staff === one.id));

  const add = (more: Partial<SpeakerValue>): void => {
    number.current += 1;
    const made: SpeakerValue = { key: `new-${number.current}`, staff: null, name: "", title: {}, email: "", ...more };
    onChange({ speakers: [...speakers, made] });
  };
  const set = (key: string, change: Partial<SpeakerValue>): void =>
    onChange({ speakers: speakers.map((each) => (each.key === key ? { ...each, ...change } : each)) });
  const remove = (key: string): void => onChange({ speakers: speakers.filter((each) => each.key !== key) });

  return (
    <section className="plan__part" aria-label={texts.speakers}>
      <div className="plan__head">
        <h2>{texts.speakers}</h2>
        <span className="row push">
          <MenuButton
            label={texts.addStaff}
            empty={texts.allStaff}
            button={{ icon: "users", children: texts.addStaff }}
            items={free.map((one) => ({
              id: one.id,
              label: one.name,
              hint: one.title,
              before: <Avatar name={one.name} face={faceUrl(one.face)} size="sm" />,
              onAction: () => add({ staff: one.id, name: one.name }),
            }))}
          />
          <Button icon="plus" onPress={() => add({})}>
            {texts.addGuest}
          </Button>
        </span>
      </div>
      {speakers.length === 0 && <p className="meta">{texts.noSpeakers}</p>}
      <ul className="stack stack--tight">
        {speakers.map((speaker, index) => {
          const wrong = textAt(problem, `speakers.${index}`);
          const colleague = staff.find((one) => one.id === speaker.staff);
          return (
            <li key={speaker.key} className="plan__speaker">
              {speaker.staff ? (
                <div className="row">
                  <Avatar name={speaker.name} face={faceUrl(colleague?.face)} />
                  <span>
                    <b className="strong line2">{speaker.name}</b>
                    <span className="meta">{speaker.title[lang] || colleague?.title}</span>
                  </span>
                </div>
              ) : (
                <div className="plan__guest">
                  <Field
                    label={texts.guestName}
                    value={speaker.name}
                    maxLength={120}
                    autoFocus={speaker.key.startsWith("new-")}
                    onChange={(name) => set(speaker.key, { name })}
                    error={wrong}
                  />
                  <Field
                    label={texts.guestTitle}
                    value={speaker.title[lang] ?? ""}
                    maxLength={120}
                    onChange={(said) => set(speaker.key, { title: { ...speaker.title, [lang]: said } })}
                  />
                  <Field
                    label={texts.guestEmail}
                    type="email"
                    value={speaker.email}
                    maxLength={254}
                    onChange={(email) => set(speaker.key, { email })}
                  />
                </div>
              )}
              <Button
                look="quiet"
                size="md"
                iconOnly
                icon="close"
                aria-label={texts.removeSpeaker(speaker.name)}
                onPress={() => remove(speaker.key)}
              />
              {speaker.staff && wrong && <p className="field__error">{wrong}</p>}
            </li>
          );
        })}
      </ul>
      {problem?.field === "speakers" && <p className="field__error">{problem.text}</p>}
    </section>
  );
}
