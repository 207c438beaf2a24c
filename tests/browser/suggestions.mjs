// The boxes for what and where as comboboxes, as a screen reader hears them.
import { browser, hold, open, picture, rules, spoken, url } from "./common.mjs";

export async function suggestions() {
  const where = "suggestions";
  await browser({}, async (context) => {
    const tab = await open(context, where);
    await tab.goto(url, { waitUntil: "networkidle" });
    await tab.locator("#where").focus();
    await tab.keyboard.type("villeur");
    await tab.waitForSelector("[role=option]");
    const [box] = (await spoken(tab, "combobox")).filter((one) => one.name === "Où");
    hold(where, "the box is no combobox that says it is open", box?.expanded === true && box?.autocomplete === "list");
    hold(where, "the list has no options for screen readers", (await spoken(tab, "option")).length > 0);
    await tab.waitForFunction(() => /suggestion/.test(document.getElementById("spoken").textContent));
    const said = (await spoken(tab, "status")).map((one) => one.text).join(" ");
    hold(where, `the count is not announced: ${said}`, /\d+ suggestions?/.test(said));
    await rules(tab, `${where}, open`);
    await picture(tab, "suggestions");

    await tab.keyboard.press("ArrowDown");
    const active = await tab.evaluate(() => document.getElementById(document.activeElement.getAttribute("aria-activedescendant"))?.textContent ?? "");
    hold(where, `the arrow leads to ${active}`, active.startsWith("Villeurbanne"));
    await tab.keyboard.press("Enter");
    hold(where, "Enter does not take the option", (await tab.inputValue("#where")) === "Villeurbanne");
    hold(where, "Enter sends the form with the option", new URL(tab.url()).search === "");
    hold(where, "the commune that was chosen is not meant", (await tab.locator("input[name=meant]").inputValue()) === "69266");

    await tab.locator("#where").fill("");
    await tab.keyboard.type("lyo");
    await tab.waitForSelector("[role=option]");
    hold(where, "another text still means the first commune", (await tab.locator("input[name=meant]").count()) === 0);
    await tab.keyboard.press("Escape");
    hold(where, "Escape does not close the list", (await tab.locator("[role=option]:visible").count()) === 0);
    hold(where, "Escape takes the text away", (await tab.inputValue("#where")) === "lyo");

    // Without suggestions the box is a box.
    await context.route("**/api/v1/suggest*", (route) => route.abort());
    const quiet = await open(context, where, (text) => text.includes("Failed to load resource"));
    await quiet.goto(url, { waitUntil: "networkidle" });
    await quiet.locator("#q").focus();
    await quiet.keyboard.type("boulangerie");
    await quiet.waitForTimeout(400);
    await Promise.all([quiet.waitForURL(/q=boulangerie/), quiet.keyboard.press("Enter")]);
  });
  return "comboboxes";
}
