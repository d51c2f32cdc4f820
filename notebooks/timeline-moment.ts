/** One entry of the timeline. */
export interface Moment {
  /** Anchor. */
  id: string;
  when: string;
  title: string;
  /** Markdown. */
  text: string;
  kind: "posted" | "said" | "merged" | "recorded";
  cites: readonly string[];
}

export const moment = (
  kind: Moment["kind"],
  id: string,
  when: string,
  title: string,
  text: string,
  ...cites: string[]
): Moment => ({
  ...{ kind, id, when, title, text, cites },
});
