/**
 * Ways out of a cell, each an expression that tries to reach a server, another origin's storage or the page. `OTHER` and
 * `SITE` are addresses of servers that would answer anybody.
 */
export const ESCAPES: Readonly<Record<string, string>> = {
  "fetch of another host": `fetch("OTHER/fetch")`,
  "fetch of the page's own host": `fetch("SITEindex.html")`,
  "fetch without cors": `fetch("OTHER/no-cors", { mode: "no-cors", keepalive: true })`,
  XMLHttpRequest: `new Promise((done, failed) => {
    const it = new XMLHttpRequest(); it.onload = done; it.onerror = () => failed("refused"); it.open("GET", "OTHER/xhr"); it.send(); })`,
  WebSocket: `new Promise((done, failed) => {
    const it = new WebSocket("OTHER/ws".replace("http", "ws")); it.onopen = done; it.onerror = () => failed("refused"); })`,
  EventSource: `new Promise((done, failed) => {
    const it = new EventSource("OTHER/events"); it.onopen = done; it.onerror = () => failed("refused"); })`,
  WebTransport: `new WebTransport("https://127.0.0.1:1/").ready`,
  "import()": `import("OTHER/import.js")`,
  "import() of the page's own host": `import("SITEescape.js")`,
  "import() of data": `import("data:text/javascript,export default 1")`,
  "import() by a function constructor": `Function("return import('OTHER/function.js')")()`,
  "import() by an async function constructor": `(async () => {}).constructor("return import('OTHER/async.js')")()`,
  "import() by a generator constructor": `(function* () {}).constructor("yield import('OTHER/generator.js')")().next().value`,
  "import() by eval": `(0, eval)("import('OTHER/eval.js')")`,
  "a timer's text": `new Promise((done, failed) => { setTimeout("fetch('OTHER/timer')", 0); setTimeout(() => failed("silent"), 300); })`,
  "importScripts of another host": `importScripts("OTHER/scripts.js")`,
  "importScripts of the page's own host": `importScripts("SITEescape.js")`,
  indexedDB: `new Promise((done, failed) => {
    const it = indexedDB.open("daxlab"); it.onsuccess = done; it.onerror = () => failed("refused"); })`,
  "cache storage": `caches.open("daxlab")`,
  "private file system": `navigator.storage.getDirectory()`,
  cookies: `cookieStore.set("a", "b")`,
  locks: `navigator.locks.request("daxlab", () => "held")`,
  "a nested worker of another host": `new Promise((done, failed) => {
    const it = new Worker("OTHER/worker.js"); it.onmessage = done; it.onerror = () => failed("refused"); })`,
  "a nested worker that fetches": `new Promise((done, failed) => {
    const text = "fetch('OTHER/nested').then(() => postMessage('got'), () => postMessage('refused'))";
    const it = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    it.onmessage = ({ data }) => (data === "got" ? done(data) : failed(data)); it.onerror = () => failed("refused"); })`,
  "a shared worker": `new Promise((done, failed) => {
    const it = new SharedWorker("OTHER/shared.js"); it.port.onmessage = done; it.onerror = () => failed("refused"); })`,
  "a beacon": `(() => { if (!navigator.sendBeacon("OTHER/beacon", "x")) throw "refused"; })()`,
  "a peer connection": `new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:1" }] }).createOffer()`,
  "a font": `new FontFace("x", "url(OTHER/font.woff2)").load()`,
  "an image of another host": `new Promise((done, failed) => {
    const it = new Image(); it.onload = done; it.onerror = () => failed("refused"); it.src = "OTHER/image.png"; })`,
  "navigation of the page": `(() => { parent.location = "OTHER/parent"; })()`,
  "navigation of the top": `(() => { top.location.href = "OTHER/top"; })()`,
  "navigation of itself": `(() => { self.location.href = "OTHER/self"; throw "silent"; })()`,
  "a window": `(() => { if (open("OTHER/open") === null) throw "refused"; })()`,
};
