// What an account keeps by consent, with and without scripts: asked for, found on another device, withdrawn.
import { browser, hold, open, reach, rules, spoken, url } from "./common.mjs";
import { signedIn } from "./people.mjs";
import { ids } from "./places.mjs";

const failing = (text) => text.includes("Failed to load resource");
const done = (tab, what) => tab.waitForURL((now) => now.searchParams.get("done") === what);

// One device: with needs and a place that this browser keeps, from the unticked box to the button of a place, by keyboard.
async function consented(context) {
  const where = "account, consent";
  const tab = await open(context, where, failing);
  await tab.goto(url, { waitUntil: "networkidle" });
  await tab.check("#need-deaf");
  await tab.check("#remember");
  await tab.goto(`${url}/establishments/${ids.long}`, { waitUntil: "networkidle" });
  await tab.getByRole("button", { name: "Garder ce lieu" }).click();
  await tab.goto(`${url}/account/needs`, { waitUntil: "networkidle" });
  hold(where, "the box is ticked before anybody ticked it", !(await tab.isChecked("#consent")));
  hold(where, "what this browser keeps is not offered", await tab.isChecked("#need-deaf"));
  hold(where, "places of this browser are taken along unasked", !(await tab.isChecked("#take-places")));
  await rules(tab, where);
  await tab.fill("#limit-max_steps", "2");
  await reach(tab, where, "#own-needs .actions button");
  await tab.keyboard.press("Enter");
  await tab.waitForSelector("#faults");
  hold(where, "without consent the summary does not take the focus", await tab.evaluate(() => document.activeElement.id === "faults"));
  hold(where, "what was typed is lost", (await tab.inputValue("#limit-max_steps")) === "2" && await tab.isChecked("#need-deaf"));
  await rules(tab, `${where}, refused`);
  await reach(tab, where, "#faults a");
  await tab.keyboard.press("Enter");
  await tab.keyboard.press("Space");
  hold(where, "the message does not lead to the box", await tab.isChecked("#consent"));
  await tab.check("#take-places");
  await reach(tab, where, "#own-needs .actions button");
  await Promise.all([done(tab, "kept"), tab.keyboard.press("Enter")]);
  hold(where, "it is not said", (await spoken(tab, "status")).some((one) => one.text.includes("gardé dans votre compte")));
  hold(where, "an address holds them", !/deaf|steps/.test(tab.url()));
  await rules(tab, `${where}, kept`);
  await tab.close();
}

// Another device, which knows nothing but the session.
async function elsewhere(context, scripts) {
  const where = `account, another device${scripts ? "" : " without scripts"}`;
  const tab = await open(context, where);
  await tab.goto(url, { waitUntil: "load" });
  hold(where, "needs are not ticked", await tab.isChecked("#need-deaf"));
  hold(where, "the limit is not there", (await tab.inputValue("#limit-max_steps")) === "2");
  hold(where, "the device offers to keep them too", (await tab.locator("#remember").count()) === 0);
  await tab.goto(`${url}/saved`, { waitUntil: "load" });
  hold(where, "the place is not listed", (await tab.locator("#in-account ~ ul h3 a").count()) >= 1);
  await rules(tab, `${where}, places`, scripts);
  await tab.goto(`${url}/establishments/${ids.arabic}`, { waitUntil: "load" });
  hold(where, "the place is not judged for them", (await tab.textContent("#verdict")).includes("mes besoins"));
  hold(where, "a link of the page holds them", !/need(s|%5B)?[=%]/.test(await tab.content()));
  const said = (what) => tab.waitForURL((now) => now.searchParams.get("said") === what);
  await Promise.all([said("favourite"), tab.getByRole("button", { name: "Garder dans mes lieux" }).click()]);
  await rules(tab, `${where}, a place`, scripts);
  await Promise.all([said("forgotten"), tab.getByRole("button", { name: "Retirer de mes lieux" }).click()]);
  await tab.close();
}

async function withdrawn(context) {
  const where = "account, withdrawn";
  const tab = await open(context, where);
  await tab.goto(`${url}/account/needs`, { waitUntil: "load" });
  await Promise.all([done(tab, "withdrawn"), tab.getByRole("button", { name: "Retirer mon accord" }).click()]);
  hold(where, "it is not said", (await spoken(tab, "status")).some((one) => one.text.includes("effacés")));
  await tab.goto(url, { waitUntil: "load" });
  hold(where, "needs are still ticked", !(await tab.isChecked("#need-deaf")));
  await tab.goto(`${url}/saved`, { waitUntil: "load" });
  hold(where, "places are still listed", (await tab.textContent("main")).includes("il faut votre accord"));
  await tab.close();
}

export async function account() {
  const cookies = await signedIn("contributor");
  const as = (options, work) => browser(options, async (context) => {
    await context.addCookies(cookies);
    await work(context);
  });
  await as({}, consented);
  await as({}, (context) => elsewhere(context, true));
  await as({ javaScriptEnabled: false }, (context) => elsewhere(context, false));
  await as({}, withdrawn);
  return "asked for, found on another device, withdrawn";
}
