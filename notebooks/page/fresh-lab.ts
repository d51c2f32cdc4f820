/**
 * The lab of a page on which nothing was played before it was drawn: safe mode, embeds. A module of its own, asked for when it
 * is needed: asked for itself, the client would be wrapped for that in the script that every page fetches first.
 */
import { connectLab } from "../../workers/page/client.ts";

export const freshLab = (): ReturnType<typeof connectLab> => connectLab();
