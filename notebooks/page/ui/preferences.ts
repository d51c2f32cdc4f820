/** How the reader wants the page: colours, language, boxes. Kept per course; applied before anything is drawn. */
import type { Keep } from "../keep.ts";

export type Theme = "auto" | "light" | "dark";

export interface Preferences {
  theme: Theme;
  /** Language tag of the page's strings; "" follows the document. */
  language: string;
  plainEditor: boolean;
  /** Whether the question mark opens the list of keys. */
  singleKeys: boolean;
}

const NAME = "settings";
const DEFAULTS: Preferences = { theme: "auto", language: "", plainEditor: false, singleKeys: true };

export function readPreferences(keep: Pick<Keep, "readText">): Preferences {
  try {
    const raw = JSON.parse(keep.readText(NAME) ?? "{}") as Partial<Preferences>;
    return {
      theme: raw.theme === "light" || raw.theme === "dark" ? raw.theme : DEFAULTS.theme,
      language: typeof raw.language === "string" ? raw.language : DEFAULTS.language,
      plainEditor: raw.plainEditor === true,
      singleKeys: raw.singleKeys !== false,
    };
  } catch {
    return { ...DEFAULTS };
  }
}

export function changePreferences(keep: Keep, preferences: Preferences, next: Partial<Preferences>): void {
  Object.assign(preferences, next);
  keep.writeText(NAME, JSON.stringify(preferences));
}

export function applyTheme(theme: Theme): void {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
