/** The built site, served for a test: under any path, with any headers, and gone on demand. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type StaticOptions, type StaticServer, serveStatic } from "../../notebooks/static-server.mjs";

export const ROOT = join(import.meta.dirname, "../..");
/** The built site: `dist/`, or a build elsewhere that DAXLAB_DIST names. */
export const DIST = process.env.DAXLAB_DIST ?? join(ROOT, "dist");

export interface SiteOptions {
  /** Path under which the site appears, such as "/course/". */
  base?: string;
  headers?: StaticOptions["headers"];
  /** Folder to serve; `dist/` unless said. */
  folder?: string;
  /**
   * Whether the service worker is the site's own, which fetches all files of the site for every page that has been open for
   * two seconds. Without it there is one that does nothing.
   */
  hasOfflineCopy?: boolean;
}

export interface Site {
  url: string;
  /** Decoded paths that the server was asked for, in order. */
  requested: string[];
  /** Stops answering: the browser is offline as far as the site goes. */
  stop(): Promise<void>;
  /** Answers again at the same address. */
  restart(): Promise<void>;
}

export async function serveSite(options: SiteOptions = {}): Promise<Site> {
  const folder = options.folder ?? DIST;
  if (!existsSync(folder)) throw new Error("dist/ is missing: npm run build");
  const requested: string[] = [];
  const given: StaticOptions = { headers: options.headers ?? {}, onRequest: (path) => void requested.push(path) };
  if (options.base !== undefined) given.base = options.base;
  if (options.hasOfflineCopy === false) given.texts = { "service-worker.js": "// Nothing is kept.\n" };
  let server: StaticServer | undefined = await serveStatic(folder, given);
  const { port, url } = server;
  return {
    url,
    requested,
    stop: async () => {
      await server?.close();
      server = undefined;
    },
    restart: async () => {
      server ??= await serveStatic(folder, { ...given, port, strictPort: true });
    },
  };
}
