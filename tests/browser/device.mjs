// What stays on the device: needs by consent, links without them, places and results without a network.
import { browser, hold, open, picture, rules, spoken, url } from "./common.mjs";

const stored = (tab) => tab.evaluate(() => JSON.stringify({ ...localStorage }));

async function needs(context) {
  const where = "needs on the device";
  const tab = await open(context, where);
  await tab.goto(url, { waitUntil: "networkidle" });
  await tab.check("#need-deaf");
  await tab.locator("#q").fill("boulangerie");
  await tab.keyboard.press("Enter");
  await tab.waitForSelector("#results");
  hold(where, "they are kept without consent", !(await stored(tab)).includes("deaf"));
  // Above results the needs are folded.
  await tab.click(".own > summary");
  await tab.check("#remember");
  hold(where, "they are not kept with consent", (await stored(tab)).includes("deaf"));
  await tab.goto(url, { waitUntil: "networkidle" });
  hold(where, "they are not ticked again", await tab.isChecked("#need-deaf"));
  await rules(tab, where);
  await tab.uncheck("#remember");
  hold(where, "they are not forgotten", !(await stored(tab)).includes("deaf"));
  await tab.close();
}

async function links(context) {
  const where = "link to share";
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const tab = await open(context, where);
  await tab.goto(`${url}/?q=boulangerie&needs=deaf&limits%5Bmax_steps%5D=1&lat=45.7667&lon=4.88&radius=5000&sort=distance`, { waitUntil: "networkidle" });
  await tab.getByRole("button", { name: "Copier le lien sans mes besoins" }).click();
  await tab.waitForFunction(() => document.getElementById("spoken").textContent.includes("copié"));
  const copied = await tab.evaluate(() => navigator.clipboard.readText());
  hold(where, `it holds more than the words: ${copied}`, copied === `${url}/?q=boulangerie`);
  await tab.close();
}

async function withoutNetwork(context) {
  const where = "without a network";
  const expected = (text) => /ERR_INTERNET_DISCONNECTED|Failed to load/.test(text);
  const tab = await open(context, where, expected);
  const { results: [{ id, name }] } = await (await fetch(`${url}/api/v1/search?q=boulangerie&limit=1&facets=false`)).json();
  await tab.goto(`${url}/establishments/${id}`, { waitUntil: "networkidle" });
  await tab.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  const save = tab.getByRole("button", { name: "Garder ce lieu" });
  await save.click();
  hold(where, "the button does not say that it is pressed", (await spoken(tab, "button")).some((one) => one.name.includes("Garder") && one.pressed === "true"));
  await tab.goto(`${url}/?q=boulangerie`, { waitUntil: "networkidle" });
  const held = () => tab.evaluate(async () => (await (await caches.open("kept-1")).keys()).map((one) => new URL(one.url).pathname));
  hold(where, "results are kept without consent", !(await held()).includes("/"));
  await tab.check("#keep-results");
  await tab.waitForFunction(async () => (await (await caches.open("kept-1")).keys()).length === 2);
  const list = (await tab.textContent("#results")).trim();

  await context.setOffline(true);
  await tab.goto(`${url}/saved`);
  await tab.waitForSelector("#saved a");
  await rules(tab, `${where}, places`);
  await picture(tab, "saved");
  await tab.locator("#saved a").click();
  await tab.waitForURL(/establishments/);
  hold(where, "the place that was kept cannot be read", (await tab.textContent("h1")) === name);
  await tab.goto(`${url}/?q=boulangerie`);
  hold(where, "the last results cannot be read", (await tab.textContent("#results")).trim() === list);
  await tab.goto(`${url}/open-data/`);
  hold(where, "a page that was not kept does not say so", (await tab.textContent("h1")) === "Pas de réseau");
  await rules(tab, where);
  await context.setOffline(false);

  const all = await tab.evaluate(async () => {
    const names = await caches.keys();
    const urls = await Promise.all(names.map(async (cache) => (await (await caches.open(cache)).keys()).map((one) => new URL(one.url).pathname)));
    return urls.flat();
  });
  const other = all.filter((path) => !/^\/(assets\/.*|offline|saved|establishments\/.*)?$/.test(path));
  hold(where, `more is kept than was chosen: ${other.join(" ")}`, other.length === 0);
  await tab.goto(`${url}/saved`, { waitUntil: "networkidle" });
  await tab.getByRole("button", { name: `Oublier ${name}` }).click();
  await tab.waitForFunction(async () => (await (await caches.open("kept-1")).keys()).every((one) => !one.url.includes("/establishments/")));
  await tab.close();
}

// What a browser needs to install the site.
async function installable(context) {
  const where = "manifest";
  const tab = await open(context, where);
  await tab.goto(url, { waitUntil: "networkidle" });
  const client = await context.newCDPSession(tab);
  const { errors, data } = await client.send("Page.getAppManifest");
  hold(where, `not readable: ${JSON.stringify(errors)}`, data && errors.length === 0);
  const { installabilityErrors } = await client.send("Page.getInstallabilityErrors");
  const real = installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito");
  hold(where, `not installable: ${JSON.stringify(real)}`, real.length === 0);
  await tab.close();
}

export async function device() {
  await browser({}, async (context) => {
    await needs(context);
    await links(context);
    await installable(context);
    await withoutNetwork(context);
  });
  return "needs, links, offline";
}
