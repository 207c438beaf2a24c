// Results that follow the form, "around me", and what is undone.
import { browser, hold, open, reach, rules, spoken, url } from "./common.mjs";

const answered = (tab) => tab.waitForSelector("#answer:not([aria-busy]) #results");
const status = async (tab) => (await spoken(tab, "status")).map((one) => one.text).join(" ");

async function following(context) {
  const where = "filters";
  const tab = await open(context, where);
  await tab.goto(`${url}/?q=boulangerie`, { waitUntil: "networkidle" });
  const before = await tab.textContent("#results");
  await tab.evaluate(() => { window.same = true; });
  await reach(tab, where, ".own > summary");
  await tab.keyboard.press("Enter");
  await reach(tab, where, "#need-manual_wheelchair");
  await tab.keyboard.press("Space");
  await tab.waitForURL(/need/);
  await answered(tab);
  hold(where, "a new page was loaded", await tab.evaluate(() => window.same === true));
  hold(where, "the focus is lost", await tab.evaluate(() => document.activeElement.id === "need-manual_wheelchair"));
  hold(where, "the needs are not named above the results", (await tab.textContent(".own > summary")).includes("Fauteuil roulant manuel"));
  const after = (await tab.textContent("#results")).trim();
  hold(where, "the list did not follow", after !== before.trim());
  await tab.waitForFunction((text) => document.getElementById("spoken").textContent === text, after);
  hold(where, "the new count is not announced", (await status(tab)).includes(after));
  hold(where, "results have no verdict", (await tab.locator(".results .verdict").count()) > 0);
  await rules(tab, `${where}, followed`);
  await tab.goBack();
  await tab.waitForFunction((text) => document.getElementById("results")?.textContent === text, before);
  hold(where, "going back leaves the box ticked", !(await tab.isChecked("#need-manual_wheelchair")));
  await tab.locator("#q").fill("zzzzqqqq");
  await tab.keyboard.press("Enter");
  await tab.waitForURL(/zzzzqqqq/);
  await answered(tab);
  await tab.waitForFunction(() => document.activeElement.id === "results");

  await tab.goto(`${url}/?q=boulangerie&activity=boulangerie&bbox=4.8,45.7,4.9,45.8`);
  const undo = tab.locator("#narrowed + ul a").nth(1);
  await undo.click();
  await tab.waitForURL((now) => !now.search.includes("bbox") && now.search.includes("activity"));
  await tab.close();
}

// What is offered to narrow the search finds as many as it says, stands there as a filter, and can be undone.
async function narrowed(context) {
  const where = "filters, narrowed";
  const tab = await open(context, where);
  await tab.goto(`${url}/?q=boulangerie`, { waitUntil: "load" });
  await tab.locator(".facets summary").focus();
  await tab.keyboard.press("Enter");
  const offered = tab.locator(".facets h3", { hasText: "Réponses connues" }).locator("+ ul li").first();
  const [name, count] = [await offered.locator("a").textContent(), Number((await offered.textContent()).match(/\((\d+)\)/)[1])];
  await Promise.all([tab.waitForURL(/completeness=/), offered.locator("a").click()]);
  const found = Number.parseInt(await tab.textContent("#results"), 10);
  hold(where, `${name} finds ${found}, not ${count}`, found === count);
  hold(where, `${name} is not named as a filter`, (await tab.locator("#narrowed + ul").textContent()).includes(name));
  await rules(tab, where);
  await Promise.all([tab.waitForURL((now) => !now.search.includes("completeness")), tab.locator("#narrowed + ul a").first().click()]);
  await tab.close();
}

// A limit that cannot be: the results stay, the fault stands at its box, and who sends the form is led to it.
async function wrong(context) {
  const where = "filters, a wrong limit";
  const tab = await open(context, where, (text) => text.includes("Failed to load resource"));
  await tab.goto(`${url}/?q=boulangerie&needs=manual_wheelchair`, { waitUntil: "networkidle" });
  const before = await tab.textContent("#results");
  const top = await tab.evaluate(() => document.querySelector(".results > li").getBoundingClientRect().top);
  hold(where, `the first result lies ${top} down the page`, top < 800);
  const box = tab.locator("#limit-chair_width");
  await tab.evaluate(() => document.querySelectorAll(".search details").forEach((fold) => { fold.open = true; }));
  await box.fill("9999");
  await tab.keyboard.press("Tab");
  await tab.waitForSelector("#limit-chair_width[aria-invalid=true]");
  hold(where, "the results are gone", (await tab.textContent("#results")) === before);
  hold(where, "the fault is not said", (await tab.textContent("#limit-chair_width-error")).includes("de 40 à 120"));
  hold(where, "what was typed is lost", (await box.inputValue()) === "9999");
  await rules(tab, where);
  await tab.evaluate(() => document.querySelectorAll(".search details").forEach((fold) => { fold.open = false; }));
  await tab.locator("#q").focus();
  await tab.keyboard.press("Enter");
  await tab.waitForFunction(() => document.activeElement.id === "faults");
  hold(where, "the box at fault is folded away", await box.isVisible());
  await tab.locator("#faults a").click();
  hold(where, "the message does not lead to the box", await tab.evaluate(() => document.activeElement.id === "limit-chair_width"));
  await box.fill("70");
  await tab.keyboard.press("Tab");
  await tab.waitForURL(/chair_width/);
  await answered(tab);
  hold(where, "the fault stays", (await tab.locator("[aria-invalid], .wrong, #faults").count()) === 0);
  await tab.goto(url, { waitUntil: "networkidle" });
  await tab.evaluate(() => document.querySelectorAll(".search details").forEach((fold) => { fold.open = true; }));
  await box.fill("abc");
  await tab.keyboard.press("Enter");
  await tab.waitForSelector("#faults");
  hold(where, "the page that comes back does not lead to what is wrong", await tab.evaluate(() => document.activeElement.id === "faults"));
  hold(where, "the page that comes back lost what was typed", (await box.inputValue()) === "abc");
  await rules(tab, `${where}, alone`);
  await tab.close();
}

async function nearMe(context) {
  const where = "around me";
  const tab = await open(context, where);
  await tab.goto(url, { waitUntil: "networkidle" });
  await tab.locator("#q").fill("boulangerie");
  await context.setGeolocation({ latitude: 45.766_712_3, longitude: 4.880_312_3 });
  await context.grantPermissions(["geolocation"]);
  await tab.getByRole("button", { name: "Autour de moi" }).click();
  await tab.waitForURL(/lat=45\.7667&/);
  await answered(tab);
  hold(where, "no distances", / m|km/.test(await tab.textContent(".results .where")));
  hold(where, "it cannot be undone", (await tab.locator("#narrowed + ul").textContent()).includes("autour de ma position"));
  await tab.close();
}

async function refused(context) {
  const where = "around me, refused";
  const tab = await open(context, where);
  await tab.goto(url, { waitUntil: "networkidle" });
  await tab.evaluate(() => {
    navigator.geolocation.getCurrentPosition = (found, failed) => failed({ code: 1 });
  });
  await tab.getByRole("button", { name: "Autour de moi" }).click();
  hold(where, "it does not lead to the box", await tab.evaluate(() => document.activeElement.id === "where"));
  hold(where, "it does not say why", (await status(tab)).includes("n'a pas le droit"));
  await rules(tab, where);
  await tab.close();
}

export async function filters() {
  await browser({}, async (context) => {
    await following(context);
    await narrowed(context);
    await wrong(context);
    await refused(context);
    await nearMe(context);
  });
  return "live filters, position";
}
