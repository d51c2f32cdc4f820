/**
 * What stands between a reader and the first answer comes in two pieces, since small ones pack badly: what every page has,
 * and what opens the lab. Both go through a second minifier, as the worker's scripts do: the whole site would wait long for it.
 */
import { minify } from "terser";
import type { Plugin } from "vite";

export const FIRST_CHUNKS = [
  {
    name: "page",
    test: /\/page\/(page-data\.ts|ui\/preferences\.ts|ui\/(live|skim)\.css)$|preload-helper|rolldown\/runtime/,
    priority: 2,
  },
  { name: "opening", test: /\/notebooks\/page\/opening\.ts$/, priority: 1 },
];

export function firstScripts(): Plugin {
  return {
    name: "daxlab-first-scripts",
    apply: "build",
    enforce: "post",
    async generateBundle(_options, bundle) {
      for (const it of Object.values(bundle)) {
        if (it.type !== "chunk" || !FIRST_CHUNKS.some(({ name }) => name === it.name)) continue;
        const options = { ecma: 2022, module: true, compress: { passes: 3, unsafe_arrows: true } } as const;
        it.code = (await minify(it.code, options)).code ?? it.code;
      }
    },
  };
}
