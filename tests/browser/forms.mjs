// The forms of pages, as a browser sends them: by keyboard, with what is wrong told, kept and led to; by whoever is signed in
// and by others.
import { browser, hold, open, reach, rules, spoken, url } from "./common.mjs";
import { signedIn } from "./people.mjs";
import { ids } from "./places.mjs";

const failing = (text) => text.includes("Failed to load resource");
const sent = (tab, what) => tab.waitForURL((now) => now.searchParams.get("said") === what);

// An answer is corrected from the page of its place: the link, the other answer, the button.
async function corrected(context) {
  const where = "forms, an answer";
  const tab = await open(context, where);
  await tab.goto(`${url}/establishments/${ids.markup}`, { waitUntil: "load" });
  await reach(tab, where, "a[href*='criterion=entree_plain_pied']");
  await Promise.all([tab.waitForURL(/edit/), tab.keyboard.press("Enter")]);
  await reach(tab, where, "input[type=radio]:checked");
  await tab.keyboard.press("ArrowDown");
  hold(where, "the arrow does not choose the next answer", (await tab.locator("input[type=radio]:checked").getAttribute("value")) === "false");
  await reach(tab, where, ".search .actions button");
  await Promise.all([sent(tab, "waits"), tab.keyboard.press("Enter")]);
  const said = (await spoken(tab, "status")).map((one) => one.text).join(" ");
  hold(where, `it does not say that a moderator will look: ${said}`, said.includes("Un modérateur va regarder"));
  hold(where, "an answer of nobody is shown before anybody looked", (await tab.textContent("main")).includes("L'entrée est de plain-pied"));
  await tab.close();
}

// What is wrong is told above, takes the focus, and leads to its box; nothing typed is lost.
async function refused(context) {
  const where = "forms, a wrong one";
  const tab = await open(context, where, failing);
  await tab.goto(`${url}/establishments/${ids.markup}/report`, { waitUntil: "load" });
  await tab.fill("#message", "Le rideau est baissé");
  await reach(tab, where, "main .actions button");
  await tab.keyboard.press("Enter");
  await tab.waitForSelector(".faults");
  hold(where, "the summary does not take the focus", await tab.evaluate(() => document.activeElement.matches(".faults")));
  hold(where, "the summary is no alert", (await spoken(tab, "alert")).length === 1);
  hold(where, "what was typed is lost", (await tab.inputValue("#message")) === "Le rideau est baissé");
  await rules(tab, where);
  await reach(tab, where, ".faults a");
  await tab.keyboard.press("Enter");
  const at = await tab.evaluate(() => [location.hash.slice(1), document.activeElement.id]);
  hold(where, `the message leads to ${at}`, at[0] === at[1] && at[0] !== "");
  await tab.keyboard.press("Space");
  await reach(tab, where, "main .actions button");
  await tab.keyboard.press("Enter");
  await tab.waitForSelector(".done");
  hold(where, "it is not said that it was sent", (await spoken(tab, "status")).some((one) => one.text.includes("Merci")));
  await tab.close();
}

async function asked(context) {
  const where = "forms, what was missing";
  const tab = await open(context, where);
  await tab.goto(`${url}/establishments/${ids.markup}/edit?criterion=sanitaires_presence`, { waitUntil: "load" });
  await Promise.all([sent(tab, "asked"), tab.getByRole("button", { name: "Elle me manquait pour décider" }).click()]);
  await tab.close();
}

async function confirmed(context) {
  const where = "forms, still true";
  const tab = await open(context, where);
  await tab.goto(`${url}/establishments/${ids.arabic}`, { waitUntil: "load" });
  // As the first edits of any account, it waits for a moderator.
  await Promise.all([sent(tab, "waits"), tab.getByRole("button", { name: "encore vrai" }).click()]);
  await rules(tab, where);
  await tab.close();
}

export async function forms() {
  await browser({}, async (context) => {
    await corrected(context);
    await refused(context);
    await asked(context);
  });
  const cookies = await signedIn("contributor");
  await browser({}, async (context) => {
    await context.addCookies(cookies);
    await confirmed(context);
  });
  return "an answer, a report, what was missing, signing in, still true";
}
