/**
 * Language of a screen: which one, plurals, and figures, times and days as people write them.
 * Catalogues are plain typed objects beside the screens; a key that one language lacks is a type error.
 */

export const LANGS = ["de", "en"] as const;
export type Lang = (typeof LANGS)[number];
export type Catalogues<T> = Record<Lang, T>;

/** The language for a tag like `de-AT`; English for what we don't have. */
export function asLang(tag: string | null | undefined): Lang {
  return /^de\b/i.test(tag ?? "") ? "de" : "en";
}

/** Regional form for dates and figures: `en` means British here, with 24 hours and day first. */
const LOCALE: Record<Lang, string> = { de: "de-DE", en: "en-GB" };

export interface PluralForms {
  one: string;
  other: string;
}

/** `#` in a plural form stands for the figure. */
export class Formats {
  readonly lang: Lang;
  readonly #zone: string | undefined;
  readonly #cache = new Map<string, Intl.DateTimeFormat>();
  readonly #number: Intl.NumberFormat;
  readonly #plural: Intl.PluralRules;

  /** `zone`: an IANA name; without it the reader's own. */
  constructor(lang: Lang, zone?: string) {
    this.lang = lang;
    this.#zone = zone;
    this.#number = new Intl.NumberFormat(LOCALE[lang], { maximumFractionDigits: 1 });
    this.#plural = new Intl.PluralRules(LOCALE[lang]);
  }

  number(value: number): string {
    return this.#number.format(value);
  }

  plural(n: number, forms: PluralForms): string {
    return (this.#plural.select(n) === "one" ? forms.one : forms.other).replace("#", this.number(n));
  }

  /** „A, B und C“ */
  list(names: readonly string[]): string {
    return new Intl.ListFormat(LOCALE[this.lang], { type: "conjunction" }).format(names);
  }

  /** `6.480,00 €`; the amount may come as a decimal string. */
  price(amount: number | string, currency: string): string {
    return new Intl.NumberFormat(LOCALE[this.lang], { style: "currency", currency }).format(Number(amount));
  }

  /** `31 MB`, `820 KB`: of 1,024, as limits are set and file managers count. */
  bytes(n: number): string {
    const kilo = n / 1024;
    const [size, unit] = kilo >= 1000 ? [kilo / 1024, "MB"] : [Math.max(1, Math.round(kilo)), "KB"];
    return `${this.number(size)}\u00a0${unit}`;
  }

  /** `0:48`, `12:05`, `1:02:03` */
  clock(seconds: number): string {
    const s = Math.max(0, Math.floor(seconds));
    const two = (n: number): string => String(n).padStart(2, "0");
    const hours = Math.floor(s / 3600);
    const minutes = Math.floor((s % 3600) / 60);
    return hours ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${minutes}:${two(s % 60)}`;
  }

  /** `14:32` */
  time(at: string | number | Date): string {
    return this.#date({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(at));
  }

  /** `Mi. 08:00` style weekday, short or long. */
  weekday(at: string | number | Date, style: "short" | "long" = "short"): string {
    return this.#date({ weekday: style }).format(new Date(at));
  }

  /** `25. November` */
  date(at: string | number | Date): string {
    return this.#date({ day: "numeric", month: "long" }).format(new Date(at));
  }

  /** Calendar days between two instants in the zone: 0 today, 1 yesterday, -1 tomorrow. */
  daysAgo(at: string | number | Date, now: number): number {
    const day = (when: number | Date): number => {
      const parts = this.#date({ year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(when);
      const part = (type: string): number => Number(parts.find((one) => one.type === type)!.value);
      return Date.UTC(part("year"), part("month") - 1, part("day")) / 86_400_000;
    };
    return day(now) - day(new Date(at));
  }

  /** `Heute`, `Gestern`, `Mittwoch, 25. November` */
  day(at: string | number | Date, now: number): string {
    const ago = this.daysAgo(at, now);
    if (ago === 0 || ago === 1) {
      const word = new Intl.RelativeTimeFormat(LOCALE[this.lang], { numeric: "auto" }).format(-ago, "day");
      return word.charAt(0).toLocaleUpperCase() + word.slice(1);
    }
    return `${this.weekday(at, "long")}, ${this.date(at)}`;
  }

  /** `14:32` today, `gestern 17:10`, `21. November, 17:10` */
  moment(at: string | number | Date, now: number): string {
    const ago = this.daysAgo(at, now);
    if (ago === 0) return this.time(at);
    if (ago === 1) return `${this.day(at, now).toLocaleLowerCase()} ${this.time(at)}`;
    return `${this.date(at)}, ${this.time(at)}`;
  }

  #date(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = JSON.stringify(options);
    let format = this.#cache.get(key);
    if (!format) {
      format = new Intl.DateTimeFormat(LOCALE[this.lang], { ...options, timeZone: this.#zone });
      this.#cache.set(key, format);
    }
    return format;
  }
}
