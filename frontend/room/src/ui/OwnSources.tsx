import type { ReactElement } from "react";
import { Button } from "../../../common/ui/Button";
import { MenuButton } from "../../../common/ui/MenuButton";
import { useEffect, useState } from "react";
import { canShareScreen, type Devices, listDevices } from "../media/devices";
import { useMedia, useRoom, useView } from "../model/context";
import { useWords } from "../texts";

/** Buttons for what one sends: microphone, camera, screen, and which devices. */
export function OwnSources({ size = "sm" }: { size?: "sm" | "md" | "lg" }): ReactElement | null {
  const { t } = useWords();
  const { me } = useView();
  const { media, state } = useMedia();
  const may = me?.may_publish ?? [];
  const { microphone, camera, screen } = state.own;
  if (!media || may.length === 0) return null;
  return (
    <>
      {may.includes("microphone") && (
        <Button
          size={size}
          iconOnly
          icon={microphone === "on" ? "mic" : "micOff"}
          aria-pressed={microphone === "on"}
          aria-label={microphone === "on" ? t.room.micOn : t.room.micIsOff}
          isPending={microphone === "opening"}
          onPress={() => void media.turn("microphone", microphone !== "on")}
        />
      )}
      {may.includes("camera") && (
        <Button
          size={size}
          iconOnly
          icon={camera === "on" ? "video" : "videoOff"}
          aria-pressed={camera === "on"}
          aria-label={camera === "on" ? t.room.camOn : t.room.camIsOff}
          isPending={camera === "opening"}
          onPress={() => void media.turn("camera", camera !== "on")}
        />
      )}
      {may.includes("screen") && canShareScreen() && (
        <Button
          size={size}
          icon="screen"
          className="deck__share"
          aria-pressed={screen === "on"}
          isPending={screen === "opening"}
          onPress={() => void media.turn("screen", screen !== "on")}
        >
          {screen === "on" ? t.room.unshare : t.room.share}
        </Button>
      )}
      <DeviceMenu size={size} />
    </>
  );
}

const NO_DEVICES: Devices = { microphones: [], cameras: [], speakers: [] };

function DeviceMenu({ size }: { size: "sm" | "md" | "lg" }): ReactElement {
  const { t } = useWords();
  const room = useRoom();
  const { state } = useMedia();
  const [devices, setDevices] = useState(NO_DEVICES);
  useEffect(() => {
    const look = (): void => void listDevices().then(setDevices, () => undefined);
    look();
    navigator.mediaDevices?.addEventListener("devicechange", look);
    return () => navigator.mediaDevices?.removeEventListener("devicechange", look);
  }, [state.own.microphone, state.own.camera]);
  const items = (
    [
      ["microphone", devices.microphones, t.check.microphone],
      ["camera", devices.cameras, t.check.camera],
      ["speaker", devices.speakers, t.check.speaker],
    ] as const
  ).flatMap(([what, list, hint]) =>
    list.map((device, index) => ({
      id: `${what}:${device.deviceId}`,
      label: device.label || t.check.unnamed(index + 1),
      hint: room.chosen[what] === device.deviceId ? `${hint} ✓` : hint,
      onAction: () => room.choose({ [what]: device.deviceId }),
    })),
  );
  return (
    <MenuButton
      button={{ size, icon: "settings", iconOnly: true, "aria-label": t.room.devices }}
      label={t.room.devices}
      items={items}
      empty={t.problem.missing.microphone}
      placement="top start"
    />
  );
}
