// The map looked at closely: its own base, colours, narrow windows, notices, and a reader who goes offline.
import { NARROW, WIDE, browser, hold, open, picture, reach, rules, spoken, url } from "./common.mjs";
import { ids } from "./places.mjs";

const VILLEURBANNE = [4.88, 45.77];

export const idle = (tab) => tab.waitForFunction(() => document.getElementById("map").map?.loaded(), null, { timeout: 120_000 });

async function shown(context, where, path, expected) {
  const tab = await open(context, where, expected);
  await tab.goto(url + path, { waitUntil: "networkidle" });
  await tab.locator(".map-tools button").click();
  await tab.waitForSelector("#map canvas");
  await idle(tab);
  return tab;
}

const go = (tab, center, zoom) => tab.evaluate((to) => document.getElementById("map").map.jumpTo(to), { center, zoom });

// Whether a commune is drawn.
const drawn = (tab, department, commune) => tab.waitForFunction(([layer, code]) => {
  const { map } = document.getElementById("map");
  return map.getLayer(layer) && map.queryRenderedFeatures({ layers: [layer] }).some(({ properties }) => properties.code === code);
}, [`communes-${department}`, commune], { timeout: 60_000 });

async function nearer(context) {
  const where = "map, nearer";
  const asked = [];
  const tab = await shown(context, where, "/?q=boulangerie");
  await drawn(tab, "69", "69266");
  tab.on("request", (request) => { if (request.url().includes("/map/communes/")) asked.push(request.url().split("/").pop()); });
  await go(tab, [2.5, 46.5], 5);
  await idle(tab);
  hold(where, "from afar communes are fetched", asked.length === 0);
  await go(tab, [4.6, 45.95], 10.5);
  await drawn(tab, "69", "69157");
  const villages = () => document.getElementById("map").map.queryRenderedFeatures({ layers: ["communes-69-names"] }).length > 3;
  await tab.waitForFunction(villages, null, { timeout: 60_000 });
  hold(where, `departments are asked for more than once or out of sight: ${asked}`, new Set(asked).size === asked.length && asked.length < 6);
  await idle(tab);
  await picture(tab, "map-communes");
  await tab.close();
}

// What is read 4.5 to 1, signs 3 to 1 from the land, from what is really drawn.
const weak = () => {
  const { map } = document.getElementById("map");
  const numbers = (text) => text.match(/[\d.]+/g).slice(0, 3).map(Number);
  const light = (colour) => {
    const [red, green, blue] = colour.map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const between = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const land = numbers(map.getPaintProperty("land", "fill-color"));
  const wrong = [];
  for (const layer of ["towns", "departments"])
    for (const behind of [numbers(map.getPaintProperty(layer, "text-halo-color")), land]) {
      const ratio = between(numbers(map.getPaintProperty(layer, "text-color")), behind);
      if (ratio < 4.5) wrong.push(`${layer}: ${ratio.toFixed(2)}`);
    }
  const signs = map.listImages().filter((name) => /^(place|cluster):/.test(name));
  for (const name of signs) {
    const { data } = map.getImage(name).data;
    let best = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 250) best = Math.max(best, between([data[at], data[at + 1], data[at + 2]], land));
    if (best < 3) wrong.push(`${name}: ${best.toFixed(2)}`);
  }
  if (signs.length === 0) wrong.push("no sign is drawn");
  return { wrong, land };
};

async function colours(context) {
  const where = "map, colours";
  const tab = await shown(context, where, "/?q=boulangerie&needs=manual_wheelchair&unknown=include");
  await go(tab, VILLEURBANNE, 14);
  const lands = [];
  const looks = [{ colorScheme: "light" }, { colorScheme: "dark" }, { colorScheme: "light", contrast: "more" }, { colorScheme: "dark", forcedColors: "active" }];
  for (const look of looks) {
    const name = Object.values(look).join(" ");
    await tab.emulateMedia({ contrast: "no-preference", forcedColors: "none", ...look });
    await tab.waitForFunction(() => document.getElementById("map").map.isStyleLoaded(), null, { timeout: 60_000 });
    const places = () => { const { map } = document.getElementById("map"); return map.getLayer("places") && map.queryRenderedFeatures({ layers: ["places", "clusters"] }).length > 0; };
    await tab.waitForFunction(places, null, { timeout: 60_000 });
    await drawn(tab, "69", "69266");
    // Signs are made when the new style first asks for them.
    const signs = () => document.getElementById("map").map.listImages().some((name) => /^(place|cluster):/.test(name));
    await tab.waitForFunction(signs, null, { timeout: 60_000 });
    const { wrong, land } = await tab.evaluate(weak);
    hold(where, `${name}: ${wrong}`, wrong.length === 0);
    lands.push(String(land));
    await picture(tab, `map-${name.replaceAll(" ", "-")}`);
  }
  hold(where, "the dark map is the light one", lands[0] !== lands[1]);
  await tab.close();
}

async function still(context) {
  const where = "map, without motion";
  const tab = await shown(context, where, "/?q=boulangerie");
  await tab.locator("#map canvas").focus();
  const moved = await tab.evaluate(() => {
    const { map } = document.getElementById("map");
    const before = map.getZoom();
    map.getCanvas().dispatchEvent(new KeyboardEvent("keydown", { key: "+", code: "Equal", keyCode: 187, bubbles: true }));
    return { moving: map.isMoving(), nearer: map.getZoom() > before };
  });
  hold(where, `keys move it with an animation: ${JSON.stringify(moved)}`, !moved.moving && moved.nearer);
  await tab.close();
}

