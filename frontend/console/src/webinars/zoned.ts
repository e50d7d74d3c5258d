/** What clocks show in a zone, as forms hold it: "2026-12-03T10:00". */
export type WallTime = string;

const parts = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let format = parts.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
      hourCycle: "h23",
    });
    parts.set(zone, format);
  }
  return format;
}

/** What clocks in the zone show at an instant. */
export function wallTime(at: string | number, zone: string): WallTime {
  const found = Object.fromEntries(clockOf(zone).formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return `${found["year"]?.padStart(4, "0")}-${found["month"]}-${found["day"]}T${found["hour"]}:${found["minute"]}`;
}

/**
 * The instants (ms) at which clocks in the zone show this: one as a rule, none in the hour that is
 * skipped in spring, two in the hour that comes twice in autumn; earlier first.
 */
export function instants(wall: WallTime, zone: string): number[] {
  const naive = Date.parse(`${wall}:00Z`);
  if (Number.isNaN(naive)) return [];
  const offsets = new Set(
    [-36, -12, 0, 12, 36].map((hours) => {
      const near = naive + hours * 3_600_000;
      return Date.parse(`${wallTime(near, zone)}:00Z`) - Math.floor(near / 60_000) * 60_000;
    }),
  );
  return [...offsets]
    .filter((offset) => !Number.isNaN(offset))
    .map((offset) => naive - offset)
    .filter((at) => wallTime(at, zone) === wall)
    .sort((a, b) => a - b);
}

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name !== "";
  } catch {
    return false;
  }
}

/** Browsers list some zones by the name that they had before; people look for the one of today. */
const RENAMED: Record<string, string> = {
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Europe/Kiev": "Europe/Kyiv",
};

/** All zones that this browser knows, for a list; the given ones first. */
export function zones(...first: string[]): string[] {
  const all = Intl.supportedValuesOf("timeZone").map((zone) => RENAMED[zone] ?? zone);
  return [...new Set([...first.filter(isZone), ...all])];
}

/** "Europe/Berlin" → "Berlin" */
export const zoneName = (zone: string): string => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
