/** `fetch` and `WebSocket` of a page that has no server, answering from fixtures. */
import { fixtures } from "./fixtures";

export function installFakes(state: string, lang: string): void {
  const fixture = fixtures(state, lang);
  localStorage.clear();
  if (fixture.subbed) localStorage.setItem("hub:haldner", JSON.stringify({ key: "k", opening: null, out: fixture.out }));
  window.fetch = async (input) => {
    const path = String(input).split("public/")[1] ?? "";
    const body = path.startsWith("sites/")
      ? fixture.site
      : { token: "t", expires_at: new Date(fixture.now + 3.6e6).toISOString(), conversations: fixture.conversations };
    return new Response(JSON.stringify(body), { status: 200 });
  };
  class FakeWebSocket {
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: string }) => void) | null = null;
    onclose: ((event: { code: number }) => void) | null = null;
    constructor() {
      setTimeout(() => this.onopen?.(), 10);
    }
    close(): void {}
    send(text: string): void {
      const frame = JSON.parse(text) as { t: string };
      const say = (value: unknown): void => this.onmessage?.({ data: JSON.stringify(value) });
      const now = new Date(fixture.now).toISOString();
      if (frame.t === "hello") say({ t: "hello", epoch: "e", max_frame: 65536, heartbeat: 10, now, me: "me" });
      if (frame.t === "sub") {
        say(fixture.subbed);
        for (const one of fixture.after) say(one);
        if (fixture.offline) setTimeout(() => this.onclose?.({ code: 1006 }), 200);
      }
    }
  }
  let lines = 0;
  window.WebSocket = new Proxy(FakeWebSocket, {
    construct(target) {
      // A line that was cut stays cut.
      if (fixture.offline && lines++ > 0) throw new Error("offline");
      return new target();
    },
  }) as unknown as typeof WebSocket;
}
