/**
 * The Vite plugin of the site: lessons and pages become complete HTML, each lesson gets a module, the build adds search
 * index, service worker, manifest and the addresses of the site. While writing, a saved lesson reloads its page.
 *
 * Everything that reads lessons runs in a module runner of its own, so that this file is cheap to load and a change of a
 * figure or of the engine is seen without a restart.
 */
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { type Plugin, runnerImport } from "vite";
import { precacheList, serviceWorker, workerVersion } from "./service-worker.ts";
import type { Site, SiteOptions } from "./site.ts";

export interface SitePluginOptions {
  /** The repository. */
  root: string;
  /** Absolute address of the site, or undefined. */
  site: string | undefined;
  /** "open" unless said; see edition.ts. */
  edition?: string | undefined;
  /** Course key of a class, or undefined. */
  courseKey?: string | undefined;
}

const PREFIX = "/@lesson/";

export const htmlInputs = (notebooks: string): string[] =>
  ["", "lessons"].flatMap((folder) =>
    readdirSync(join(notebooks, folder))
      .filter((name) => name.endsWith(".html") && !name.startsWith("_"))
      .map((name) => join(notebooks, folder, name)),
  );

class Source {
  readonly #options: Omit<SiteOptions, "cage" | "edition"> & { edition?: string | undefined };
  readonly #module: string;
  #site: Promise<Site> | undefined;

  constructor(options: SitePluginOptions, isStrict: boolean) {
    this.#options = { ...options, isStrict };
    this.#module = join(options.root, "notebooks/build/site.ts");
  }

  get(): Promise<Site> {
    this.#site ??= this.#open();
    return this.#site;
  }

  async #open(): Promise<Site> {
    const { module } = await runnerImport<{ openSite(options: SiteOptions): Promise<Site> }>(this.#module, {
      configFile: false,
      root: this.#options.root,
      cacheDir: join(this.#options.root, ".cache/vite-site"),
      logLevel: "error",
    });
    const { cageHashes } = await import("../../workers/build.mjs");
    const { pageSources } = await import("../../workers/policy.mjs");
    const { editionOf } = await import("./edition.ts");
    return module.openSite({
      ...this.#options,
      edition: editionOf(this.#options.edition),
      cage: pageSources((await cageHashes()).frameHash),
    });
  }

  forget(): void {
    this.#site = undefined;
  }
}

/** Files whose change may change a page. */
const isSource = (path: string): boolean =>
  /\/notebooks\/.*\.(html|ts)$|\/engine\/(?!build\/).*\.ts$|\/engine\/build\/engine\.wasm$/.test(path);

export function sitePlugin(options: SitePluginOptions): Plugin {
  const notebooks = join(options.root, "notebooks");
  let source = new Source(options, true);
  return {
    name: "daxlab-site",
    /** For plugins that write the course in other forms. */
    api: { site: (): Promise<Site> => source.get() },
    configResolved(config) {
      // With DAXLAB_DRAFTS a lesson whose cells fail is built all the same, with the errors in their places.
      source = new Source(options, config.command === "build" && !process.env.DAXLAB_DRAFTS);
    },
    async buildStart() {
      // A lesson that fails is said once, not by every page.
      if (this.environment.config.command === "build") await source.get();
    },
    resolveId(id) {
      return id.startsWith(PREFIX) ? id : undefined;
    },
    async load(id) {
      if (!id.startsWith(PREFIX)) return undefined;
      const [, slug = "", views] = /^(.*?)(\.views)?\.js$/.exec(id.slice(PREFIX.length)) ?? [];
      const code = (await source.get()).module(slug, views ? "views" : "start");
      if (code === undefined) throw new Error(`there is no lesson ${slug}`);
      return code;
    },
    transformIndexHtml: {
      order: "pre",
      async handler(html, context) {
        const path = relative(notebooks, context.filename).replaceAll("\\", "/");
        return (await source.get()).html(path) ?? html;
      },
    },
    configureServer(server) {
      server.watcher.add(join(options.root, "engine"));
      server.watcher.on("all", (_event, path) => {
        if (!isSource(path.replaceAll("\\", "/"))) return;
        source.forget();
        for (const module of server.moduleGraph.idToModuleMap.values()) {
          if (module.id?.startsWith(PREFIX)) server.moduleGraph.invalidateModule(module);
        }
        if (path.endsWith(".html")) server.ws.send({ type: "full-reload", path: "*" });
      });
    },
    generateBundle: {
      order: "post",
      async handler(_output, bundle) {
        const site = await source.get();
        const emit = (fileName: string, source: string) => this.emitFile({ type: "asset", fileName, source });
        const search = JSON.stringify(site.searchIndex());
        emit("search.json", search);
        if (options.site !== undefined) emit("sitemap.txt", sitemap(site.paths, options.site));
        const lost = bundle["404.html"];
        if (lost?.type === "asset" && options.site !== undefined)
          lost.source = absolute(String(lost.source), options.site);
        const own = { type: "asset" as const, fileName: "search.json", source: search };
        const files = precacheList([...Object.values(bundle), own], join(options.root, "public"));
        emit("service-worker.js", serviceWorker(files, workerVersion(files)));
      },
    },
  };
}

/** The page for unknown addresses stands at any depth: its own addresses begin at the host. */
const absolute = (html: string, site: string): string =>
  html.replace(/\b(href|src)="(?!https?:|data:|#)(?:\.\/)?/g, `$1="${new URL(site).pathname}`);

const sitemap = (paths: readonly string[], site: string): string =>
  paths
    .filter((it) => it !== "404.html")
    .map((it) => `${site}${it === "index.html" ? "" : it}\n`)
    .join("");
