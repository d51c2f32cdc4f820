/** Sources that the policy of every page with a cage must contain. `frameHash`: "sha256-…" of the frame's script. */
export function pageSources(frameHash: string): { scriptSrc: string[]; workerSrc: string[] };
/** The frame's document around its script. */
export function frameDocument(script: string, frameHash: string): string;
