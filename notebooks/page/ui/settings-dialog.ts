/** Colours, language, boxes and keys. A change of colours shows at once; a change of language loads the page again. */
import { html } from "lit-html";
import { LANGUAGES } from "../../i18n/languages.ts";
import type { PageContext } from "./cell-context.ts";
import { openDialog } from "./dialog.ts";
import { applyTheme, type Theme } from "./preferences.ts";

const THEMES: readonly Theme[] = ["auto", "light", "dark"];

export function openSettings(context: PageContext): void {
  const { strings, preferences, setPreference } = context;
  const words = strings.shell;
  const dialog = openDialog(words.settings, strings);
  const setTheme = (theme: Theme) => {
    setPreference({ theme });
    applyTheme(theme);
  };
  const setLanguage = (language: string) => {
    setPreference({ language });
    const url = new URL(location.href);
    url.searchParams.delete("lang");
    history.replaceState(null, "", url);
    location.reload();
  };
  const checkbox = (text: string, isOn: boolean, change: (isOn: boolean) => void) =>
    html`<label class="setting"><input type="checkbox" .checked=${isOn}
      @change=${(event: Event) => change((event.target as HTMLInputElement).checked)}> ${text}</label>`;
  dialog.draw(html`<fieldset class="settings"><legend>${words.theme}</legend>${THEMES.map(
    (
      it,
    ) => html`<label class="setting"><input type="radio" name="theme" value=${it} .checked=${preferences.theme === it}
      @change=${() => setTheme(it)}> ${words.themes[it]}</label>`,
  )}</fieldset>
    <label class="setting">${words.language}
      <select data-language @change=${(event: Event) => setLanguage((event.target as HTMLSelectElement).value)}>${LANGUAGES.map(
        ([tag, name]) => html`<option value=${tag} lang=${tag} ?selected=${strings.tag === tag}>${name}</option>`,
      )}</select></label>
    ${checkbox(words.plainEditor, preferences.plainEditor, (plainEditor) => setPreference({ plainEditor }))}
    ${checkbox(words.singleKeys, preferences.singleKeys, (singleKeys) => setPreference({ singleKeys }))}`);
}
