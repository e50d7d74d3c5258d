/** Draws the panel with invented states, to look at it without a server: `?state=…&lang=…`. Not shipped. */
import { installFakes } from "./fakes";

const query = new URLSearchParams(location.search);
installFakes(query.get("state") ?? "start", query.get("lang") ?? "de");
// The panel takes a narrow window of its own for a phone; here a narrow window is just narrow.
Object.defineProperty(window, "innerWidth", { value: query.has("phone") ? 390 : 1440 });
await import("../src/main");
