/**
 * `npm test`. Installs what is missing with Node's own modules, then hands over to `support/suite.ts`.
 *
 *   --only TEXT       test files whose path contains TEXT, and what they need; no checks
 *   --browser NAME    one engine: chromium, firefox or webkit
 *   --no-browsers     everything but the browsers
 */
import { ensureInstalled } from "../engine/install.mjs";

ensureInstalled();
const { register } = await import("tsx/esm/api");
register();
const { runSuite } = await import("./support/suite.ts");
process.exitCode = await runSuite(process.argv.slice(2));
