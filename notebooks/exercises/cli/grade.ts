/** The program behind `npm run grade`. */
import { fileURLToPath } from "node:url";
import { main } from "./grading.ts";

process.exitCode = await main(process.argv.slice(2), fileURLToPath(new URL("../../../", import.meta.url)));
