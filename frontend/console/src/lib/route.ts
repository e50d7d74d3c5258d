import { createStore, useStore } from "../store/store";

/** The console's addresses. Whatever else the path says is the inbox. */
export type Route =
  | { at: "inbox" }
  | { at: "conversation"; id: string }
  | { at: "contacts" }
  | { at: "contact"; id: string }
  | { at: "bridge" }
  | { at: "webinars" }
  | { at: "webinar"; id: string }
  | { at: "webinar-form"; id: string | null }
  | { at: "room"; id: string }
  | { at: "sign-in" };

export function parse(path: string): Route {
  const [area, id, part] = path.split("/").filter(Boolean);
  switch (area) {
    case "conversations":
      return id ? { at: "conversation", id } : { at: "inbox" };
    case "contacts":
      return id ? { at: "contact", id } : { at: "contacts" };
    case "bridge":
      return { at: "bridge" };
    case "webinars":
      if (!id) return { at: "webinars" };
      if (id === "plan") return { at: "webinar-form", id: null };
      return part === "edit" ? { at: "webinar-form", id } : { at: "webinar", id };
    case "rooms":
      return id ? { at: "room", id } : { at: "webinars" };
    case "sign-in":
      return { at: "sign-in" };
    default:
      return { at: "inbox" };
  }
}

const here = (): string => window.location.pathname + window.location.search;
const address = createStore(here());

window.addEventListener("popstate", () => {
  address.set(here());
});

export function go(to: string, { replace = false } = {}): void {
  if (to === here()) return;
  if (replace) window.history.replaceState(null, "", to);
  else window.history.pushState(null, "", to);
  address.set(here());
}

export function useRoute(): Route {
  return parse(useStore(address).split("?")[0] ?? "/");
}

/** One value of the address's query; the other values stay when it changes. */
export function useParam(name: string): [string, (value: string) => void] {
  const [path = "/", query = ""] = useStore(address).split("?");
  const value = new URLSearchParams(query).get(name) ?? "";
  const change = (next: string): void => {
    const params = new URLSearchParams(query);
    if (next) params.set(name, next);
    else params.delete(name);
    const text = params.toString();
    go(text ? `${path}?${text}` : path, { replace: true });
  };
  return [value, change];
}

/** Only addresses of the console itself are ever returned to after signing in. */
export function safeNext(next: string): string {
  if (!/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/u.test(next)) return "/";
  return parse(next.split("?")[0] ?? "").at === "sign-in" ? "/" : next;
}
