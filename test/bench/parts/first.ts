/** On the bench's own page: the first answer of a worker, through all that the site has between a page and its worker. */
import { connectLab } from "../../../workers/page/client.ts";

const kind = new URLSearchParams(location.search).get("worker");
const lab = connectLab({
  source: async () => (await fetch(`first-${kind}.json`)).json(),
  later: null,
  plainAllowed: false,
});
const shape = { names: [], needs: [], expression: true };
const result = lab.evaluate("answer()", { slug: "first", shape, inputs: {}, seed: 1 });
void result.then((it) => {
  document.body.dataset.answer = JSON.stringify(it.state === "ok" && it.last.kind === "data" ? it.last.value : it);
  document.body.dataset.answeredMs = String(performance.now());
});
