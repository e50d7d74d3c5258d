import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, post, setCsrf, whenSignedOut, withQuery } from "./http";

interface Asked {
  path: string;
  token: string | null;
}

/** A server outside: answers in order, and remembers what it was asked. */
function server(...answers: [status: number, body: unknown][]): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", (path: string, init?: RequestInit) => {
    asked.push({ path, token: new Headers(init?.headers).get("X-CSRFToken") });
    const [status, body] = answers.shift() ?? [500, {}];
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  return asked;
}

const refused = { error: { code: "csrf", message: "zu alt" } };

afterEach(() => {
  vi.unstubAllGlobals();
  setCsrf("");
});

describe("writing to the server", () => {
  it("asks for the token before the first write, so that a quick sign-in is not refused", async () => {
    const asked = server([200, { csrf: "t1" }], [200, { next: "code" }]);
    await post("auth/sign-in", {});
    expect(asked).toEqual([
      { path: "/api/v1/auth/csrf", token: null },
      { path: "/api/v1/auth/sign-in", token: "t1" },
    ]);
  });

  it("tries once more with a new token when another tab has signed in again", async () => {
    setCsrf("old");
    const asked = server([403, refused], [200, { csrf: "new" }], [200, {}]);
    await post("conversations/1/take");
    expect(asked.map((each) => each.token)).toEqual(["old", null, "new"]);
  });

  it("does not try for ever", async () => {
    setCsrf("old");
    server([403, refused], [200, { csrf: "new" }], [403, refused]);
    await expect(post("x")).rejects.toMatchObject({ status: 403, code: "csrf" });
  });

  it("says that the session has ended, but not while signing in", async () => {
    setCsrf("t");
    let ended = 0;
    whenSignedOut(() => {
      ended += 1;
    });
    server([401, {}], [401, {}]);
    await expect(post("auth/code", {})).rejects.toBeInstanceOf(ApiError);
    expect(ended).toBe(0);
    await expect(post("me", {})).rejects.toBeInstanceOf(ApiError);
    expect(ended).toBe(1);
  });

  it("makes an error of an answer that is no JSON, and of none at all", async () => {
    setCsrf("t");
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("<html>", { status: 502 })));
    await expect(post("x")).rejects.toMatchObject({ status: 502, code: "http_502" });
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
    await expect(post("x")).rejects.toMatchObject({ status: 0, code: "unreachable" });
  });

  it("leaves what is empty out of an address", () => {
    expect(withQuery("contacts", { q: "Müller & Co", state: "", page: undefined })).toBe(
      "contacts?q=M%C3%BCller+%26+Co",
    );
  });
});
