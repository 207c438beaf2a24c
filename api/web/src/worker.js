// The service worker: pages come from the network, and where there is none from what the person chose to keep.
// It sees GET requests for pages of the site only, and keeps nothing by itself but the shell. What it keeps is fetched
// without cookies: no page made for somebody who is signed in ever lies in it.
/* global VERSION, SCRIPTS */
const SHELL = `shell-${VERSION}`;
const KEPT = "kept-1";
const LANGUAGES = ["fr", "en"];
const PAGES = ["/offline", "/saved"];

const anonymous = (path) => fetch(path, { credentials: "omit", headers: { accept: "text/html" } });

// Keeps the page at an address as `path`, with the style sheet and the scripts that it names.
async function put(name, path, address = path) {
  const cache = await caches.open(name);
  const page = await anonymous(address);
  if (!page.ok || page.redirected) return;
  const text = await page.clone().text();
  await cache.put(path, page);
  const shell = await caches.open(SHELL);
  for (const [, file] of text.matchAll(/(?:href|src)="(\/assets\/[\w.-]+)"/g))
    if (!(await shell.match(file))) await shell.add(file);
}

// The same address in a language of one's own choice.
const inLanguage = (path, lang) => (/[?&]lang=/.test(path) ? path : `${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);


async function install() {
  const shell = await caches.open(SHELL);
  await shell.addAll(SCRIPTS);
  for (const path of PAGES) for (const lang of LANGUAGES) await put(SHELL, inLanguage(path, lang));
  await self.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) if (name.startsWith("shell-") && name !== SHELL) await caches.delete(name);
  await self.clients.claim();
}

async function forget(path) {
  const cache = await caches.open(KEPT);
  for (const request of await cache.keys()) if (new URL(request.url).pathname === path) await cache.delete(request);
}

async function told({ kind, path, lang }) {
  if (kind === "release") return forget(path);
  // Only the last results are kept.
  if (kind === "results") await forget("/");
  await put(KEPT, path, inLanguage(path, lang));
}

// A page out of the network's reach: as it was kept, else the page that says so.
async function offline(url) {
  const kept = await caches.open(KEPT);
  const shell = await caches.open(SHELL);
  const place = url.pathname.startsWith("/establishments/");
  const path = url.pathname + url.search;
  const own = (await kept.match(path)) ?? (place ? await kept.match(url.pathname, { ignoreSearch: true }) : undefined);
  const lang = url.searchParams.get("lang") ?? (navigator.language.startsWith("fr") ? "fr" : "en");
  return own ?? (await shell.match(inLanguage(path, lang))) ?? (await lastResults(url, kept))
    ?? (await shell.match(inLanguage("/offline", lang))) ?? Response.error();
}

// The search page without an answer leads to the last results.
async function lastResults(url, kept) {
  if (url.pathname !== "/" || url.search.replace(/^\?lang=\w+$/, "") !== "") return undefined;
  const found = (await kept.keys()).find((request) => new URL(request.url).pathname === "/");
  return found && kept.match(found);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(told(event.data)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => offline(url)));
  // Names of assets hold their content: what is there is right.
  else if (url.pathname.startsWith("/assets/"))
    event.respondWith(caches.open(SHELL).then((shell) => shell.match(request)).then((kept) => kept ?? fetch(request)));
});
