// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError } from "../src/model/api";
import { Keep } from "../src/model/keep";
import { Pass, persist } from "../src/model/pass";

const NOW = Date.parse("2026-11-24T13:00:00Z");
const later = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();

let answers: [number, string][] = [];
let calls = 0;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  answers = [];
  calls = 0;
  vi.stubGlobal("fetch", async () => {
    calls += 1;
    const [status, body] = answers.shift() ?? [599, ""];
    if (status === 0) throw new TypeError("network");
    return new Response(body, { status });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function browser(): { keep: Keep; pass: Pass; unknown: () => number } {
  const keep = new Keep("haldner", null);
  keep.open({
    ...{ conversation: "c", client_id: "m", text: "a", at: 1, rest: [] },
    ...{ page: { url: "", title: "" }, referrer: "", campaign: "", landing_page: "" },
  });
  let times = 0;
  return { keep, pass: new Pass(keep, "de", () => (times += 1)), unknown: () => times };
}
const token = (text: string, minutes: number): [number, string] => [
  200,
  JSON.stringify({ token: text, expires_at: later(minutes), conversations: [] }),
];
const refusal = (status: number, code: string, extra: object = {}): [number, string] => [
  status,
  JSON.stringify({ error: { code, message: "Nein.", ...extra } }),
];

describe("tokens", () => {
  test("are fetched once and renewed before they end", async () => {
    const { pass } = browser();
    answers = [token("one", 10), token("two", 20)];
    expect(await pass.token()).toBe("one");
    expect(await pass.token()).toBe("one");
    vi.setSystemTime(NOW + 9.5 * 60_000);
    expect(await pass.token()).toBe("two");
    expect(calls).toBe(2);
  });

  test("without a key nothing is asked", async () => {
    const pass = new Pass(new Keep("haldner", null), "de", () => {});
    expect(await pass.token()).toBeNull();
    expect(calls).toBe(0);
  });

  test("a browser that the hub does not know is a stranger", async () => {
    const { pass, unknown } = browser();
    answers = [refusal(401, "bad_token")];
    expect(await pass.token()).toBeNull();
    expect(unknown()).toBe(1);
  });

  test.each([
    ["no network", [0, ""]],
    ["a proxy that knows no such page", [404, "<html>not found</html>"]],
    ["a proxy without a server", [502, "<html>bad gateway</html>"]],
    ["a login page of a hotel", [200, "<html>welcome</html>"]],
    ["too many calls", refusal(429, "too_many", { retry_after: 3 })],
  ] as [string, [number, string]][])("%s takes nobody's conversations away", async (_, answer) => {
    const { pass, unknown } = browser();
    answers = [answer];
    await expect(pass.token()).rejects.toMatchObject({ passing: true });
    expect(unknown()).toBe(0);
  });
});

describe("trying again", () => {
  test("goes on until there is an answer, and says how often", async () => {
    const tries: number[] = [];
    const results = [new ApiError(0), new ApiError(503), "yes"];
    const done = persist(async () => {
      const result = results.shift();
      if (result instanceof ApiError) throw result;
      return result;
    }, (n) => tries.push(n));
    await vi.runAllTimersAsync();
    expect(await done).toBe("yes");
    expect(tries).toEqual([1, 2]);
  });

  test("waits as long as it is told to", async () => {
    let calls = 0;
    const done = persist(async () => {
      calls += 1;
      if (calls === 1) throw new ApiError(429, { code: "too_many", retry_after: 30 });
      return calls;
    }, () => {});
    await vi.advanceTimersByTimeAsync(29_000);
    expect(calls).toBe(1);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(await done).toBe(2);
  });

  test("ends where trying is of no use", async () => {
    const call = vi.fn(async () => {
      throw new ApiError(422, { code: "bad_input", message: "Zu lang." });
    });
    await expect(persist(call, () => {})).rejects.toThrow("Zu lang.");
    expect(call).toHaveBeenCalledTimes(1);
  });
});
