// What goes wrong, or is odd: names that are long, hold markup or go from right to left; places that are no more; a browser
// that does not tell where it is; a page that is not there; motion that is not wanted.
import { NAMES, ids } from "./places.mjs";
import { NARROW, browser, hold, open, rules, spoken, url } from "./common.mjs";

const failing = (text) => text.includes("Failed to load resource");

// A name is text, whatever stands in it, on its page and in lists; and nothing is wider than the window.
async function names(context) {
  for (const key of ["long", "markup", "arabic"]) {
    const where = `names, ${key}`;
    const tab = await open(context, where);
    tab.on("dialog", (dialog) => { hold(where, "its markup runs", false); dialog.dismiss(); });
    await tab.goto(`${url}/establishments/${ids[key]}`, { waitUntil: "load" });
    hold(where, "the page does not show it as it is", (await tab.textContent("h1")).trim() === NAMES[key]);
    hold(where, "the title does not hold it", (await tab.title()).startsWith(NAMES[key]));
    await rules(tab, where);
    await tab.goto(`${url}/?q=rue+des+essais&commune=69266`, { waitUntil: "load" });
    const listed = await tab.locator(".results h3 a").allTextContents();
    hold(where, "the list does not show it as it is", listed.includes(NAMES[key]));
    hold(where, "its markup is markup", (await tab.locator(".results h3 b, .results h3 script").count()) === 0);
    await rules(tab, `${where}, list`);
    await tab.close();
  }
  const where = "names, arabic";
  const tab = await open(context, where);
  await tab.goto(`${url}/establishments/${ids.arabic}`, { waitUntil: "load" });
  const apart = await tab.evaluate(() => {
    const [name] = document.querySelectorAll("h1 bdi, h1[dir=auto]");
    return name && /isolate|plaintext/.test(getComputedStyle(name).unicodeBidi);
  });
  hold(where, "it is not set apart from text that goes the other way", apart);
  await tab.close();
}

async function gone(context) {
  const where = "a place that has closed";
  const tab = await open(context, where, failing);
  const answer = await tab.goto(`${url}/establishments/${ids.gone}`, { waitUntil: "load" });
  hold(where, `it answers ${answer.status()}`, answer.status() === 410);
  hold(where, "it does not say so", (await tab.textContent("h1")).includes("fermé définitivement"));
  hold(where, "it does not lead on", (await tab.locator("main a").count()) >= 2);
  await rules(tab, where);
  await tab.close();
}

async function merged(context) {
  const where = "a place that was merged";
  const first = await fetch(`${url}/establishments/${ids.double}`, { redirect: "manual", headers: { accept: "text/html" } });
  hold(where, `it answers ${first.status}`, first.status === 301);
  const tab = await open(context, where);
  await tab.goto(`${url}/establishments/${ids.double}`, { waitUntil: "load" });
  hold(where, "it does not lead to the other", (await tab.textContent("h1")).trim() === NAMES.long);
  hold(where, "it does not say so", (await tab.textContent(".notice")).includes("doublon"));
  await tab.close();
}

// Browsers without the function, and pages that were not asked over a safe connection.
async function nowhere(context) {
  const where = "no position";
  const tab = await open(context, where);
  await tab.addInitScript(() => Object.defineProperty(Navigator.prototype, "geolocation", { value: undefined }));
  await tab.goto(url, { waitUntil: "load" });
  await tab.getByRole("button", { name: "Autour de moi" }).click();
  const said = (await spoken(tab, "status")).map((one) => one.text).join(" ");
  hold(where, `it does not say why: ${said}`, said.includes("ne sait pas dire où vous êtes"));
  hold(where, "it does not offer the box", said.includes("Écrivez une commune") && await tab.evaluate(() => document.activeElement.id === "where"));
  await rules(tab, where);
  await tab.close();
}

async function missing(context) {
  for (const [path, status] of [["/nowhere", 404], ["/establishments/00000000-0000-7000-8000-000000000000", 404], ["/?needs=nothing_such", 400]]) {
    const where = `wrong address, ${path}`;
    const tab = await open(context, where, failing);
    const answer = await tab.goto(url + path, { waitUntil: "load" });
    hold(where, `it answers ${answer.status()}`, answer.status() === status);
    hold(where, "it does not say what to do", (await tab.textContent("main")).includes("Que faire"));
    hold(where, "its language is not that of the reader", (await tab.getAttribute("html", "lang")) === "fr");
    await tab.close();
  }
}

async function still(context) {
  const where = "reduced motion";
  const tab = await open(context, where);
  for (const path of ["/", "/?q=boulangerie", `/establishments/${ids.long}`]) {
    await tab.goto(url + path, { waitUntil: "load" });
    const moving = await tab.evaluate(() => {
      const moves = (style) => style.animationName !== "none" || style.transitionDuration.split(",").some((one) => parseFloat(one) > 0 && style.transitionProperty !== "none");
      const all = [...document.querySelectorAll("*")].filter((one) => moves(getComputedStyle(one)) || getComputedStyle(one).scrollBehavior === "smooth");
      return [...all.map((one) => one.outerHTML.slice(0, 80)), ...document.getAnimations().map(String)];
    });
    hold(where, `${path} moves: ${moving.slice(0, 3).join(" ")}`, moving.length === 0);
  }
  await tab.close();
}

export async function states() {
  await browser({}, async (context) => {
    await names(context);
    await gone(context);
    await merged(context);
    await nowhere(context);
    await missing(context);
  });
  await browser({ viewport: NARROW, reducedMotion: "reduce" }, async (context) => {
    await names(context);
    await still(context);
  });
  return "odd names, places that are no more, no position, wrong addresses, reduced motion";
}
