/**
 * Where code on a page may break into lines: an option stays whole, with the dashes before it, and in a table a long name
 * breaks after its parts, so that a narrow column cuts no word.
 */

/** `--edition` and `-ENXIO`, not the dashes inside of `max-age`. */
const OPTION = /(?<![\w-])-{1,2}[A-Za-z][\w-]*/g;
const PARTS = /[_/=,(](?=[\w"])/g;

const inCode = (html: string, change: (text: string) => string): string =>
  html.replace(/(?<!<pre[^>]*>)<code>([^<]*)<\/code>/g, (_, text: string) => `<code>${change(text)}</code>`);

export function unbroken(html: string): string {
  const whole = inCode(html, (text) => text.replace(OPTION, `<span class="whole">$&</span>`));
  return whole.replace(/<table\b[\s\S]*?<\/table>/g, (table) =>
    inCode(table, (text) => text.replace(PARTS, "$&<wbr>")),
  );
}
