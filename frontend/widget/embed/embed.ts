/**
 * The launcher: all that the embedding page loads until somebody clicks. It draws a plate in a
 * closed shadow root; the click brings `panel.ts`, from the origin that this script came from.
 *
 *   <script async src="https://chat.example.com/embed.js" data-site="haldner" data-lang="de"></script>
 *
 * Optional: data-agent, data-face, data-promise (who is there, rendered by the page's own server),
 * data-invite with data-invite-after (seconds), data-theme (light, dark). A page opens the chat
 * itself by `dispatchEvent(new Event("hub:open"))`.
 *
 * Before the click nothing is requested, stored or told. See docs/widget.md.
 */
import css from "./embed.css?inline";
import type { Handle, PanelModule } from "./handle";
import { words } from "./words";

declare global {
  interface Window {
    /** One plate a page, however often the script is in it. */
    hubPlate?: boolean;
  }
}

/** Path of the built `panel.ts`, put in by the build. */
declare const PANEL: string;

const script = document.currentScript as HTMLScriptElement;
const data = script.dataset;
const lang = data.lang ?? document.documentElement.lang;
const say = words(lang);

const make: Handle["make"] = (tag, parent, className = "", text = "") => {
  const one = document.createElement(tag);
  one.className = className;
  one.textContent = text;
  parent.append(one);
  return one;
};

const icon: Handle["icon"] = (parent, path) => {
  const draw = (into: Node, name: string, key: string, value: string): Element => {
    const one = document.createElementNS("http://www.w3.org/2000/svg", name);
    one.setAttribute(key, value);
    return into.appendChild(one);
  };
  draw(draw(parent, "svg", "viewBox", "0 0 24 24"), "path", "d", path);
};

if (!window.hubPlate) {
  window.hubPlate = true;
  // Beside the body, which may not be there yet, and which frameworks think is theirs.
  const host = make("aside", document.documentElement);
  const root = host.attachShadow({ mode: "closed" });
  // A constructed sheet: a page's Content Security Policy may forbid style elements.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  if (data.theme) host.style.colorScheme = data.theme;

  const plate = make("button", root, "plate");
  const mark = make("i", plate, data.agent && "on");
  if (data.face) make("img", mark).src = data.face;
  else icon(mark, "M5 5h14v11H10l-5 4zM8.500 9h7M8.500 12h4");
  const label = make("span", plate);
  make("b", label, "", data.agent ? data.agent + say.there : say.ask);
  const line = make("em", label);
  const tell: Handle["tell"] = (text) => {
    line.textContent = text ?? data.promise ?? say.how;
    plate.ariaLabel = say.open + label.innerText;
  };
  tell();

  let invite: HTMLElement | undefined;
  let panel: Promise<ReturnType<PanelModule["open"]>> | undefined;
  const uninvite = (): void => invite?.remove();
  const show = (visible = true, focus = true): void => {
    uninvite();
    panel ??= (import(/* @vite-ignore */ new URL(PANEL, script.src).href) as Promise<PanelModule>).then((module) =>
      module.open({ host, root, plate, lang, data, make, icon, tell }),
    );
    panel.then(
      (opened) => opened(visible, focus),
      () => {
        panel = undefined;
        tell(say.fails);
      },
    );
  };
  const ask = (): void => show();
  plate.onclick = ask;
  addEventListener("hub:open", ask);

  // What panel.ts left, once a conversation runs in this tab.
  let running;
  try {
    running = sessionStorage.hubChat as string | undefined;
  } catch {
    // Storage is blocked: then nothing runs from before.
  }
  if (running) show(running == "open" && innerWidth > 480, false);
  else if (data.invite) {
    setTimeout(() => {
      if (panel) return;
      invite = make("aside", root, "invite");
      make("p", invite, "", data.invite);
      make("button", invite, "yes", say.yes).onclick = ask;
      make("button", invite, "", say.no).onclick = uninvite;
      const close = make("button", invite, "x", "✕");
      close.ariaLabel = say.close;
      close.onclick = uninvite;
    }, +(data.inviteAfter ?? 20) * 1000);
  }
}
