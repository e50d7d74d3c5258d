// The website's few lines of its own: print, open the chat, and figures that are no older than the
// page looks. Nothing is stored and nothing is sent but the question for a product's live figures.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const button of document.querySelectorAll("[data-chat]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.dispatchEvent(new Event("hub:open")));
}

const plate = document.querySelector("[data-live]");
let shownAt = Date.now();

const refresh = async () => {
  if (!plate || document.visibilityState !== "visible" || Date.now() - shownAt < 60_000) return;
  shownAt = Date.now();
  const { live: sku, lang } = plate.dataset;
  const query = new URLSearchParams({ sku, lang });
  const response = await fetch(`/api/v1/public/live?${query}`, { credentials: "omit" });
  if (!response.ok) return;
  const figure = (await response.json()).figures[sku];
  if (!figure) return;
  const say = (name, text) => {
    const place = document.querySelector(`[data-live-${name}]`);
    if (place) place.textContent = text;
  };
  say("price", figure.texts.price);
  say("delivery", figure.texts.delivery);
  say("stock", figure.texts.stock);
  say("asof", figure.texts.as_of);
  document.querySelector(".lead__asof .asof")?.classList.toggle("asof--old", figure.stale);
};

// Whoever comes back to a page that lay open sees today's price, with its time.
document.addEventListener("visibilitychange", () => void refresh().catch(() => undefined));
