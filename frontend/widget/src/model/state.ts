/** What the panel shows, in one value. */

import type { Status } from "../../../common/client";
import type { ConversationRef, SiteInfo } from "./api";
import type { Opening } from "./keep";

export interface AppState {
  site: SiteInfo | null;
  /** The site could not be fetched; the sentence may be empty. */
  siteFails: boolean;
  /** Whether a person sees the panel. */
  shown: boolean;
  phone: boolean;
  /** `start`, or the id of the conversation that is shown. */
  view: string;
  conversations: readonly ConversationRef[];
  opening: Opening | null;
  /** The first message was refused for good: the server's sentence. */
  openingError: string | null;
  /** Tries of the first message that failed; above 0 the line is taken to be down. */
  openingTries: number;
  line: Status;
  /** Counts up when the composer is to get the cursor. */
  focus: number;
}

export const NOTHING_YET: AppState = {
  site: null,
  siteFails: false,
  shown: false,
  phone: false,
  view: "start",
  conversations: [],
  opening: null,
  openingError: null,
  openingTries: 0,
  line: { at: "idle" },
  focus: 0,
};
