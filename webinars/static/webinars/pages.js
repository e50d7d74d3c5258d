// The webinars' pages with a script: the visitor's own time, another zone on request, and the form
// sent in place. Without it the pages work as well. Nothing is stored, and nothing is sent but the
// form.
"use strict";

const page = document.querySelector("[data-lang]");
const lang = page?.dataset.lang === "en" ? "en-GB" : "de-DE";
const own = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

const written = (options, zone) => new Intl.DateTimeFormat(lang, { ...options, timeZone: zone });
const day = (at, zone, weekday = "long") =>
  written({ weekday, day: "numeric", month: "long", year: "numeric" }, zone).format(at);
const clock = (from, to, zone) => {
  const time = written({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, zone);
  return `${time.format(from)}–${time.format(to)}${lang === "de-DE" ? " Uhr" : ""}`;
};
const letters = (at, zone) =>
  written({ timeZoneName: "short" }, zone)
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")?.value ?? "";
const city = (zone) => zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");

for (const place of document.querySelectorAll("[data-when]")) {
  const [from, to] = [new Date(place.dataset.starts), new Date(place.dataset.ends)];
  place.textContent = `${day(from, own)}, ${clock(from, to, own)} (${letters(from, own)}, ${city(own)})`;
}

const facts = document.querySelector(".facts");
if (facts) {
  const [from, to] = [new Date(facts.dataset.starts), new Date(facts.dataset.ends)];
  const part = (name) => facts.querySelector(`[data-${name}]`);
  const choose = part("choose");
  const row = document.querySelector("[data-zones]");
  const select = row.querySelector("select");

  const show = (zone) => {
    part("day").textContent = day(from, zone, "short");
    part("clock").textContent = clock(from, to, zone);
    part("zone-name").textContent = `${city(zone)} (${letters(from, zone)})`;
  };
  const label = part("own");
  label.textContent = label.dataset.own;
  show(own);

  choose.hidden = false;
  choose.setAttribute("aria-expanded", "false");
  choose.addEventListener("click", () => {
    if (!select.length) {
      const zones = Intl.supportedValuesOf?.("timeZone") ?? [];
      for (const zone of new Set([own, facts.dataset.zone, ...zones])) {
        select.add(new Option(zone.replaceAll("_", " "), zone, zone === own, zone === own));
      }
    }
    row.hidden = !row.hidden;
    choose.setAttribute("aria-expanded", String(!row.hidden));
    if (!row.hidden) select.focus();
  });
  select.addEventListener("change", () => {
    show(select.value);
    const field = document.querySelector("[data-form] [name=time_zone]");
    if (field) field.value = select.value;
  });
}

const form = document.querySelector("[data-form]");
if (form) {
  const done = document.querySelector("[data-done]");
  const button = form.querySelector("[type=submit]");
  const general = form.querySelector("[data-wrong]");
  const offline = form.querySelector("[data-errors]").dataset.offline;
  const field = (name) => form.elements.namedItem(name);
  field("time_zone").value ||= own;

  const mark = (name, message) => {
    const place = document.getElementById(`${name}-wrong`);
    place.textContent = message;
    place.hidden = !message;
    if (message) field(name).setAttribute("aria-invalid", "true");
    else field(name).removeAttribute("aria-invalid");
  };
  const say = (message) => {
    if (!general) return;
    general.textContent = message;
    general.hidden = !message;
  };
  for (const name of ["email", "name"]) field(name).addEventListener("input", () => mark(name, ""));

  const body = () => ({
    ...Object.fromEntries(
      ["id", "name", "email", "time_zone", "referrer", "campaign", "landing_page"].map((name) => [
        name,
        field(name).value,
      ]),
    ),
    language: page.dataset.lang,
    consents: [...form.querySelectorAll("[name=consent]")].map((box) => ({
      key: box.value,
      version: Number(box.dataset.version),
      given: box.checked,
    })),
  });

  const send = async () => {
    const answer = await fetch(`/api/v1/public/webinars/${page.dataset.webinar}/registrations`, {
      method: "POST",
      credentials: "omit",
      headers: { "Content-Type": "application/json", "Accept-Language": page.dataset.lang },
      body: JSON.stringify(body()),
    });
    if (answer.ok) {
      form.hidden = true;
      done.hidden = false;
      done.focus();
      return;
    }
    const { error } = await answer.json();
    if (error.field === "email" || error.field === "name") {
      mark(error.field, error.message);
      field(error.field).focus();
    } else say(error.message);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    say("");
    button.setAttribute("aria-disabled", "true");
    send()
      .catch(() => say(offline))
      .finally(() => button.removeAttribute("aria-disabled"));
  });
}
