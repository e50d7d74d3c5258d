import { describe, expect, test } from "vitest";
import { backoff } from "./backoff";
import { HubClient } from "./client";
import { hello, talk } from "./testing/talk";
import { settled, World } from "./testing/world";

const start = (options: { token?: (renew: boolean) => Promise<string | null> } = {}) => {
  const world = new World();
  const client = new HubClient({ url: "wss://hub/ws/visitor", lang: "en", env: world, ...options });
  client.start();
  return { world, client };
};

describe("greeting", () => {
  test("the first frame carries language and token, under the subprotocol", async () => {
    const { world } = start({ token: async () => "secret" });
    await settled();
    world.socket.accept();
    expect(world.socket.protocol).toBe("hub.v1");
    expect(world.socket.sent).toEqual([{ t: "hello", token: "secret", lang: "en" }]);
  });

  test("a server that never greets is given up after ten seconds", () => {
    const { world, client } = start();
    world.socket.accept();
    world.pass(10_000);
    expect(world.socket.closed).toBe(true);
    expect(client.status().at).toBe("waiting");
  });

  test("what cannot be read as JSON ends the line instead of being guessed at", () => {
    const { world, client } = talk();
    world.socket.onmessage?.({ data: "<html>" });
    expect(client.status().at).toBe("waiting");
  });
});

describe("coming back", () => {
  test("tries double from half a second to fifteen, with chance in half of it", () => {
    expect([0, 1, 2, 3, 4, 5, 9, 99].map((n) => backoff(n, 1))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000,
    ]);
    expect(backoff(3, 0)).toBe(2_000);
  });

  test("each failed try waits longer, a greeting starts anew", () => {
    const { world } = start();
    const waits: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      const before = world.time;
      const count = world.sockets.length;
      world.socket.dies();
      while (world.sockets.length === count) world.pass(100);
      waits.push(world.time - before);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000]);
    world.socket.accept();
    world.socket.says(hello());
    world.socket.dies();
    world.pass(500);
    expect(world.sockets).toHaveLength(6);
  });

  test.each(["visible", "online", "wake"] as const)("when the page becomes %s it tries at once", (what) => {
    const { world } = start();
    for (let n = 0; n < 4; n += 1) {
      world.socket.dies();
      world.pass(n < 3 ? 15_000 : 0);
    }
    const before = world.sockets.length;
    world.happens(what);
    expect(world.sockets).toHaveLength(before + 1);
  });

  test("goaway is obeyed to the second", () => {
    const { world } = talk();
    world.socket.says({ t: "goaway", retry_after: 3 });
    expect(world.socket.closed).toBe(true);
    world.pass(2_900);
    expect(world.sockets).toHaveLength(1);
    world.pass(100);
    expect(world.sockets).toHaveLength(2);
  });

  test("a flooding client waits seconds, not half a one", () => {
    const { world } = talk();
    world.socket.dies(4429);
    world.pass(3_900);
    expect(world.sockets).toHaveLength(1);
  });

  test("a frozen page lets go of its line and takes it up again when it wakes", () => {
    const { world } = talk();
    world.happens("suspend");
    expect(world.socket.closed).toBe(true);
    world.pass(600_000);
    expect(world.sockets).toHaveLength(1);
    world.happens("wake");
    expect(world.sockets).toHaveLength(2);
  });

  test("events of a line that was given up change nothing", () => {
    const { world, client } = talk();
    const old = world.socket;
    const { onmessage, onclose } = old;
    old.dies();
    world.pass(500);
    world.socket.accept();
    world.socket.says(hello());
    onmessage?.({ data: JSON.stringify({ t: "goaway", retry_after: 60 }) });
    onclose?.({ code: 4403 });
    expect(client.status().at).toBe("ready");
  });
});

