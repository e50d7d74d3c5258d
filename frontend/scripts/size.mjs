// Sizes of what a visitor's browser loads, gzipped as a server sends them, and their budgets.
// Writes dist/sizes.json for the benchmarks; ends with 1 when a budget is broken.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
const size = (name) => gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length;
const files = (folder) => readdirSync(new URL(folder, dist)).filter((name) => /\.(js|css)$/.test(name));
const sum = (folder, names) => names.reduce((total, name) => total + size(folder + name), 0);

// A visitor loads one language: the larger one counts.
const assets = files("widget/assets/");
const languages = assets.filter((name) => /^(de|en)-/.test(name));
const cards = assets.filter((name) => /^cards-/.test(name));
const common = assets.filter((name) => !languages.includes(name) && !cards.includes(name));

const sizes = {
  // The one script before a click.
  "widget.launcher_gzip": size("widget/embed.js"),
  // All that opening the panel and talking loads: its holder in the page, its JS and CSS.
  "widget.panel_gzip":
    sum("widget/assets/", common) + Math.max(...languages.map((name) => size(`widget/assets/${name}`))),
  // What the first product, form, rating, invitation or file brings on top.
  "widget.cards_gzip": sum("widget/assets/", cards),
};
const budgets = { "widget.launcher_gzip": 2 * 1024, "widget.panel_gzip": 30 * 1024, "widget.cards_gzip": 7 * 1024, "room.gzip": 180 * 1024 };

if (existsSync(new URL("console/assets/", dist))) {
  sizes["console.gzip"] = sum("console/assets/", files("console/assets/"));
}
if (existsSync(new URL("room/assets/", dist))) {
  // A top-level page that is opened to stay an hour; one language is loaded.
  const room = files("room/assets/");
  const words = room.filter((name) => /^(de|en)-/.test(name));
  sizes["room.gzip"] =
    sum("room/assets/", room.filter((name) => !words.includes(name))) +
    Math.max(0, ...words.map((name) => size(`room/assets/${name}`)));
}
writeFileSync(new URL("sizes.json", dist), `${JSON.stringify(sizes, null, 2)}\n`);

let broken = false;
for (const [name, bytes] of Object.entries(sizes)) {
  const budget = budgets[name];
  const over = budget !== undefined && bytes > budget;
  broken ||= over;
  console.log(`${name.padEnd(22)} ${String(bytes).padStart(7)} B${budget ? ` of ${budget}` : ""}${over ? "  TOO LARGE" : ""}`);
}
process.exitCode = broken ? 1 : 0;
