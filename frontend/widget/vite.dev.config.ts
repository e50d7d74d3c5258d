import { fileURLToPath } from "node:url";
import { mergeConfig } from "vite";
import panel from "./vite.config";

/** The panel's invented states, to look at: `npm run dev:widget`, then /dev/?state=talk. */
export default mergeConfig(panel, {
  base: "/",
  root: fileURLToPath(new URL(".", import.meta.url)),
  server: { port: 9240, strictPort: true },
});
