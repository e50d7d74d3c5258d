import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The launcher: one classic script with a stable name, for `<script src=… async>` in any page. */
export default defineConfig({
  root: here("."),
  publicDir: false,
  build: {
    outDir: here("../dist/widget"),
    emptyOutDir: false,
    target: "es2022",
    reportCompressedSize: false,
    lib: { entry: here("embed/embed.ts"), name: "embed", formats: ["iife"], fileName: () => "embed.js" },
  },
});
