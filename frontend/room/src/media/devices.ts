/** Cameras, microphones, screens: how they are asked for, and what can go wrong, in a word. */

export type DeviceProblem = "denied" | "missing" | "in_use" | "insecure" | "failed";

export class DeviceError extends Error {
  readonly problem: DeviceProblem;
  constructor(problem: DeviceProblem) {
    super(problem);
    this.problem = problem;
  }
}

export interface Chosen {
  microphone?: string | undefined;
  camera?: string | undefined;
  speaker?: string | undefined;
}

const exactly = (id: string | undefined): { deviceId: { exact: string } } | Record<string, never> =>
  id ? { deviceId: { exact: id } } : {};

export const openMicrophone = (id?: string): Promise<MediaStreamTrack> =>
  one({ audio: { ...exactly(id), echoCancellation: true, noiseSuppression: true, autoGainControl: true } });

export const openCamera = (id?: string): Promise<MediaStreamTrack> =>
  one({ video: { ...exactly(id), width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } } });

/** The person picks in the browser's own window; null when they close it. */
export async function openScreen(): Promise<MediaStreamTrack[] | null> {
  if (!canShareScreen()) throw new DeviceError("missing");
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({
      video: { frameRate: { ideal: 15, max: 30 } },
      audio: true,
    });
    return stream.getTracks();
  } catch (error) {
    const problem = problemOf(error);
    if (problem === "denied") return null;
    throw new DeviceError(problem);
  }
}

export const canShareScreen = (): boolean =>
  typeof navigator.mediaDevices?.getDisplayMedia === "function";

async function one(wanted: MediaStreamConstraints): Promise<MediaStreamTrack> {
  if (!navigator.mediaDevices?.getUserMedia) throw new DeviceError("insecure");
  try {
    const stream = await navigator.mediaDevices.getUserMedia(wanted);
    return stream.getTracks()[0]!;
  } catch (error) {
    throw new DeviceError(problemOf(error));
  }
}

/** https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia, step 6 */
export function problemOf(error: unknown): DeviceProblem {
  switch ((error as { name?: unknown } | null)?.name) {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "AbortError":
      return "in_use";
    default:
      return "failed";
  }
}

export interface Devices {
  microphones: MediaDeviceInfo[];
  cameras: MediaDeviceInfo[];
  speakers: MediaDeviceInfo[];
}

/** Names are empty until one of the kind was allowed. */
export async function listDevices(): Promise<Devices> {
  const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  const of = (kind: MediaDeviceKind): MediaDeviceInfo[] => all.filter((one) => one.kind === kind && one.deviceId);
  return { microphones: of("audioinput"), cameras: of("videoinput"), speakers: of("audiooutput") };
}
