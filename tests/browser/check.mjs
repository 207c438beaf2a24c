// The pages in a real browser: accessibility rules, keyboard, errors of the console, requests to elsewhere, weight, and
// what scripts add.
// node check.mjs FOLDER_OF_PACKAGES URL [FOLDER_FOR_SCREENSHOTS]; TOPICS=map,embed runs only these, PAGES=all everything.
import { TAGS, about, faults } from "./common.mjs";
import { contribute } from "./contribute.mjs";
import { device } from "./device.mjs";
import { embed } from "./embed.mjs";
import { filters } from "./filters.mjs";
import { LOOKS, PAGES, looks } from "./looks.mjs";
import { map } from "./map.mjs";
import { report } from "./report.mjs";
import { suggestions } from "./suggestions.mjs";

const TOPICS = { looks, suggestions, filters, map, device, embed, contribute };
const usual = process.env.PAGES === "all" ? Object.keys(TOPICS) : ["looks", "suggestions", "device", "contribute"];
const wanted = process.env.TOPICS?.split(",") ?? usual;
// A page that never answers must not keep the tests for ever.
const MINUTES = process.env.PAGES === "all" ? 60 : 20;
setTimeout(() => { console.error(`FAIL not done after ${MINUTES} minutes`); process.exit(1); }, MINUTES * 60_000).unref();
for (const name of wanted) {
  const before = faults.length;
  const done = await TOPICS[name]();
  console.log(`${name}: ${done}, ${faults.length - before} faults`);
}
if (process.env.REPORT) report(process.env.REPORT, { ...about, tags: TAGS, looks: LOOKS, pages: PAGES, faults });
process.exit(faults.length === 0 ? 0 : 1);
