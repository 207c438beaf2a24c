// The pages in a real browser: accessibility rules, keyboard, errors of the console, requests to elsewhere, weight.
// node check.mjs FOLDER_OF_PACKAGES URL [FOLDER_FOR_SCREENSHOTS]
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { general, printed, spacing, zoomed } from "./general.mjs";
import { report } from "./report.mjs";

const [packages, url, pictures] = process.argv.slice(2);
const require = createRequire(join(packages, "package.json"));
const { chromium } = require("playwright-core");
const { HtmlValidate } = require("html-validate");
const valid = new HtmlValidate({ extends: ["html-validate:standard"] });
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "EN-301-549", "best-practice"];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const HEAVIEST = 100_000;

let version = "";
const looked = [];
const faults = [];
const fault = (where, what) => { faults.push(`${where}: ${what}`); console.error(`FAIL ${where}: ${what}`); };

async function html(page, path) {
  const answer = await fetch(url + path, { headers: { accept: "text/html" } });
  const report = await valid.validateString(await answer.text());
  for (const { messages } of report.results)
    for (const { ruleId, message, line } of messages) fault(`${page}, HTML`, `${ruleId}: ${message} (line ${line})`);
}

const results = await (await fetch(`${url}/api/v1/search?q=boulangerie&limit=1&facets=false`)).json();
const id = results.results[0].id;
const PAGES = {
  home: "/",
  home_english: "/?lang=en",
  results: "/?q=boulangerie&need%5Bmanual_wheelchair%5D=1",
  results_unknown: "/?q=boulangerie&needs=manual_wheelchair&unknown=include&limits%5Bmax_steps%5D=2",
  results_english: "/?q=bakery&needs=manual_wheelchair,deaf&lang=en",
  nothing: "/?q=zzzzqqqqxxxx",
  long: `/?q=${"Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson".repeat(3)}`,
  wrong: "/?needs=nothing_such",
  place: `/establishments/${id}`,
  place_needs: `/establishments/${id}?needs=manual_wheelchair,blind`,
  place_english: `/establishments/${id}?needs=deaf&lang=en`,
  missing: "/establishments/00000000-0000-7000-8000-000000000000",
  unknown_address: "/nowhere",
  open_data: "/open-data/",
  ...general(id),
};
const MEANT_TO_FAIL = ["wrong", "missing", "unknown_address"];
const SHOWN = ["home", "results", "nothing", "place_needs", "directory", "department", "commune", "statistics", "help", "help_need", "easy",
  "easy_needs", "accessibility", "console_answer", "open_data", "licences", "missing"];

// Every page of one look: width, theme, with or without scripts.
async function look(name, options) {
  looked.push(name);
  const profile = mkdtempSync(join(tmpdir(), "plainpied-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS, bypassCSP: true, locale: "fr-FR", ...options,
  });
  try {
    version = context.browser()?.version() ?? version;
    for (const [page, path] of Object.entries(PAGES)) await visit(context, `${page}, ${name}`, page, path, name);
    await byKeyboard(context, name);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

async function visit(context, where, page, path, look) {
  const tab = await context.newPage();
  let bytes = 0;
  tab.on("console", (message) => {
    const expected = MEANT_TO_FAIL.includes(page) && message.text().includes("Failed to load resource");
    if (message.type() === "error" && !expected) fault(where, `console: ${message.text()}`);
  });
  tab.on("pageerror", (error) => fault(where, error.message));
  tab.on("request", (request) => {
    if (!request.url().startsWith(url)) fault(where, `asks ${request.url()}`);
  });
  tab.on("response", async (response) => {
    const body = await response.body().catch(() => Buffer.alloc(0));
    bytes += body.length;
  });
  await tab.goto(url + path, { waitUntil: "networkidle" });
  await tab.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  if (bytes > HEAVIEST) fault(where, `weighs ${bytes} bytes`);
  const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) fault(where, `scrolls sideways by ${wide} px`);
  for (const small of await targets(tab)) fault(where, `target under 24 px: ${small}`);
  // By the debugger: it works without scripts, and no policy of ours stops it.
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(
    (tags) => window.axe.run(document, { runOnly: tags, rules: { "target-size": { enabled: true } } }), TAGS);
  for (const { id, nodes } of violations) fault(where, `${id}: ${nodes.map((node) => node.html).join(" | ").slice(0, 300)}`);
  if (pictures && SHOWN.includes(page)) {
    await tab.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = false)));
    await tab.screenshot({ path: join(pictures, `${page}-${look}.png`) });
  }
  if (look === "wide-light") {
    for (const [check, run] of Object.entries({ print: printed, spacing, "400 %": zoomed }))
      for (const wrong of await run(tab)) fault(`${where}, ${check}`, wrong);
  }
  await tab.close();
}

// Controls that are hard to hit; links within sentences are exempt (WCAG 2.5.8).
function targets(tab) {
  return tab.evaluate(() => [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea, summary, nav a, .chips a")]
    .filter((one) => one.checkVisibility())
    .filter((one) => { const box = one.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
    .map((one) => one.outerHTML.slice(0, 120)));
}

// From the first Tab to the page of a place without a mouse, with focus to be seen at every step.
async function byKeyboard(context, name) {
  const where = `keyboard, ${name}`;
  const tab = await context.newPage();
  await tab.goto(url);
  const reach = async (wanted) => {
    for (let step = 0; step < 80; step += 1) {
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
  };
  await reach(".skips a");
  await reach("#q");
  await tab.keyboard.type("boulangerie");
  await reach("#need-manual_wheelchair");
  await tab.keyboard.press("Space");
  await reach(".search button");
  await Promise.all([tab.waitForURL(/need/), tab.keyboard.press("Enter")]);
  await reach(".results h3 a, .notice a");
  const before = tab.url();
  await Promise.all([tab.waitForURL((now) => now.href !== before), tab.keyboard.press("Enter")]);
  if (!(await tab.locator("h1").first().isVisible())) fault(where, "no page was opened");
  await tab.close();
}

for (const [page, path] of Object.entries(PAGES)) await html(page, path);
const wide = { width: 1280, height: 900 };
const narrow = { width: 320, height: 640 };
await look("wide-light", { viewport: wide, colorScheme: "light" });
await look("narrow-dark", { viewport: narrow, colorScheme: "dark" });
await look("wide-dark", { viewport: wide, colorScheme: "dark" });
await look("narrow-light", { viewport: narrow, colorScheme: "light" });
await look("contrast", { viewport: wide, contrast: "more", forcedColors: "active" });
await look("without-scripts", { viewport: wide, javaScriptEnabled: false });
console.log(`${Object.keys(PAGES).length} pages in ${looked.length} looks: ${faults.length} faults`);
if (process.env.REPORT)
  report(process.env.REPORT, {
    browser: `Chromium ${version}`, rules: `axe-core ${require("axe-core/package.json").version}`, tags: TAGS, looks: looked, pages: PAGES, faults,
  });
process.exit(faults.length === 0 ? 0 : 1);
