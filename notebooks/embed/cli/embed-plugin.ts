/**
 * Adds the embeds to the built site: the page of all embeds, its script and looks, one script per lesson, the custom
 * element, and with an absolute address the oEmbed answers. They are fetched by other pages, so the offline copy of the
 * site leaves them out: this plugin writes after its list is made.
 */
import type { Plugin } from "vite";
import type { Site } from "../../build/site.ts";
import { embedFiles } from "./embed-files.ts";

export interface EmbedPluginOptions {
  /** The repository. */
  root: string;
  /** Absolute address of the site, or undefined. */
  site: string | undefined;
}

interface SiteApi {
  site(): Promise<Site>;
}

export function embedPlugin({ root, site: address }: EmbedPluginOptions): Plugin {
  let api: SiteApi | undefined;
  return {
    name: "daxlab-embed",
    apply: "build",
    configResolved(config) {
      api = config.plugins.find((it) => it.name === "daxlab-site")?.api as SiteApi | undefined;
    },
    generateBundle: {
      order: "post",
      async handler() {
        if (api === undefined) throw new Error("daxlab-embed: the plugin of the site is missing");
        for (const [fileName, source] of await embedFiles({ root, site: await api.site() }, address)) {
          this.emitFile({ type: "asset", fileName, source });
        }
      },
    },
  };
}
