/** What launcher and panel say to each other by `postMessage`, with exact origins both ways. */

export type ToPanel =
  /** The panel is shown; `focus`: put the cursor into the composer; `phone`: it is the whole screen. */
  | { hub: "open"; focus: boolean; phone: boolean }
  | { hub: "shut" }
  /** The visitor looks at this page now: origin and path, no query. Only while the panel is open. */
  | { hub: "page"; url: string; title: string }
  /** Where they came from, once, after the panel was opened. */
  | { hub: "from"; referrer: string; campaign: string };

export type FromPanel =
  | { hub: "ready" }
  | { hub: "close" }
  | { hub: "unread"; n: number }
  /** A conversation runs: the next page of this tab may bring the panel again. */
  | { hub: "running" };
