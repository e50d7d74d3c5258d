import { type ReactElement, useEffect, useState } from "react";
import { Button } from "../../../common/ui/Button";
import { State } from "../../../common/ui/State";
import { type Chosen, type Devices, listDevices } from "../media/devices";
import { chime } from "../media/level";
import { useRoom } from "../model/context";
import { useWords } from "../texts";
import { OwnPicture } from "../ui/Picture";
import { deviceText } from "../ui/problem";
import { useCheck } from "./useCheck";
import { useLine } from "./useLine";

/** Camera, microphone, speaker and line, each tried when one wants to. Nothing is sent. */
export function Check(): ReactElement {
  const { t } = useWords();
  const room = useRoom();
  const [devices, setDevices] = useState<Devices>({ microphones: [], cameras: [], speakers: [] });
  const [chosen, setChosen] = useState<Chosen>(room.chosen);
  const camera = useCheck("camera");
  const microphone = useCheck("microphone");
  const [rang, setRang] = useState(false);
  const line = useLine();

  useEffect(() => {
    listDevices().then(setDevices, () => undefined);
  }, [camera.track, microphone.track]);
  const choose = (what: keyof Chosen, id: string): void => {
    const next = { ...chosen, [what]: id || undefined };
    setChosen(next);
    room.choose({ [what]: id || undefined });
    if (what === "camera" && camera.track) void camera.open(id);
    if (what === "microphone" && microphone.track) void microphone.open(id);
  };

  return (
    <div className="check-grid">
      <section className="check-item" aria-label={t.check.camera}>
        <div className="check-item__picture">
          {camera.track ? <OwnPicture track={camera.track} label={t.check.camera} /> : <span className="meta">{t.check.camera}</span>}
        </div>
        <div className="row row--wrap">
          <Button
            size="md"
            icon={camera.track ? "videoOff" : "video"}
            isPending={camera.opening}
            onPress={() => (camera.track ? camera.close() : void camera.open(chosen.camera))}
          >
            {camera.track ? t.check.stop : t.check.tryCamera}
          </Button>
          <Choice what="camera" devices={devices.cameras} value={chosen.camera} onChange={choose} />
        </div>
        <p className="meta" role="status">
          {camera.problem ? (
            <span className="field__error">{deviceText(camera.problem, "camera", t)}</span>
          ) : (
            camera.track && t.check.cameraOn
          )}
        </p>
      </section>

      <section className="check-item" aria-label={t.check.microphone}>
        <meter className="level" min={0} max={1} value={microphone.level} aria-label={t.check.level} />
        <div className="row row--wrap">
          <Button
            size="md"
            icon={microphone.track ? "micOff" : "mic"}
            isPending={microphone.opening}
            onPress={() => (microphone.track ? microphone.close() : void microphone.open(chosen.microphone))}
          >
            {microphone.track ? t.check.stop : t.check.tryMicrophone}
          </Button>
          <Choice what="microphone" devices={devices.microphones} value={chosen.microphone} onChange={choose} />
        </div>
        <p className="meta" role="status">
          {microphone.problem ? (
            <span className="field__error">{deviceText(microphone.problem, "microphone", t)}</span>
          ) : (
            microphone.track && t.check.speak
          )}
        </p>
        <div className="row row--wrap">
          <Button
            size="md"
            icon="volume"
            onPress={() => {
              void chime(chosen.speaker);
              setRang(true);
            }}
          >
            {t.check.trySpeaker}
          </Button>
          <Choice what="speaker" devices={devices.speakers} value={chosen.speaker} onChange={choose} />
        </div>
        <p className="meta" role="status">
          {rang && t.check.heard}
        </p>
        <State tone={line === null ? "bad" : line > 400 ? "wait" : "good"} dot>
          {t.check.line}: {line === null ? t.check.lineDown : (line > 400 ? t.check.lineSlow : t.check.lineOk)(String(line))}
        </State>
      </section>
    </div>
  );
}

interface ChoiceProps {
  what: keyof Chosen;
  devices: MediaDeviceInfo[];
  value: string | undefined;
  onChange: (what: keyof Chosen, id: string) => void;
}

/** Only where there is something to choose from. */
function Choice({ what, devices, value, onChange }: ChoiceProps): ReactElement | null {
  const { t } = useWords();
  if (devices.length < 2 || !devices.some((device) => device.label)) return null;
  return (
    <select className="input choice" aria-label={t.check[what]} value={value ?? ""} onChange={(event) => onChange(what, event.target.value)}>
      <option value="">{t.check.standard}</option>
      {devices.map((device, index) => (
        <option key={device.deviceId} value={device.deviceId}>
          {device.label || t.check.unnamed(index + 1)}
        </option>
      ))}
    </select>
  );
}
