import type { ClientFrame, ServerFrame } from "../../common/client/frames";
import { logs, older, head, publicLog, staffId, state, visitorId } from "./talk";
import { hoefler } from "./inbox";
import { keller } from "./staff";

/** Speaks `hub.v1` from inside the page, as far as the console's screens need it. */
export class FakeSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  #seq = head(publicLog);

  constructor() {
    setTimeout(() => {
      if (location.search.includes("offline")) this.onclose?.({ code: 1006 });
      else this.onopen?.();
    }, 20);
  }

  send(text: string): void {
    const frame = JSON.parse(text) as ClientFrame;
    const now = new Date().toISOString();
    switch (frame.t) {
      case "hello":
        this.#say({ t: "hello", epoch: "e", max_frame: 65_536, heartbeat: 15, now, me: keller });
        setInterval(() => this.#say({ t: "heads", heads: {}, now: new Date().toISOString() }), 15_000);
        break;
      case "sub": {
        const id = frame.ref.split(":")[1];
        if (!id) {
          this.#say({ t: "subbed", ref: frame.ref, logs: [], state: null });
          break;
        }
        this.#say({ t: "subbed", ref: frame.ref, logs: logs(id), state: state(id) });
        if (id === hoefler.id && !location.search.includes("still")) {
          const typing = (): void => this.#say({ t: "typing", log: publicLog, by: visitorId, on: true, text: "wir haben am zweiten Platz keinen Strom …" });
          setTimeout(typing, 300);
          setInterval(typing, 4_000);
        }
        break;
      }
      case "more":
        if (frame.before) this.#say({ t: "entries", log: frame.log, entries: older(frame.log, frame.before), more: false });
        break;
      case "send": {
        if (location.search.includes("unsent")) break;
        this.#seq += 1;
        const seq = this.#seq;
        this.#say({ t: "ok", id: frame.id, seq, at: now });
        this.#say({ t: "entry", log: frame.log, entry: { seq, kind: frame.kind, by: staffId, id: frame.id, at: now, body: frame.body } });
        break;
      }
    }
  }

  close(): void {
    this.onclose = null;
  }

  #say(frame: ServerFrame): void {
    setTimeout(() => this.onmessage?.({ data: JSON.stringify(frame) }), 10);
  }
}
