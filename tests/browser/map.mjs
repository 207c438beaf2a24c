// The map: opened by its button, by keyboard, in step with the list, in both themes, and when it cannot load.
import { NARROW, WIDE, browser, hold, open, picture, reach, rules, spoken, url } from "./common.mjs";
import { idle, mapped } from "./mapped.mjs";

async function beside(context, name) {
  const where = `map, ${name}`;
  const tab = await open(context, where);
  await tab.goto(`${url}/?q=boulangerie&needs=manual_wheelchair&unknown=include`, { waitUntil: "networkidle" });
  hold(where, "the script of the map is loaded before it is wanted", (await tab.locator("canvas").count()) === 0);
  await reach(tab, where, ".map-tools button");
  await tab.keyboard.press("Enter");
  await tab.waitForSelector("#map canvas");
  await idle(tab);
  hold(where, "opening does not lead to the map", await tab.evaluate(() => document.activeElement.matches("canvas")));
  const region = (await spoken(tab, "region")).find((one) => one.name.startsWith("Carte :"));
  hold(where, "the map has no name that says how to move it", region);
  const before = await tab.evaluate(() => document.getElementById("map").map.getCenter().toArray());
  await tab.keyboard.press("ArrowRight");
  await tab.waitForFunction((lon) => document.getElementById("map").map.getCenter().lng > lon, before[0]);
  await tab.keyboard.press("Equal");
  await tab.waitForSelector(".here-button:visible");

  const drawn = await tab.evaluate(() => document.querySelectorAll(".results > li").length);
  hold(where, "not every place of the list stands on the map", (await tab.locator(".pin").count()) === drawn);
  await picture(tab, `map-${name}`);
  await tab.locator(".pin").first().focus();
  hold(where, "the list is not in step with the map", (await tab.locator(".results > li.lit").count()) === 1);
  await tab.keyboard.press("Enter");
  hold(where, "a sign does not lead to its place in the list", await tab.evaluate(() => document.activeElement.matches(".results > li:first-child a")));
  hold(where, "the map is not in step with the list", (await tab.locator(".pin.lit").count()) === 1);
  await rules(tab, where);

  await tab.locator(".here-button").focus();
  await tab.keyboard.press("Enter");
  await tab.waitForURL(/bbox=/);
  await tab.waitForFunction(() => document.activeElement.id === "results");
  hold(where, "the area is not named as a filter", (await tab.locator("#narrowed + ul").textContent()).includes("zone de la carte"));
  hold(where, "searching the area forgets the needs", new URL(tab.url()).searchParams.get("needs") === "manual_wheelchair");
  await tab.getByRole("button", { name: "Fermer la carte" }).click();
  hold(where, "the map does not close", (await tab.locator("canvas").count()) === 0);
  await tab.close();
}

async function low(context) {
  const where = "map, all of France";
  const tab = await open(context, where);
  await tab.goto(`${url}/?needs=manual_wheelchair&unknown=include`, { waitUntil: "networkidle" });
  await tab.locator(".map-tools button").click();
  await tab.waitForSelector("#map canvas");
  await tab.evaluate(() => document.getElementById("map").map.jumpTo({ center: [3.5, 46.2], zoom: 6.6 }));
  await idle(tab);
  const judged = () => document.getElementById("map").map.queryRenderedFeatures({ layers: ["clusters"] }).some(({ properties }) => {
    const of = (name) => properties[name] ?? 0;
    return of("count") > 1 && of("yes") > 0 && of("yes") + of("with_help") + of("no") + of("unknown") === of("count");
  });
  await tab.waitForFunction(judged, null, { timeout: 60_000 });
  await picture(tab, "map-france");
  await tab.close();
}

async function failing(context) {
  const where = "map without tiles";
  await context.route("**/tiles/**", (route) => route.abort());
  const tab = await open(context, where, (text) => /Failed to load|AJAXError|fetch/.test(text));
  await tab.goto(`${url}/?q=boulangerie`, { waitUntil: "networkidle" });
  await tab.locator(".map-tools button").click();
  await tab.waitForSelector("#map canvas");
  await tab.waitForSelector("#map .notice:visible");
  hold(where, "no sentence says so", (await spoken(tab, "status")).some((one) => one.text.includes("La liste est complète")));
  hold(where, "it is said more than once", (await tab.locator("#map .notice:visible").count()) === 1);
  hold(where, "the list is gone", (await tab.locator(".results > li").count()) > 0);
  await tab.close();
  await context.unroute("**/tiles/**");
}

async function ofPlace(context) {
  const where = "map of a place";
  const tab = await open(context, where);
  const { results: [{ id }] } = await (await fetch(`${url}/api/v1/search?q=boulangerie&limit=1&facets=false`)).json();
  await tab.goto(`${url}/establishments/${id}`, { waitUntil: "networkidle" });
  await tab.locator(".map-tools button").click();
  await tab.waitForSelector("#map .pin");
  await idle(tab);
  await rules(tab, where);
  await picture(tab, "map-place");
  await tab.close();
}

export async function map() {
  await browser({ viewport: WIDE, colorScheme: "light" }, async (context) => {
    await beside(context, "wide-light");
    await low(context);
    await failing(context);
    await ofPlace(context);
  });
  await browser({ viewport: NARROW, colorScheme: "dark", reducedMotion: "reduce" }, (context) => beside(context, "narrow-dark"));
  await mapped();
  return "map";
}
