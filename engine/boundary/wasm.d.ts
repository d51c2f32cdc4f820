/** A wasm file as its bytes, where a bundler puts them in. */
declare module "*.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  // biome-ignore lint/style/noDefaultExport: this is how a bundler gives a file
  export default bytes;
}