describe("heartbeat", () => {
  const heads = { t: "heads", heads: {}, now: "2026-11-24T13:30:00Z" } as const;

  test("three missed heartbeats mean that the line is dead", () => {
    const { world, client } = talk();
    world.pass(20_000);
    world.socket.says(heads);
    world.pass(29_000);
    expect(client.status().at).toBe("ready");
    world.pass(6_000);
    expect(world.sockets[0]!.closed).toBe(true);
  });

  test("after a night's sleep it connects at once instead of trusting the line", () => {
    const { world } = talk();
    world.sleep(8 * 3_600_000);
    world.pass(500);
    expect(world.sockets).toHaveLength(2);
  });

  test("after a short jump of the clock it asks, and believes an answer", () => {
    const { world, client } = talk();
    world.sleep(20_000);
    expect(world.socket.of("ping")).toHaveLength(1);
    world.pass(100);
    world.socket.says({ t: "pong", now: "2026-11-24T13:30:20Z" });
    world.pass(6_000);
    expect(client.status().at).toBe("ready");
    expect(world.sockets).toHaveLength(1);
  });

  test("when nothing answers after the network changed, it does not wait for the heartbeat", () => {
    const { world } = talk();
    world.happens("offline");
    world.pass(5_000);
    expect(world.sockets[0]!.closed).toBe(true);
  });

  test("the server's clock is known from its frames", () => {
    const { world, client } = talk();
    world.socket.says({ t: "heads", heads: {}, now: "2026-11-24T13:31:30Z" });
    expect(client.now() - world.time).toBe(90_000);
  });
});

describe("got", () => {
  test("is reported every twenty frames", () => {
    const { world } = talk();
    for (let n = 0; n < 40; n += 1) world.socket.says({ t: "pong", now: "2026-11-24T13:30:00Z" });
    expect(world.socket.of("got").map((frame) => frame.n)).toEqual([20, 40]);
  });

  test("is reported every five seconds when there was any, and not otherwise", () => {
    const { world } = talk();
    world.pass(5_000);
    expect(world.socket.of("got")).toEqual([{ t: "got", n: 2 }]);
    world.pass(5_000);
    expect(world.socket.of("got")).toHaveLength(1);
  });

  test("counts anew on each line", () => {
    const { world } = talk();
    world.pass(5_000);
    world.socket.dies();
    world.pass(500);
    world.socket.accept();
    world.socket.says(hello());
    world.pass(5_000);
    expect(world.socket.of("got")).toEqual([{ t: "got", n: 1 }]);
  });
});

describe("tokens", () => {
  test("an expired token is renewed before the next try", async () => {
    const asked: boolean[] = [];
    const { world } = start({
      token: async (renew) => {
        asked.push(renew);
        return renew ? "new" : "old";
      },
    });
    await settled();
    world.socket.accept();
    world.socket.dies(4401);
    world.pass(500);
    await settled();
    world.socket.accept();
    expect(world.socket.sent).toEqual([{ t: "hello", token: "new", lang: "en" }]);
    expect(asked).toEqual([false, true]);
  });

  test("a token that cannot be fetched now is fetched later", async () => {
    let works = false;
    const { world } = start({
      token: async () => {
        if (!works) throw new Error("offline");
        return "late";
      },
    });
    await settled();
    expect(world.sockets).toHaveLength(0);
    works = true;
    world.pass(500);
    await settled();
    expect(world.sockets).toHaveLength(1);
  });

  test("without a session there is no use in trying", async () => {
    const gone = start({ token: async () => null });
    await settled();
    expect(gone.client.status()).toEqual({ at: "stopped", reason: "signed_out" });
    const staff = start();
    staff.world.socket.dies(4401);
    expect(staff.client.status()).toEqual({ at: "stopped", reason: "signed_out" });
  });

  test("a page of a foreign origin stops, too", () => {
    const { world, client } = start();
    world.socket.dies(4403);
    world.pass(60_000);
    expect(client.status()).toEqual({ at: "stopped", reason: "forbidden" });
    expect(world.sockets).toHaveLength(1);
  });
});
