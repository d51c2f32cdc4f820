/** The words that figures use now; the page chooses the language once, before any figure is made. */
import { type FigureStrings, figureStringsEn } from "../i18n/figures.ts";

const spoken: { strings: FigureStrings } = { strings: figureStringsEn };

export const words = (): FigureStrings => spoken.strings;

export function speak(strings: FigureStrings): void {
  spoken.strings = strings;
}
