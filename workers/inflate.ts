/** Bytes that were deflated and written as base64, so that they fit into a script. */
export async function inflate(text: string): Promise<ArrayBuffer> {
  const deflated = Uint8Array.from(atob(text), (it) => it.charCodeAt(0));
  const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}
