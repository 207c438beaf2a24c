// What all checks use: the browser, faults, accessibility rules, focus.
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

export const [packages, url, pictures] = process.argv.slice(2);
const require = createRequire(join(packages, "package.json"));
const { chromium } = require("playwright-core");
const { HtmlValidate } = require("html-validate");
const valid = new HtmlValidate({ extends: ["html-validate:standard"] });
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const sharp = pictures ? require("sharp") : null;

// What was looked with.
export const about = { browser: "", rules: `axe-core ${require("axe-core/package.json").version}` };

export const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "EN-301-549", "best-practice"];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader"];

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 320, height: 640 };

// Whether everything is looked at, and how many tabs at once.
export const all = process.env.PAGES === "all";
const TABS = Number(process.env.TABS ?? Math.min(4, availableParallelism()));

export const faults = [];
export const fault = (where, what) => { faults.push(`${where}: ${what}`); console.error(`FAIL ${where}: ${what}`); };
// Says what does not hold.
export const hold = (where, what, holds) => { if (!holds) fault(where, what); };

// Runs `work` in a browser of its own, which knows nothing of any other; with `kept`, a folder, it knows what it knew there.
export async function browser({ kept, ...options }, work) {
  const profile = kept ?? mkdtempSync(join(tmpdir(), "plainpied-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS, viewport: WIDE, locale: "fr-FR", ...options,
  });
  about.browser = `Chromium ${context.browser()?.version() ?? ""}`;
  try {
    await work(context);
  } finally {
    await context.close();
    if (!kept) rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

// Does `work` with each item, some at once. Where one fails it is a fault, and the others go on.
export async function each(items, work) {
  const rest = [...items];
  const one = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) {
      await work(item).catch((error) => fault(String(item[0]), error.message.split("\n")[0]));
    }
  };
  await Promise.all(Array.from({ length: TABS }, one));
}

let last = Promise.resolve();
// Does what changes the window or takes its picture, while no other tab does: they share what draws them.
export function alone(work) {
  const done = last.then(work);
  last = done.catch(() => {});
  return done;
}

// A tab whose console errors and requests to elsewhere are faults, unless `expected` says of one that it is meant.
export async function open(context, where, expected = () => false) {
  const tab = await context.newPage();
  tab.on("console", (message) => {
    if (message.type() === "error" && !expected(message.text())) fault(where, `console: ${message.text()}`);
  });
  tab.on("pageerror", (error) => fault(where, error.message));
  tab.on("request", (request) => {
    const own = request.url().startsWith(url) || /^(data|blob):/.test(request.url());
    if (!own && !expected(request.url())) fault(where, `asks ${request.url()}`);
  });
  return tab;
}

export async function html(page, path) {
  const answer = await fetch(url + path, { headers: { accept: "text/html" } });
  const report = await valid.validateString(await answer.text());
  for (const { messages } of report.results)
    for (const { ruleId, message, line } of messages) fault(`${page}, HTML`, `${ruleId}: ${message} (line ${line})`);
}

// The rules of accessibility on the page as it stands; evaluated by the debugger, which no policy of ours can stop.
// Without scripts they cannot run, as no timer of the page does; the same page is judged by them with scripts.
export async function rules(tab, where, scripts = true) {
  const { violations } = scripts ? await violated(tab) : { violations: [] };
  for (const { id, nodes: all } of violations) {
    // Signs on the map may lie on each other: the list has a link for each (WCAG 2.5.8, equivalent).
    const nodes = all.filter((node) => !(id === "target-size" && node.html.includes('class="pin')));
    if (nodes.length > 0) fault(where, `${id}: ${nodes.map((node) => node.html).join(" | ").slice(0, 300)}`);
  }
  const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) fault(where, `scrolls sideways by ${wide} px`);
  for (const small of await targets(tab)) fault(where, `target under 24 px: ${small}`);
}

async function violated(tab) {
  await tab.evaluate(axe);
  return tab.evaluate(
    (tags) => window.axe.run(document, { runOnly: tags, resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }), TAGS);
}

// Controls that are hard to hit; links within sentences are exempt (WCAG 2.5.8).
function targets(tab) {
  return tab.evaluate(() => [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea, summary, nav a, .chips a")]
    .filter((one) => one.checkVisibility())
    .filter((one) => { const box = one.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
    .map((one) => one.outerHTML.slice(0, 120)));
}

// By Tab to what `wanted` selects, with focus to be seen at every step.
export async function reach(tab, where, wanted) {
  for (let step = 0; step < 90; step += 1) {
    await tab.keyboard.press("Tab");
    const [matches, seen] = await tab.evaluate((selector) => {
      const style = getComputedStyle(document.activeElement);
      return [document.activeElement.matches(selector), style.outlineStyle !== "none"];
    }, wanted);
    if (!seen) fault(where, `focus is not visible on the way to ${wanted}`);
    if (matches) return true;
  }
  fault(where, `Tab does not reach ${wanted}`);
  return false;
}

// The accessibility tree, as the browser tells it to screen readers: name and properties of each node of a role.
export async function spoken(tab, role) {
  const client = await tab.context().newCDPSession(tab);
  const { nodes } = await client.send("Accessibility.getFullAXTree");
  await client.detach();
  const value = (one) => one?.value;
  return nodes.filter((node) => !node.ignored && value(node.role) === role).map((node) => ({
    name: value(node.name) ?? "", id: node.nodeId, children: node.childIds,
    ...Object.fromEntries((node.properties ?? []).map(({ name, value: of }) => [name, of.value])),
    text: node.childIds.map((id) => value(nodes.find((child) => child.nodeId === id)?.name) ?? "").join(" "),
  }));
}

// Of few colours: a page has few, and the file becomes a quarter.
export async function picture(tab, name) {
  if (!pictures) return;
  const shot = await alone(() => tab.screenshot());
  writeFileSync(join(pictures, `${name}.png`), await sharp(shot).png({ palette: true, colours: 64, dither: 0, effort: 8 }).toBuffer());
}
