import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * The console on invented data, for looking at it without a server:
 * `npx vite build -c console/dev/vite.config.ts && npx vite preview -c console/dev/vite.config.ts`.
 * Nothing of this folder is in what ships.
 */
export default defineConfig({
  root: here("."),
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "react" } },
  build: { outDir: here("../../dist/console-dev"), emptyOutDir: true, target: "es2022", minify: false },
  preview: { port: 9260, strictPort: true },
});
