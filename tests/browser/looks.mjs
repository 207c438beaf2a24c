// Every page in every look: accessibility rules, errors, weight, and the way to a place without a mouse.
import { NARROW, WIDE, all, alone, browser, each, fault, html, open, picture, reach, rules, url } from "./common.mjs";
import { fill, made } from "./filled.mjs";
import { general, printed, spacing, zoomed } from "./general.mjs";
import { signedIn } from "./people.mjs";
import { ids } from "./places.mjs";

const HEAVIEST = 100_000;
// The document of the whole API on one page, as programmers search it: this much only on its way.
const LONG = ["docs"];
const MEANT_TO_FAIL = ["wrong", "missing", "unknown_address", "closed", "moderation_refused"];

const results = await (await fetch(`${url}/api/v1/search?q=boulangerie&limit=1&facets=false`)).json();
const { id } = results.results[0];
const somewhere = () => ({
  home: "/",
  home_english: "/?lang=en",
  results: "/?q=boulangerie&need%5Bmanual_wheelchair%5D=1",
  results_unknown: "/?q=boulangerie&needs=manual_wheelchair&unknown=include&limits%5Bmax_steps%5D=2",
  results_english: "/?q=bakery&needs=manual_wheelchair,deaf&lang=en",
  results_area: "/?q=boulangerie&bbox=4.8,45.7,4.9,45.8&activity=boulangerie&verdict=yes&needs=deaf&commune=69266&freshness=unknown",
  results_odd: "/?q=rue+des+essais&commune=69266&needs=manual_wheelchair&unknown=include",
  nothing: "/?q=zzzzqqqqxxxx",
  long: `/?q=${"Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson".repeat(3)}`,
  wrong: "/?needs=nothing_such",
  place: `/establishments/${id}`,
  place_needs: `/establishments/${id}?needs=manual_wheelchair,blind`,
  place_english: `/establishments/${id}?needs=deaf&lang=en`,
  place_long: `/establishments/${ids.long}?needs=manual_wheelchair`,
  place_markup: `/establishments/${ids.markup}`,
  place_arabic: `/establishments/${ids.arabic}`,
  register: `/establishments/${id}/register`,
  register_english: `/establishments/${ids.arabic}/register?lang=en`,
  register_long: `/establishments/${ids.long}/register`,
  closed: `/establishments/${ids.gone}`,
  missing: "/establishments/00000000-0000-7000-8000-000000000000",
  unknown_address: "/nowhere",
  broken: "/problems/internal",
  open_data: "/open-data/",
  ...general(id),
  subscribe_commune: "/subscribe?commune=69266&lang=en",
  subscribe_search: "/subscribe?search=q%3Dboulangerie%26needs%3Ddeaf",
  subscribe_nothing: "/subscribe?search=needs%3Ddeaf",
  saved: "/saved",
  offline: "/offline?lang=en",
  embed_builder: "/embed?q=villeurbanne",
  embed_builder_place: `/embed?id=${id}&size=full&theme=dark&needs=deaf`,
  embed_builder_commune: "/embed?commune=69266&lang=en",
  embed_place: `/embed/establishments/${id}?size=full&needs=manual_wheelchair`,
  embed_place_compact: `/embed/establishments/${id}?theme=dark&lang=en`,
  embed_commune: "/embed/communes/69266?needs=manual_wheelchair&theme=light",
});
// Pages of whoever is signed in: by account of deploy/browser. Those of the contributor are empty, those of the moderator filled.
const own = () => ({
  contributor: {
    account: "/account",
    account_english: "/account?lang=en",
    own_needs: "/account/needs",
    own_saved: "/saved",
    own_place: `/establishments/${id}`,
    claim: `/establishments/${id}/claim`,
    contributions: "/account/contributions",
    notifications: "/account/notifications",
    establishments: "/account/establishments",
    subscriptions: "/account/subscriptions",
    subscriptions_english: "/account/subscriptions?lang=en&done=ended",
    subscribe: `/subscribe?establishment=${id}`,
    moderation_refused: "/moderation",
  },
  moderator: {
    moderation: "/moderation",
    moderation_english: "/moderation?lang=en",
    moderation_decided: "/moderation/decided",
    moderation_suggestion: `/moderation/suggestion/${made.suggestion}`,
    moderation_report: `/moderation/report/${made.report}`,
    moderation_report_english: `/moderation/report/${made.report}?lang=en`,
    redact: `/establishments/${ids.markup}/history/1/redact`,
    history_moderator: `/establishments/${ids.long}/history`,
    notices: `/establishments/${ids.long}/notices`,
    filled_account: "/account",
    filled_contributions: "/account/contributions",
    filled_drafts: "/account/drafts",
    filled_establishments: "/account/establishments",
    filled_notifications: "/account/notifications",
    filled_subscriptions: "/account/subscriptions",
    filled_needs: "/account/needs",
    filled_saved: "/saved",
    filled_home: "/",
    filled_place: `/establishments/${ids.arabic}`,
  },
});

