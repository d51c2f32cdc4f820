/**
 * Pictures of a page as a test keeps them: an element cut out of a screenshot, and how much two pictures differ. Both are
 * done in a browser, which reads and writes PNG anyway.
 */
import type { Page } from "./page.ts";

/** A PNG in base64. */
export type Picture = string;

export interface Difference {
  /** Width and height are the same. */
  isSameSize: boolean;
  /** Part of all pixels that differ by more than letters do whose edges are smoothed otherwise; 0 to 1. */
  part: number;
}

/** What letters measure here; other machines have other fonts and break lines elsewhere. */
export const fontsOf = (page: Page): Promise<Record<string, number[]>> =>
  page.evaluate(() => {
    const context = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
    const style = getComputedStyle(document.documentElement);
    const widths = ["--sans", "--mono", "--serif"].map((name) => {
      context.font = `100px ${style.getPropertyValue(name)}`;
      const texts = ["Hamburgefonstiv", "0x0019_0000", "dax_holder_notify_failure"];
      return [name, texts.map((it) => Math.round(context.measureText(it).width))] as const;
    });
    return Object.fromEntries(widths);
  });

/** An element of `page`, cut out in `desk`, a page that is used for nothing else; the viewport must hold all of it. */
export async function pictureOf(page: Page, desk: Page, selector: string): Promise<Picture> {
  const rect = await page.evaluate((it: string) => {
    const element = document.querySelector(it);
    element?.scrollIntoView({ block: "start", behavior: "instant" });
    const { x, y, width, height } = element?.getBoundingClientRect() ?? new DOMRect();
    return { x: Math.floor(x), y: Math.floor(y), width: Math.ceil(width), height: Math.ceil(height) };
  }, selector);
  const whole = Buffer.from(await page.screenshot()).toString("base64");
  return desk.evaluate(
    async (png: string, cut: typeof rect) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [cut.width, cut.height];
      const context = canvas.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
      context.drawImage(image, -cut.x, -cut.y);
      // Sixteen steps of each colour are enough to see by, and take half the room.
      const pixels = context.getImageData(0, 0, cut.width, cut.height);
      for (let i = 0; i < pixels.data.length; i += 1) pixels.data[i] = Math.round((pixels.data[i] ?? 0) / 17) * 17;
      context.putImageData(pixels, 0, 0);
      return canvas.toDataURL("image/png").slice("data:image/png;base64,".length);
    },
    whole,
    rect,
  );
}

/** Compared on `desk`. */
export const differenceOf = (desk: Page, left: Picture, right: Picture): Promise<Difference> =>
  desk.evaluate(
    async (pictures: string[]) => {
      const pixelsOf = async (png: string) => {
        const image = new Image();
        image.src = `data:image/png;base64,${png}`;
        await image.decode();
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [image.width, image.height];
        const context = canvas.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height);
      };
      const [a, b] = await Promise.all(pictures.map(pixelsOf));
      if (!a || !b || a.width !== b.width || a.height !== b.height) return { isSameSize: false, part: 1 };
      /** Of 255, in any of the three colours. */
      const LEAST = 40;
      let differing = 0;
      for (let i = 0; i < a.data.length; i += 4) {
        const by = Math.max(...[0, 1, 2].map((c) => Math.abs((a.data[i + c] ?? 0) - (b.data[i + c] ?? 0))));
        if (by > LEAST) differing += 1;
      }
      return { isSameSize: true, part: (differing * 4) / a.data.length };
    },
    [left, right],
  );
