import { defineConfig } from "vitest/config";

/** One project a folder, since the widget's JSX is preact's and the console's is React's. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "common", include: ["common/**/*.test.ts"], environment: "node" } },
      {
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        test: { name: "widget", include: ["widget/**/*.test.{ts,tsx}"], environment: "happy-dom" },
      },
      {
        oxc: { jsx: { runtime: "automatic", importSource: "react" } },
        test: { name: "console", include: ["console/**/*.test.{ts,tsx}"], environment: "happy-dom" },
      },
      {
        oxc: { jsx: { runtime: "automatic", importSource: "react" } },
        test: { name: "room", include: ["room/**/*.test.{ts,tsx}"], environment: "happy-dom" },
      },
    ],
  },
});
