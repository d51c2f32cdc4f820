/**
 * `npm run package -- scorm12|scorm2004|cmi5 [lesson…]`: lessons of the built site as a course package for a learning
 * platform, one zip of at most 1 MB. Without lessons: the whole course.
 *
 *   --out FILE      default: daxlab-<kind>.zip where you stand
 *   --title TEXT    default: the lesson's title, or "daxlab"
 *   --pass N        points in a hundred from which it is passed (60)
 *   --key TEXT      course key of a class: per-student exercises differ by it
 *   --edition NAME  open, student or teacher, as for a build of the site
 *   --no-build      takes dist/ as it is
 *   --from DIR      takes a site that was built elsewhere
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readCourse } from "../../exercises/cli/course-files.ts";
import { readOptions, UsageError } from "../../exercises/cli/options.ts";
import type { PackageKind } from "../manifest.ts";
import { MOST_PACKAGE_BYTES, packageFiles, zipFiles } from "../pack.ts";
import type { CourseManifest } from "../summary.ts";
import { shellScript } from "./shell-script.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const DIST = join(ROOT, "dist");
const KINDS: readonly PackageKind[] = ["scorm12", "scorm2004", "cmi5"];
const DEFAULT_PASS = 60;
/** Options that are handed on to the build of the site. */
const BUILD_OPTIONS = ["key", "edition"];
const USAGE =
  "npm run package -- scorm12|scorm2004|cmi5 [lesson…] [--out FILE] [--title TEXT] [--pass N] [--key TEXT] [--edition NAME] [--no-build | --from DIR]";

interface Order {
  kind: PackageKind;
  lessons: readonly string[];
  out: string;
  title: string | undefined;
  passPercent: number;
  isBuilt: boolean;
  /** What the build is asked for besides. */
  buildArgs: readonly string[];
  /** The built site. */
  site: string;
}

function orderOf(args: readonly string[]): Order {
  const names = ["out", "title", "pass", "from", ...BUILD_OPTIONS];
  const { values, flags, rest } = readOptions(args, names, ["no-build", "help"]);
  if (flags.has("help")) {
    console.log(USAGE);
    process.exit(0);
  }
  const [name, ...lessons] = rest;
  const kind = KINDS.find((it) => it === name);
  if (kind === undefined)
    throw new UsageError(`which platform? got ${name ?? "nothing"}, expected ${KINDS.join(", ")}`);
  const passPercent = Number(values.get("pass") ?? DEFAULT_PASS);
  if (!(passPercent >= 0 && passPercent <= 100)) throw new UsageError("--pass must be a number from 0 to 100");
  const out = resolve(values.get("out") ?? `daxlab-${kind}.zip`);
  const from = values.get("from");
  if (from !== undefined && !existsSync(from)) throw new UsageError(`--from ${from}: there is no such folder`);
  const isBuilt = flags.has("no-build") || from !== undefined;
  const buildArgs = BUILD_OPTIONS.flatMap((it) => (values.has(it) ? [`--${it}`, values.get(it) ?? ""] : []));
  if (isBuilt && buildArgs.length > 0)
    throw new UsageError(`${buildArgs[0]} belongs to the build: leave out --no-build and --from`);
  const site = resolve(from ?? DIST);
  return { kind, lessons, out, title: values.get("title"), passPercent, isBuilt, buildArgs, site };
}

/** What the lessons have in them: the platform is told the points that can be had. */
function manifestOf({ lessons, title, passPercent }: Order): CourseManifest {
  const course = readCourse(join(ROOT, "notebooks/lessons"), join(ROOT, "notebooks/sealed"));
  const known = course.lessons.map((it) => it.lesson);
  const unknown = lessons.filter((it) => !known.includes(it));
  if (unknown.length > 0) throw new UsageError(`no lesson ${unknown.join(", ")}; there is ${known.join(", ")}`);
  const chosen = course.lessons.filter((it) => lessons.length === 0 || lessons.includes(it.lesson));
  const own = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
  const titles = chosen.map((it) => titleOf(it.lesson));
  return {
    course: `daxlab@${own.version}`,
    title: title ?? (chosen.length === 1 ? (titles[0] ?? "daxlab") : "daxlab"),
    passPercent,
    lessons: chosen.map((it, i) => ({
      slug: it.lesson,
      title: titles[i] ?? it.lesson,
      page: `site/lessons/${it.lesson}.html`,
      exercises: it.exercises.map(({ exercise }) => ({
        id: exercise.id,
        possible: exercise.checks.reduce((sum, check) => sum + check.points, 0),
      })),
    })),
  };
}

const titleOf = (lesson: string): string => {
  const html = readFileSync(join(ROOT, "notebooks/lessons", `${lesson}.html`), "utf8");
  return /<title>([^<]*)<\/title>/.exec(html)?.[1]?.trim() ?? lesson;
};

/** Files of the built site that the chosen lessons need: all but other lessons and what a package cannot use. */
function siteFiles(site: string, manifest: CourseManifest): Map<string, Uint8Array> {
  const slugs = manifest.lessons.map((it) => it.slug);
  const isOther = (path: string): boolean => {
    const lesson = /^(?:lessons|assets)\/(\d\d-[a-z0-9-]+?)(?:\.html|\.views)/.exec(path)?.[1];
    return lesson !== undefined && !slugs.includes(lesson);
  };
  const isUseless =
    /^(service-worker\.js|site\.webmanifest|sitemap\.txt|404\.html|search\.(html|json)|index\.html|\.vite|schema|v|api|embed)/;
  const files = new Map<string, Uint8Array>();
  for (const entry of readdirSync(site, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = relative(site, join(entry.parentPath, entry.name)).replaceAll("\\", "/");
    if (isUseless.test(path) || isOther(path) || path.endsWith(".png")) continue;
    files.set(path, new Uint8Array(readFileSync(join(site, path))));
  }
  return files;
}

function build(args: readonly string[]): void {
  const command = [join(ROOT, "notebooks/serve.mjs"), "--build", ...args];
  const { status } = spawnSync(process.execPath, command, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

try {
  const order = orderOf(process.argv.slice(2));
  const manifest = manifestOf(order);
  if (!order.isBuilt || !existsSync(DIST)) build(order.buildArgs);
  const zip = zipFiles(packageFiles(order.kind, manifest, siteFiles(order.site, manifest), await shellScript()));
  if (zip.length > MOST_PACKAGE_BYTES) {
    console.error(
      `The package would have ${zip.length} bytes, more than platforms like (${MOST_PACKAGE_BYTES}): take fewer lessons.`,
    );
    process.exit(1);
  }
  writeFileSync(order.out, zip);
  console.log(
    `${order.out}: ${manifest.title}, ${manifest.lessons.length} lessons, ${Math.ceil(zip.length / 1024)} KiB`,
  );
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`package: ${error.message}\n${USAGE}`);
  process.exit(2);
}
