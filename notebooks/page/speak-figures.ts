/** Figures in the page's language: their words are fetched before the first figure is drawn, for other languages than English. */
export async function speakFigures(tag: string): Promise<void> {
  if (tag !== "de" && tag !== "qps") return;
  const { speak } = await import("../figures/words.ts");
  if (tag === "de") return speak((await import("../i18n/figures-de.ts")).figureStringsDe);
  const [{ pseudo }, { figureStringsEn }] = await Promise.all([
    import("../i18n/pseudo.ts"),
    import("../i18n/figures.ts"),
  ]);
  speak({ ...pseudo(figureStringsEn), tag: "en-XA" });
}
