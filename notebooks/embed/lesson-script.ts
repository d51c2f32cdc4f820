/** Gets the script of a lesson, which hands over the lesson's text and data. */
import { type EmbedLesson, HANDOVER } from "./embed-data.ts";

export function fetchLesson(slug: string): Promise<EmbedLesson> {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.defineProperty(globalThis, HANDOVER, {
      configurable: true,
      value: (lesson: EmbedLesson) => {
        Reflect.deleteProperty(globalThis, HANDOVER);
        script.remove();
        done(lesson);
      },
    });
    script.onerror = () => failed(new Error(`there is no lesson ${slug}`));
    script.src = `embed/${slug}.js`;
    document.head.append(script);
  });
}
