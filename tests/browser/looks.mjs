// Every page in every look: accessibility rules, errors, weight, and the way to a place without a mouse.
import { NARROW, WIDE, browser, fault, html, open, picture, reach, rules, url } from "./common.mjs";
import { general, printed, spacing, zoomed } from "./general.mjs";

const HEAVIEST = 100_000;
const MEANT_TO_FAIL = ["wrong", "missing", "unknown_address"];
const SHOWN = ["home", "results", "nothing", "place_needs", "directory", "department", "commune", "statistics", "help", "help_need", "easy",
  "easy_needs", "accessibility", "console_answer", "open_data", "licences", "missing"];

const results = await (await fetch(`${url}/api/v1/search?q=boulangerie&limit=1&facets=false`)).json();
const id = results.results[0].id;
const ALL = {
  home: "/",
  home_english: "/?lang=en",
  results: "/?q=boulangerie&need%5Bmanual_wheelchair%5D=1",
  results_unknown: "/?q=boulangerie&needs=manual_wheelchair&unknown=include&limits%5Bmax_steps%5D=2",
  results_english: "/?q=bakery&needs=manual_wheelchair,deaf&lang=en",
  results_area: "/?q=boulangerie&bbox=4.8,45.7,4.9,45.8&activity=boulangerie&verdict=yes&needs=deaf&commune=69266",
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
  saved: "/saved",
  offline: "/offline?lang=en",
  embed_builder: "/embed?q=villeurbanne",
  embed_builder_place: `/embed?id=${id}&size=full&theme=dark&needs=deaf`,
  embed_builder_commune: "/embed?commune=69266&lang=en",
  embed_place: `/embed/establishments/${id}?size=full&needs=manual_wheelchair`,
  embed_place_compact: `/embed/establishments/${id}?theme=dark&lang=en`,
  embed_commune: "/embed/communes/69266?needs=manual_wheelchair&theme=light",
};

// Looked at whenever tests run; the others, which take a quarter of an hour, by PAGES=all (deploy/test --pages).
const ALWAYS = ["home", "home_english", "results", "results_unknown", "results_english", "nothing", "long", "wrong", "place", "place_needs",
  "place_english", "missing", "unknown_address", "open_data"];
export const PAGES = Object.fromEntries(
  Object.entries(ALL).filter(([page]) => process.env.PAGES === "all" || ALWAYS.includes(page)));
const WITHOUT_SCRIPTS = "without-scripts";
export const LOOKS = [];

// Every page of one look: width, theme, with or without scripts.
async function look(name, options) {
  LOOKS.push(name);
  await browser(options, async (context) => {
    for (const [page, path] of Object.entries(PAGES)) await visit(context, `${page}, ${name}`, page, path, name);
    await byKeyboard(context, `keyboard, ${name}`);
  });
}

async function visit(context, where, page, path, name) {
  const expected = (text) => MEANT_TO_FAIL.includes(page) && text.includes("Failed to load resource");
  const tab = await open(context, where, expected);
  let bytes = 0;
  tab.on("response", async (response) => {
    const body = await response.body().catch(() => Buffer.alloc(0));
    // What the service worker fetches for later is not what the page weighs.
    if (!response.request().serviceWorker()) bytes += body.length;
  });
  await tab.goto(url + path, { waitUntil: "networkidle" });
  await tab.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  if (bytes > HEAVIEST) fault(where, `weighs ${bytes} bytes`);
  await rules(tab, where, name !== WITHOUT_SCRIPTS);
  if (SHOWN.includes(page)) {
    await tab.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = false)));
    await picture(tab, `${page}-${name}`);
  }
  if (name === "wide-light") {
    for (const [check, run] of Object.entries({ print: printed, spacing, "400 %": zoomed }))
      for (const wrong of await run(tab)) fault(`${where}, ${check}`, wrong);
  }
  await tab.close();
}

// From the first Tab to the page of a place without a mouse.
async function byKeyboard(context, where) {
  const tab = await context.newPage();
  await tab.goto(url);
  await reach(tab, where, ".skips a");
  await reach(tab, where, "#q");
  await tab.keyboard.type("boulangerie");
  await reach(tab, where, "#need-manual_wheelchair");
  await tab.keyboard.press("Space");
  await reach(tab, where, ".search .actions button");
  await Promise.all([tab.waitForURL(/need/), tab.keyboard.press("Enter")]);
  await tab.waitForSelector("#results");
  await reach(tab, where, ".results h3 a, .notice a");
  const before = tab.url();
  await Promise.all([tab.waitForURL((now) => now.href !== before), tab.keyboard.press("Enter")]);
  if (!(await tab.locator("h1").first().isVisible())) fault(where, "no page was opened");
  await tab.close();
}

export async function looks() {
  for (const [page, path] of Object.entries(PAGES)) await html(page, path);
  await look("wide-light", { viewport: WIDE, colorScheme: "light" });
  await look("narrow-dark", { viewport: NARROW, colorScheme: "dark" });
  await look("wide-dark", { viewport: WIDE, colorScheme: "dark" });
  await look("narrow-light", { viewport: NARROW, colorScheme: "light" });
  await look("contrast", { viewport: WIDE, contrast: "more", forcedColors: "active" });
  await look(WITHOUT_SCRIPTS, { viewport: WIDE, javaScriptEnabled: false });
  return `${Object.keys(PAGES).length} pages in ${LOOKS.length} looks`;
}
