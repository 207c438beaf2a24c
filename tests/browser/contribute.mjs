// Adding a place: by keyboard alone, in few actions, with scripts and without; faults; a draft after the browser was closed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NARROW, browser, hold, open, picture, reach, rules, url } from "./common.mjs";

const MOST_ACTIONS = 9;
// Forms that come back say so with their status, which the console notes.
const meant = (text) => text.includes("Failed to load resource");

// What somebody does with the keyboard, counted: a box filled in, an answer chosen, a button pressed.
function hands(tab, where) {
  const done = { actions: 0 };
  // No timer of a page without scripts runs: the browser tells that it has left.
  const leave = () => Promise.all([tab.waitForNavigation(), tab.keyboard.press("Enter")]);
  return {
    done,
    async type(selector, text) {
      await reach(tab, where, selector);
      await tab.keyboard.type(text);
      done.actions += 1;
    },
    async choose(selector) {
      await reach(tab, where, selector);
      await tab.keyboard.press("Space");
      done.actions += 1;
    },
    async press(selector) {
      if (selector) await reach(tab, where, selector);
      await leave();
      done.actions += 1;
    },
  };
}

// As far as the first question about a new place.
async function begin(tab, by, name) {
  await by.type("#name", name);
  await by.type("#commune", "Villeurbanne");
  await by.type("#activity", "Boulangerie");
  await by.press("#which .actions button");
  await tab.waitForSelector("#entree_plain_pied");
}

// The whole way, from the page that is linked everywhere to what becomes of a suggestion of nobody who is known.
async function whole(name, options) {
  const where = `adding a place, ${name}`;
  const scripts = options.javaScriptEnabled !== false;
  await browser(options, async (context) => {
    const tab = await open(context, where);
    await tab.goto(`${url}/contribute`);
    await rules(tab, where, scripts);
    const by = hands(tab, where);
    await begin(tab, by, `Fournil des Essais ${name}`);
    await rules(tab, `${where}, question`, scripts);
    await picture(tab, `contribute-question-${name}`);
    await by.choose("#entree_plain_pied");
    await by.type("#entree_largeur_mini", "90");
    await by.press();
    await tab.waitForSelector("#sanitaires_presence");
    await by.choose("#sanitaires_presence");
    await by.press("button[value=publish]");
    hold(where, `it ends at ${tab.url()}`, tab.url().includes("said=waits"));
    hold(where, "nothing says that it is kept", await tab.locator(".done").first().isVisible());
    hold(where, `it takes ${by.done.actions} actions`, by.done.actions <= MOST_ACTIONS);
  });
}

// What is missing or wrong stands in a summary that has the focus and leads to each box.
async function faulty(name, options) {
  const where = `adding a place, faults, ${name}`;
  await browser(options, async (context) => {
    const tab = await open(context, where, meant);
    await tab.goto(`${url}/contribute`);
    const by = hands(tab, where);
    await by.type("#commune", "Villeurbanne");
    await by.choose("#which summary");
    await by.type("#postal_code", "691");
    await by.press();
    await tab.waitForSelector("#faults");
    await tab.waitForTimeout(100);
    hold(where, "the summary has no focus", await tab.evaluate(() => document.activeElement.id === "faults"));
    hold(where, "the title says nothing", (await tab.title()).startsWith("Erreur"));
    const lost = await tab.evaluate(() => [...document.querySelectorAll("#faults a")]
      .filter((one) => !document.querySelector(`${one.getAttribute("href")}[aria-invalid]`)).map((one) => one.textContent));
    hold(where, `links lead to no box: ${lost.join(" | ")}`, lost.length === 0);
    hold(where, "the name is not missed", (await tab.locator("#faults a[href=\"#name\"]").count()) === 1);
    hold(where, "what was typed is lost", (await tab.inputValue("#commune")) === "Villeurbanne");
    await rules(tab, where, options.javaScriptEnabled !== false);
    await picture(tab, `contribute-faults-${name}`);
  });
}

// A draft is found again by a browser that was closed, and ends as it was meant to.
async function resumed() {
  const where = "a draft after the browser was closed";
  const kept = mkdtempSync(join(tmpdir(), "plainpied-kept-"));
  try {
    await browser({ kept }, async (context) => {
      const tab = await open(context, where);
      await tab.goto(`${url}/contribute`);
      const by = hands(tab, where);
      await begin(tab, by, "Miettes et Levains");
      await by.type("#entree_largeur_mini", "85");
      await by.press();
    });
    await browser({ kept, viewport: NARROW, colorScheme: "dark" }, async (context) => {
      const tab = await open(context, where);
      await tab.goto(`${url}/contribute`);
      await rules(tab, where);
      await tab.locator("section a", { hasText: "Miettes et Levains" }).click();
      await tab.waitForSelector("#answers");
      hold(where, "what was answered is lost", (await tab.textContent("main")).includes("85"));
      await rules(tab, `${where}, summary`);
      await picture(tab, "contribute-summary");
      await tab.getByRole("button", { name: "Supprimer ce brouillon" }).click();
      await tab.waitForURL(/said=deleted/);
      hold(where, "it is still there", (await tab.locator("#drafts").count()) === 0);
    });
  } finally {
    rmSync(kept, { recursive: true, force: true });
  }
}

export async function contribute() {
  await whole("scripts", {});
  await whole("without-scripts", { javaScriptEnabled: false });
  await faulty("scripts", { viewport: NARROW, colorScheme: "dark" });
  await faulty("without-scripts", { javaScriptEnabled: false });
  await resumed();
  return "places added";
}
