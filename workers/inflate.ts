/** Bytes that were deflated and written as base64, so that they fit into a script. */
export async function inflate(text: string): Promise<ArrayBuffer> {
  const binary = atob(text);
  const deflated = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) deflated[index] = binary.charCodeAt(index);
  const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}
