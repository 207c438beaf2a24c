import { lang } from "./text.js";

// What the page asks of the worker that keeps things for the time without a network.
const worker = async () => (await navigator.serviceWorker?.ready)?.active;

export function register() {
  // Refused in private windows of some browsers: the site goes on without.
  navigator.serviceWorker?.register("/worker.js").catch(() => {});
}

// Keeps a page, a `place` among others or the last `results` alone.
export async function keep(kind, path) {
  (await worker())?.postMessage({ kind, path, lang });
}

// Forgets a page, whatever its parameters.
export async function release(path) {
  (await worker())?.postMessage({ kind: "release", path });
}
