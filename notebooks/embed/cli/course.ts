/** The built course for the ways out: pages as text, the cage for readers' code, and one classic script around a program. */
import { join } from "node:path";
import { build, type Plugin, runnerImport } from "vite";
import { type CageHashes, cageHashes, cagePlugin } from "../../../workers/build.mjs";
import { pageSources } from "../../../workers/policy.mjs";
import type { Site, SiteOptions } from "../../build/site.ts";

export interface Course {
  root: string;
  site: Site;
  cage: CageHashes;
}

/** Runs every lesson once. `site`: the absolute address that it will have. */
export async function openCourse(root: string, site?: string): Promise<Course> {
  const cage = await cageHashes();
  const { module } = await runnerImport<{ openSite(options: SiteOptions): Promise<Site> }>(
    join(root, "notebooks/build/site.ts"),
    { configFile: false, root, cacheDir: join(root, ".cache/vite-site"), logLevel: "error" },
  );
  const isStrict = !process.env.DAXLAB_DRAFTS;
  return { root, cage, site: await module.openSite({ root, site, isStrict, cage: pageSources(cage.frameHash) }) };
}

export interface ClassicScript {
  code: string;
  css: string;
}

const LESSON = "/@lesson/";
const COURSE = "virtual:daxlab/course";

/**
 * One script without imports, for places where modules and requests are refused: files, opaque frames. The program at
 * `entry` finds every lesson's module by slug, and `modules` by their names, in `virtual:daxlab/course`.
 */
export async function classicScript(
  { root, site }: Pick<Course, "root" | "site">,
  entry: string,
  modules: readonly string[] = [],
): Promise<ClassicScript> {
  const result = await build({
    configFile: false,
    root: join(root, "notebooks"),
    publicDir: false,
    logLevel: "error",
    plugins: [coursePlugin(site, modules), cagePlugin()],
    build: {
      write: false,
      target: "es2022",
      cssCodeSplit: false,
      lib: { entry: join(root, "notebooks/embed", entry), formats: ["iife"], name: "daxlab", cssFileName: "style" },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const output = (Array.isArray(result) ? result : [result]).flatMap((it) => ("output" in it ? it.output : []));
  const chunks = output.flatMap((it) => (it.type === "chunk" ? [it.code] : []));
  const styles = output.flatMap((it) =>
    it.type === "asset" && it.fileName.endsWith(".css") ? [String(it.source)] : [],
  );
  if (chunks.length !== 1) throw new Error(`notebooks/embed/${entry}: ${chunks.length} scripts, expected 1`);
  return { code: (chunks[0] ?? "").trim(), css: styles.join("\n") };
}

function coursePlugin(site: Site, modules: readonly string[]): Plugin {
  const quoted = (text: string) => JSON.stringify(text);
  return {
    name: "daxlab-course",
    enforce: "pre",
    resolveId: (id) => (id === COURSE ? `\0${COURSE}` : id.startsWith(LESSON) ? id : undefined),
    load(id) {
      if (id === `\0${COURSE}`) {
        const lessons = site.lessons.map(
          ({ slug }) => `${quoted(slug)}: () => import(${quoted(`${LESSON}${slug}.js`)})`,
        );
        const others = modules.map((path) => `${quoted(path)}: () => import(${quoted(path)})`);
        return `export const lessons = { ${lessons} };\nexport const modules = { ${others} };`;
      }
      if (!id.startsWith(LESSON)) return undefined;
      const [, slug = "", views] = /^(.*?)(\.views)?\.js$/.exec(id.slice(LESSON.length)) ?? [];
      const code = site.module(slug, views ? "views" : "start");
      if (code === undefined) throw new Error(`there is no lesson ${slug}`);
      return code;
    },
  };
}

/** Text that may stand inside of `<script>`. */
export const inlineScript = (code: string): string =>
  code.replaceAll("</script", "<\\/script").replaceAll("<!--", "\\x3c!--");
