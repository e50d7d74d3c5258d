import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** `--mode panel`, then `--mode launcher`, which needs the hashed name of what the click brings. */
export default defineConfig(({ mode }) => {
  const launcher = mode === "launcher";
  const panel = (): string => readdirSync(here("../dist/widget/assets")).find((name) => /^open-.*\.js$/.test(name))!;
  return {
    root: here("."),
    base: "/static/app/widget/",
    publicDir: false,
    define: launcher ? { PANEL: JSON.stringify(`/static/app/widget/assets/${panel()}`) } : {},
    build: {
      outDir: here("../dist/widget"),
      emptyOutDir: false,
      target: "es2022",
      // As written: what an old browser cannot do has its fallback beside it.
      cssTarget: ["chrome123", "firefox120", "safari17.5"],
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: launcher ? here("embed/embed.ts") : here("embed/panel.ts"),
        preserveEntrySignatures: launcher ? false : "strict",
        output: {
          format: launcher ? "iife" : "es",
          entryFileNames: launcher ? "embed.js" : "assets/open-[hash].js",
        },
      },
    },
  };
});
