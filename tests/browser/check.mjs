// The pages in a real browser: accessibility rules, keyboard, errors of the console, requests to elsewhere, weight, speed,
// and what scripts add.
// node check.mjs FOLDER_OF_PACKAGES URL [FOLDER_FOR_SCREENSHOTS]; TOPICS=map,embed runs only these, PAGES=all everything.
// KEY is the key of a moderator, MAILS the folder of mails: deploy/browser sets both.
import { account } from "./account.mjs";
import { TAGS, about, all, fault, faults } from "./common.mjs";
import { contribute } from "./contribute.mjs";
import { device } from "./device.mjs";
import { embed } from "./embed.mjs";
import { filters } from "./filters.mjs";
import { forms } from "./forms.mjs";
import { LOOKS, PAGES, looks } from "./looks.mjs";
import { map } from "./map.mjs";
import { prepare } from "./places.mjs";
import { report, unsaid } from "./report.mjs";
import { speed } from "./speed.mjs";
import { states } from "./states.mjs";
import { suggestions } from "./suggestions.mjs";
import { tasks } from "./tasks.mjs";
import { trees } from "./tree.mjs";

const TOPICS = { speed, looks, trees, states, tasks, forms, contribute, account, suggestions, filters, map, device, embed };
const USUAL = ["speed", "looks", "trees", "states", "tasks", "forms", "contribute", "account", "suggestions", "device"];
const wanted = process.env.TOPICS?.split(",") ?? (all ? Object.keys(TOPICS) : USUAL);
// A page that never answers must not keep the tests for ever.
const MINUTES = all ? 40 : 15;
setTimeout(() => { console.error(`FAIL not done after ${MINUTES} minutes`); process.exit(1); }, MINUTES * 60_000).unref();
for (const name of unsaid(Object.keys(TOPICS))) fault(name, "has no line in the statement: see CHECKS in report.mjs");
await prepare();
for (const name of wanted) {
  const [before, began] = [faults.length, Date.now()];
  // What stops a topic is a fault like another: the others are looked at all the same.
  const done = await TOPICS[name]().catch((error) => fault(name, `stopped: ${error.message.split("\n")[0]}`));
  console.log(`${name}: ${done ?? "stopped"}, ${faults.length - before} faults, ${Math.round((Date.now() - began) / 1000)} s`);
}
if (process.env.REPORT) report(process.env.REPORT, { ...about, tags: TAGS, looks: LOOKS, pages: PAGES, topics: wanted, faults });
process.exit(faults.length === 0 ? 0 : 1);
