import { expect, it } from "vitest";
import { Turns } from "./turns";

const later = (): { promise: Promise<void>; end: () => void } => {
  let end = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { promise, end };
};

it("does what is asked next when the first is done, and loses none of it", async () => {
  const turns = new Turns<"take" | "close">();
  const taking = later();
  const done: string[] = [];
  turns.take("take", async () => {
    await taking.promise;
    done.push("take");
  });
  const closing = turns.take("close", async () => {
    done.push("close");
  });
  expect(done).toEqual([]);
  expect(turns.has("close")).toBe(true);
  taking.end();
  await closing;
  expect(done).toEqual(["take", "close"]);
  expect(turns.has("close")).toBe(false);
});

it("does once what is pressed twice", async () => {
  const turns = new Turns<"take">();
  let times = 0;
  const work = async (): Promise<void> => {
    times += 1;
  };
  const first = turns.take("take", work);
  expect(turns.take("take", work)).toBeUndefined();
  await first;
  expect(times).toBe(1);
  await turns.take("take", work);
  expect(times).toBe(2);
});

it("goes on after a failure", async () => {
  const turns = new Turns<"take" | "close">();
  const failing = turns.take("take", () => Promise.reject(new Error("no")));
  const after = turns.take("close", async () => undefined);
  await expect(failing).rejects.toThrow("no");
  await expect(after).resolves.toBeUndefined();
});
