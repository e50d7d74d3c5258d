/**
 * Webinars, rooms and meetings over HTTP (webinars). The shapes are the server's, narrowed where its
 * type says only "text". Times are ISO 8601 in UTC.
 */
import type { Uuid } from "../../../common/client/frames";
import type * as events from "../../../common/generated/events";
import type * as staff from "../../../common/generated/staff";
import { get, patch, post } from "./http";

export type MaySpeak = NonNullable<staff.ChangeIn["may_speak"]>;
export type RoomPhase = events.RoomState["state"];
export type Role = events.Me["role"];
export type Takeaway = Required<staff.TakeawayIn>;
export type WebinarSpeaker = events.WebinarSpeaker;
export type MeetingIn = staff.MeetingIn;
export type MeetingChange = staff.MeetingChangeIn;
export type Invited = events.Invited;

export interface WebinarText {
  title: string;
  summary: string;
  takeaways: Takeaway[];
}

interface Standing {
  state: "draft" | "published" | "cancelled";
  room_state: RoomPhase;
}

export type WebinarRow = Omit<events.WebinarRow, keyof Standing> & Standing;

export interface WebinarDetail extends Omit<events.WebinarDetail, keyof Standing | "texts" | "may_speak">, Standing {
  texts: Record<string, WebinarText>;
  may_speak: MaySpeak;
}

/** All that the form holds: what is sent is everything, also when it is changed. */
export interface WebinarIn extends staff.ChangeIn {
  texts: Record<string, WebinarText>;
  starts: string;
  time_zone: string;
  which: "" | "first" | "second";
  duration_minutes: number;
  speakers: staff.SpeakerIn[];
  may_speak: MaySpeak;
}

export interface RegistrationRow extends Omit<events.RegistrationRow, "role" | "source"> {
  role: Role;
  source: "page" | "chat" | "room";
}

export interface RoomRow extends Omit<events.RoomRow, "kind" | "state"> {
  kind: events.RoomState["kind"];
  state: RoomPhase;
}

export interface AttendanceRow extends Omit<events.AttendanceRow, "role" | "spans"> {
  role?: Role;
  spans?: [start: string, end: string][];
}

export interface AttendanceReport extends Omit<events.AttendanceReport, "people"> {
  people?: AttendanceRow[];
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

/** With a conversation: with its visitor. Without a time: at once. */
export const meet = (body: MeetingIn): Promise<RoomRow> => post("meetings", body);
export const changeMeeting = (id: Uuid, body: MeetingChange): Promise<RoomRow> => patch(`meetings/${id}`, body);
export const cancelMeeting = (id: Uuid): Promise<RoomRow> => post(`meetings/${id}/cancel`);
export const room = (id: Uuid, signal?: AbortSignal): Promise<RoomRow> => get(`rooms/${id}`, {}, signal);
export const meetings = (signal?: AbortSignal): Promise<RoomRow[]> => get("rooms", { kind: "meeting" }, signal);
export const liveMeetings = (signal?: AbortSignal): Promise<RoomRow[]> =>
  get("rooms", { kind: "meeting", state: "live" }, signal);
export const attendance = (id: Uuid, signal?: AbortSignal): Promise<AttendanceReport> =>
  get(`rooms/${id}/attendance`, {}, signal);
export const attendanceCsv = (id: Uuid): string => `/api/v1/rooms/${id}/attendance.csv`;