// Windows of 320 pixels, which are those of 1,280 at 400 %.
async function narrow(context) {
  const where = "map, narrow";
  const tab = await shown(context, where, "/?q=boulangerie&needs=manual_wheelchair&unknown=include");
  await tab.locator("#map canvas").focus();
  await tab.keyboard.press("ArrowRight");
  await tab.waitForSelector(".here-button:visible");
  const wrong = await tab.evaluate(() => {
    const controls = [...document.querySelectorAll("#map button:not(.pin), #map summary, #map .maplibregl-ctrl-attrib-button")].filter((one) => one.checkVisibility());
    const boxes = controls.map((one) => [one.textContent || one.className, one.getBoundingClientRect()]);
    const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
    const found = boxes.flatMap(([name, box], at) => boxes.slice(at + 1).filter(([, other]) => !apart(box, other)).map(([other]) => `${name} lies on ${other}`));
    for (const [name, box] of boxes) {
      if (box.width < 24 || box.height < 24) found.push(`${name} is ${box.width} by ${box.height}`);
      if (box.left < 0 || box.right > innerWidth) found.push(`${name} lies outside`);
    }
    return boxes.length < 3 ? [`only ${boxes.length} controls`] : found;
  });
  hold(where, wrong.join("; "), wrong.length === 0);
  await rules(tab, where);
  await picture(tab, "map-narrow");
  await tab.locator(".map-tools button").focus();
  await reach(tab, where, ".over-map");
  const seen = await tab.evaluate(() => { const box = document.activeElement.getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth && box.height >= 24; });
  hold(where, "the link over the map is not seen when it has the focus", seen);
  await picture(tab, "map-narrow-skip");
  await tab.keyboard.press("Enter");
  hold(where, "the link over the map does not lead behind it", await tab.evaluate(() => document.activeElement.id === "after-map"));
  await tab.close();
}

async function announce(id) {
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const answer = await fetch(`${url}/api/v1/establishments/${id}/notices`, {
    method: "POST", body: JSON.stringify({ kind: "works", message: "Travaux devant la porte", until }),
    headers: { authorization: `Api-Key ${process.env.KEY}`, "content-type": "application/json" },
  });
  if (!answer.ok) throw new Error(`notice: ${answer.status} ${await answer.text()}`);
}

async function noticed(context) {
  const where = "map, notices";
  await announce(ids.long);
  const list = await shown(context, where, "/?q=rue+des+essais&commune=69266&needs=manual_wheelchair&unknown=include");
  const signs = await spoken(list, "button");
  const told = signs.filter(({ name }) => /^\d+\. .*avis temporaire en cours \(/.test(name));
  hold(where, `${told.length} signs say a notice of one place`, told.length === 1);
  const mark = await list.evaluate(() => [...document.querySelectorAll(".pin.noticed")].map((one) => getComputedStyle(one, "::after").content));
  hold(where, "the sign has no mark of it", mark.length === 1 && mark[0].includes("!"));
  await picture(list, "map-notice");
  await list.close();

  const tab = await shown(context, where, `/establishments/${ids.arabic}`);
  const place = await (await fetch(`${url}/api/v1/establishments/${ids.long}`)).json();
  await go(tab, place.location.coordinates ?? place.location, 17);
  await tab.waitForFunction(() => document.getElementById("map").map.listImages().some((name) => /^place:.*:notice$/.test(name)), null, { timeout: 60_000 });
  await idle(tab);
  await tab.locator("#map canvas").click();
  const said = await tab.locator(".maplibregl-popup-content").textContent();
  hold(where, `the place says of itself: ${said}`, said.includes("avis temporaire en cours"));
  await rules(tab, where);
  await picture(tab, "map-notice-place");
  await tab.close();
}

async function offline(context) {
  const where = "map, offline";
  const ofNetwork = [];
  let refused = 0;
  const tab = await shown(context, where, "/?q=boulangerie", (text) => /ERR_INTERNET_DISCONNECTED/.test(text) && ofNetwork.push(text));
  tab.on("requestfailed", () => { refused += 1; });
  await context.setOffline(true);
  await go(tab, [1.44, 43.6], 12);
  await tab.waitForSelector("#map .notice:visible");
  await tab.waitForTimeout(2_000);
  hold(where, `${ofNetwork.length} errors of ${refused} requests`, refused < 40 && ofNetwork.length <= refused);
  hold(where, "it is not said once", (await tab.locator("#map .notice:visible").count()) === 1);
  await picture(tab, "map-offline");
  await context.setOffline(false);
  await tab.waitForSelector("#map .notice", { state: "hidden" });
  await drawn(tab, "31", "31555");
  await tab.close();
}

export async function mapped() {
  await browser({ viewport: WIDE, colorScheme: "light" }, async (context) => {
    for (const check of [nearer, colours, noticed, offline]) await check(context);
  });
  await browser({ viewport: NARROW, colorScheme: "dark" }, narrow);
  await browser({ viewport: WIDE, reducedMotion: "reduce" }, still);
}
