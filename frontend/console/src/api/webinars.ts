/** Webinars, rooms and meetings over HTTP (webinars). Times are ISO 8601 in UTC. */
import type { Uuid } from "../../../shared/client/frames";
import { get, patch, post } from "./http";

export type MaySpeak = "hosts" | "raised" | "all";
export type RoomPhase = "planned" | "open" | "live" | "ended";

export interface Takeaway {
  title: string;
  text: string;
}

export interface WebinarText {
  title: string;
  summary: string;
  takeaways: Takeaway[];
}

/** `staff` is null for a guest; `title` says in each language what they do. */
export interface WebinarSpeaker {
  name: string;
  title?: Record<string, string>;
  face?: string;
  staff?: Uuid | null;
  email?: string;
}

export interface WebinarRow {
  id: Uuid;
  site: string;
  slug: string;
  state: "draft" | "published" | "cancelled";
  title: string;
  language: string;
  languages: string[];
  starts_at: string;
  ends_at: string;
  duration_minutes: number;
  time_zone: string;
  /** The page for everybody. */
  url: string;
  room: Uuid;
  room_state: RoomPhase;
  registered: number;
  attended: number;
  speakers: WebinarSpeaker[];
}

/** `local` is the beginning on the clocks of `time_zone`; `mails_to` how many would be told of a change. */
export interface WebinarDetail extends WebinarRow {
  texts: Record<string, WebinarText>;
  local: string;
  may_speak: MaySpeak;
  sequence: number;
  mails_to: number;
}

export interface SpeakerIn {
  staff?: Uuid;
  name?: string;
  title?: Record<string, string>;
  email?: string;
}

export interface WebinarIn {
  texts: Record<string, WebinarText>;
  /** A wall clock's time in `time_zone`, and which of the two where clocks go back in that hour. */
  starts: string;
  time_zone: string;
  which: "" | "first" | "second";
  duration_minutes: number;
  speakers: SpeakerIn[];
  may_speak: MaySpeak;
}

export interface RegistrationRow {
  id: Uuid;
  name: string;
  company: string;
  email: string;
  role: "host" | "speaker" | "attendee";
  source: "page" | "chat" | "room";
  language: string;
  registered_at: string;
  cancelled_at: string | null;
  /** Null until the address has a person. */
  contact: Uuid | null;
  attended: boolean;
  /** The confirmation's state, with the mail server's words when it failed. */
  mail: "" | "due" | "sent" | "failed";
  mail_error: string;
}

export const webinars = (signal?: AbortSignal): Promise<WebinarRow[]> => get("webinars", {}, signal);
export const webinar = (id: Uuid, signal?: AbortSignal): Promise<WebinarDetail> =>
  get(`webinars/${id}`, {}, signal);
export const plan = (body: WebinarIn & { id: Uuid; site: string; language: string }): Promise<WebinarDetail> =>
  post("webinars", body);
export const change = (id: Uuid, body: WebinarIn): Promise<WebinarDetail> => patch(`webinars/${id}`, body);
export const publish = (id: Uuid): Promise<WebinarDetail> => post(`webinars/${id}/publish`);
export const cancel = (id: Uuid): Promise<WebinarDetail> => post(`webinars/${id}/cancel`);
export const registrations = (id: Uuid, signal?: AbortSignal): Promise<RegistrationRow[]> =>
  get(`webinars/${id}/registrations`, {}, signal);
export const registrationsCsv = (id: Uuid): string => `/api/v1/webinars/${id}/registrations.csv`;

/** One line of the list of rooms; `here` is how many are there now, `guest` whom a meeting is with. */
export interface RoomRow {
  id: Uuid;
  kind: "webinar" | "meeting";
  site: string;
  title: string;
  language: string;
  state: RoomPhase;
  starts_at?: string | null;
  ends_at?: string | null;
  live_at?: string | null;
  ended_at?: string | null;
  here?: number;
  webinar?: Uuid | null;
  conversation?: Uuid | null;
  guest?: string;
  /** Who made it. */
  by?: string;
}

export interface MeetingIn {
  id: Uuid;
  conversation?: Uuid;
  title?: string;
  starts_at?: string;
  duration_minutes?: number;
  site?: string;
}

/** One person who registered, came, or both. `seconds` is the union of their time while it was live. */
export interface AttendanceRow {
  name: string;
  role?: "host" | "speaker" | "attendee";
  company?: string;
  email?: string;
  participant?: Uuid | null;
  registration?: Uuid | null;
  contact?: Uuid | null;
  attended?: boolean;
  here?: boolean;
  seconds?: number;
  minutes?: number;
  first_at?: string | null;
  last_at?: string | null;
  /** When they were there while it was live: [start, end]. */
  spans?: [string, string][];
  rejoins?: number;
  messages?: number;
  questions?: string[];
  hands?: number;
  floor?: number;
}

export interface AttendanceReport {
  room: Uuid;
  live_at?: string | null;
  ended_at?: string | null;
  /** How long it was live. */
  seconds?: number;
  registered?: number;
  attended?: number;
  average_seconds?: number;
  peak?: number;
  peak_at?: string | null;
  people?: AttendanceRow[];
}

export const meet = (body: MeetingIn): Promise<RoomRow> => post("meetings", body);
export const room = (id: Uuid, signal?: AbortSignal): Promise<RoomRow> => get(`rooms/${id}`, {}, signal);
export const meetings = (signal?: AbortSignal): Promise<RoomRow[]> => get("rooms", { kind: "meeting" }, signal);
export const attendance = (room: Uuid, signal?: AbortSignal): Promise<AttendanceReport> =>
  get(`rooms/${room}/attendance`, {}, signal);
export const attendanceCsv = (room: Uuid): string => `/api/v1/rooms/${room}/attendance.csv`;
