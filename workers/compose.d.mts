export const BYTES: string;
/** The worker's script. */
export function composed(code: string, bytes: string): string;
