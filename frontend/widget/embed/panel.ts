/**
 * What the click brings: the panel's frame, its way in and out, and the talk with it by
 * `postMessage`. `messages.ts` has what is said; both sides check origin and window.
 */
import type { Handle } from "./handle";
import type { FromPanel, ToPanel } from "./messages";
import css from "./panel.css?inline";
import { panelWords } from "./panel-words";

const PHONE = 480;

export function open(handle: Handle): (visible: boolean, focus: boolean) => void {
  const { host, root, plate, lang, data, make, icon } = handle;
  // The frame is of the origin that this file came from, and nobody else is heard.
  const home = new URL(import.meta.url).origin;
  const say = panelWords(lang);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);

  const panel = make("div", root, "panel shut");
  panel.setAttribute("role", "dialog");
  panel.ariaLabel = say.chat;
  make("p", panel, "", say.late);
  const close = make("button", panel, "x");
  icon(close, "M6 6l12 12M18 6 6 18");
  close.ariaLabel = say.close;
  const frame = make("iframe", panel);
  frame.title = say.chat;
  const { site = "" } = data;
  // The plate follows the page; the panel is in another document and has to be told. Asked of the
  // ink: the plate's ground is another one under the pointer that has just pressed it.
  const theme = getComputedStyle(host).color === "rgb(26, 33, 36)" ? "light" : "dark";
  frame.src = `${home}/widget/?${new URLSearchParams({ site, lang, theme, origin: location.origin })}`;
  setTimeout(() => panel.classList.add("late"), 8000);

  let running = false;
  let ready = false;
  let wanted = false;
  let told = "";
  let look: ReturnType<typeof setInterval> | undefined;
  let before: string | null = null;

  const isOpen = (): boolean => host.hasAttribute("open");
  /** Before the frame has said that it is there, nobody would hear it. */
  const tell = (message: ToPanel): void => {
    if (ready) frame.contentWindow?.postMessage(message, home);
  };

  /** Where the visitor is: path without query. Called only while the panel is open. */
  const tellPage = (): void => {
    const url = location.origin + location.pathname;
    if (told === url + document.title) return;
    told = url + document.title;
    tell({ hub: "page", url, title: document.title });
  };
  /** Single-page applications change the path without an event that everybody gets. */
  const watchPage = (): void => {
    told = "";
    tellPage();
    clearInterval(look);
    look = setInterval(tellPage, 1000);
  };
  const welcome = (): void => {
    if (wanted) frame.focus();
    tell({ hub: "open", focus: wanted, phone: innerWidth <= PHONE });
    watchPage();
  };
  const keep = (): void => {
    if (!running) return;
    try {
      sessionStorage.setItem("hubChat", isOpen() ? "open" : "shut");
    } catch {
      // Blocked: the next page starts with the plate.
    }
  };
  const count = (n: number): void => {
    plate.classList.toggle("news", n > 0);
    handle.tell(n > 0 ? say.news(n) : undefined);
  };
  /** A phone's whole screen: the page behind must not scroll, the keyboard must not cover. */
  const fit = (): void => {
    const phone = isOpen() && innerWidth <= PHONE;
    const { style } = document.documentElement;
    if (phone && before === null) {
      before = style.overflow;
      style.overflow = "hidden";
    } else if (!phone && before !== null) {
      style.overflow = before;
      before = null;
    }
    panel.ariaModal = String(phone);
    panel.style.cssText = phone && visualViewport ? `height:${visualViewport.height}px;top:${visualViewport.offsetTop}px` : "";
  };
  const shut = (): void => {
    if (!isOpen()) return;
    const focused = root.activeElement;
    clearInterval(look);
    panel.classList.add("shut");
    host.removeAttribute("open");
    fit();
    if (focused) plate.focus();
    tell({ hub: "shut" });
    keep();
  };

  close.onclick = shut;
  root.addEventListener("keydown", (event) => {
    if ((event as KeyboardEvent).key === "Escape") shut();
  });
  visualViewport?.addEventListener("resize", fit);
  visualViewport?.addEventListener("scroll", fit);
  addEventListener("message", ({ source, origin, data: said }: MessageEvent<FromPanel>) => {
    if (origin !== home || source !== frame.contentWindow) return;
    if (said.hub === "ready") {
      ready = true;
      panel.classList.add("ready");
      close.hidden = true;
      const campaign = new URLSearchParams(location.search).get("utm_campaign") ?? "";
      tell({ hub: "from", referrer: document.referrer.split(/[?#]/)[0] ?? "", campaign });
      if (isOpen()) welcome();
    } else if (said.hub === "close") shut();
    else if (said.hub === "unread" && !isOpen()) count(said.n);
    else if (said.hub === "running") {
      running = true;
      keep();
    }
  });

  return (visible, focus) => {
    if (!visible || isOpen()) return;
    panel.getBoundingClientRect(); // so that the transition starts from the plate
    panel.classList.remove("shut");
    host.setAttribute("open", "");
    fit();
    count(0);
    wanted = focus;
    welcome();
    keep();
  };
}