// Looked at whenever tests run; the others by PAGES=all (deploy/test --pages).
const ALWAYS = ["home", "home_english", "results", "results_unknown", "results_english", "results_odd", "nothing", "long", "wrong", "place",
  "place_needs", "place_english", "closed", "missing", "unknown_address", "open_data"];
// Pages that differ from another one only by their language or by a detail have no picture.
const UNSEEN = /_english$|^(results_unknown|long|wrong|unknown_address|place_markup|said|merged|statistics_department|help_informative|console_refused|contribute_nothing|embed_builder_(place|commune)|own_place|subscribe_(commune|nothing))$/;

const ALWAYS_LOOKS = ["wide-light", "narrow-dark", "contrast", "without-scripts"];
const WITHOUT_SCRIPTS = "without-scripts";
export const LOOKS = {
  "wide-light": { fr: "large et clair", en: "wide and light", options: { viewport: WIDE, colorScheme: "light" } },
  "narrow-dark": { fr: "à 320 pixels de large et sombre", en: "320 pixels wide and dark", options: { viewport: NARROW, colorScheme: "dark" } },
  "wide-dark": { fr: "large et sombre", en: "wide and dark", options: { viewport: WIDE, colorScheme: "dark" } },
  "narrow-light": { fr: "à 320 pixels de large et clair", en: "320 pixels wide and light", options: { viewport: NARROW, colorScheme: "light" } },
  contrast: { fr: "avec contraste renforcé et couleurs du système", en: "with more contrast and colours of the system", options: { viewport: WIDE, contrast: "more", forcedColors: "active" } },
  [WITHOUT_SCRIPTS]: { fr: "sans scripts", en: "without scripts", options: { viewport: WIDE, javaScriptEnabled: false } },
};
// The pages that were looked at, by name.
export const PAGES = {};

// Every page of one look: width, theme, with or without scripts.
async function look(name, pages) {
  await browser(LOOKS[name].options, async (context) => {
    await each(Object.entries(pages), ([page, path]) => visit(context, `${page}, ${name}`, page, path, name));
    await byKeyboard(context, `keyboard, ${name}`).catch((error) => fault(`keyboard, ${name}`, error.message.split("\n")[0]));
  });
  if (!all) return;
  for (const [who, pages] of Object.entries(own())) {
    const cookies = await signedIn(who);
    await browser(LOOKS[name].options, async (context) => {
      await context.addCookies(cookies);
      await each(Object.entries(pages), ([page, path]) => visit(context, `${page}, ${name}`, page, path, name));
    });
  }
}

async function visit(context, where, page, path, name) {
  const expected = (text) => MEANT_TO_FAIL.includes(page) && text.includes("Failed to load resource");
  const tab = await open(context, where, expected);
  try {
    await looked(tab, where, page, path, name);
  } finally {
    await tab.close();
  }
}

async function looked(tab, where, page, path, name) {
  let bytes = 0;
  const weighed = [];
  tab.on("response", (response) => {
    // What the service worker fetches for later is not what the page weighs.
    if (response.request().serviceWorker()) return;
    const weight = LONG.includes(page)
      ? response.request().sizes().then((sizes) => sizes.responseBodySize)
      : response.body().then((body) => body.length);
    weighed.push(weight.then((one) => { bytes += one; }, () => {}));
  });
  await tab.goto(url + path, { waitUntil: "load" });
  await Promise.all(weighed);
  await tab.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  if (bytes > HEAVIEST) fault(where, `weighs ${bytes} bytes`);
  await rules(tab, where, name !== WITHOUT_SCRIPTS);
  if (/-(light|dark)$/.test(name) && !UNSEEN.test(page)) {
    await tab.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = false)));
    await picture(tab, `${page}-${name}`);
  }
  if (name === "wide-light") {
    for (const [check, run] of Object.entries({ print: printed, spacing, zoom: zoomed }))
      for (const wrong of await alone(() => run(tab))) fault(`${where}, ${check}`, wrong);
  }
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
  const pages = Object.fromEntries(Object.entries(somewhere()).filter(([page]) => all || ALWAYS.includes(page)));
  if (all) await fill();
  Object.assign(PAGES, pages, ...(all ? Object.values(own()) : []));
  await each(Object.entries(pages), ([page, path]) => html(page, path));
  const names = all ? Object.keys(LOOKS) : ALWAYS_LOOKS;
  for (const name of names) await look(name, pages);
  return `${Object.keys(PAGES).length} pages in ${names.length} looks`;
}
