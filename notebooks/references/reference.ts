/** What a reference is, and how the four kinds are written down. */

export interface Reference {
  /** "djw-1447": who, when; "k-…" a kernel file; "r-…" a recording; "man-…", "doc-…". */
  id: string;
  kind: "mail" | "kernel" | "recording" | "manual";
  /** How it is named in running text. */
  short: string;
  /** What it is, in one sentence. */
  text: string;
  /** Message-id, or path and function. */
  source?: string;
  href?: string;
}

const lore = (id: string): string => `https://lore.kernel.org/all/${encodeURIComponent(id)}/`;

export const mail = (id: string, short: string, messageId: string, text: string): Reference => ({
  ...{ id, kind: "mail", short, text },
  ...{ source: messageId, href: lore(messageId) },
});

export const kernel = (id: string, path: string, version: string, text: string): Reference => ({
  ...{ id, kind: "kernel", short: path.replace(/^.*\/(?=[^/]+\.[ch])/, ""), text: `${text} (${version})` },
  source: path,
});

/** One scenario as recorded on all three kernels. */
export const scenario = (id: string, file: string, text: string): Reference => ({
  ...{ id, kind: "recording", short: `Recording ${file.split("-")[0]}`, text },
  source: `test/recordings/*/${file}.json`,
});

export const fact = (number: number, text: string): Reference => ({
  ...{ id: `rec-facts-${number}`, kind: "recording", short: `Recordings, fact ${number}`, text },
  source: "test/recordings/README.md, Facts found while recording",
});
