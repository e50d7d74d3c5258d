import type { MediaState } from "../media";
import type { DeviceProblem } from "../media/devices";
import type { Texts } from "../texts";

/** What is the matter with a device, in plain words, with what to do. */
export function problemText(problem: NonNullable<MediaState["problem"]>, t: Texts): string {
  return deviceText(problem.what, problem.source === "screen-audio" ? "screen" : problem.source, t);
}

export function deviceText(
  what: DeviceProblem | "not_allowed" | "muted_by_host",
  source: "microphone" | "camera" | "screen",
  t: Texts,
): string {
  const found = t.problem[what];
  return typeof found === "string" ? found : found[source];
}
