import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import type { Plugin } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The panel takes of the tokens only those that it uses. */
const usedTokensOnly: Plugin = {
  name: "used-tokens-only",
  generateBundle(_, bundle) {
    const files = Object.values(bundle);
    const scripts = files.map((file) => (file.type === "chunk" ? file.code : "")).join("");
    for (const asset of files) {
      if (asset.type !== "asset" || !asset.fileName.endsWith(".css")) continue;
      let css = String(asset.source);
      for (let before = ""; before !== css; ) {
        before = css;
        const used = new Set(Array.from((css + scripts).matchAll(/var\((--[\w-]+)/g), (match) => match[1]));
        css = css.replace(/(?<=[{;])(--[\w-]+):[^;}]*;?/g, (whole, name: string) => (used.has(name) ? whole : ""));
      }
      asset.source = css;
    }
  },
};

/** The panel: what the iframe of the public origin shows. The launcher has a config of its own. */
export default defineConfig({
  root: here("."),
  base: "/static/app/widget/",
  publicDir: false,
  plugins: [usedTokensOnly],
  oxc: { jsxInject: `import { h, Fragment } from "preact"`, jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" } },
  build: {
    outDir: here("../dist/widget"),
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
