// What a screen reader is told of a page, and the order in which Tab goes through it: landmarks, headings, names of controls,
// focus that is seen and follows what is read.
import { NARROW, WIDE, all, browser, each, fault, hold, open, spoken, url } from "./common.mjs";
import { contrast } from "./contrast.mjs";

const CONTROLS = ["button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "spinbutton", "listbox"];
const MOST_STEPS = 400;

async function tree(tab, where) {
  for (const role of ["banner", "main", "contentinfo"]) {
    const found = await spoken(tab, role);
    hold(where, `${found.length} landmarks are ${role}`, found.length === 1);
  }
  const names = (await spoken(tab, "navigation")).map((one) => one.name);
  hold(where, "a navigation has no name of its own", names.every(Boolean) && new Set(names).size === names.length);
  const headings = await spoken(tab, "heading");
  hold(where, "it has not one first heading", headings.filter((one) => one.level === 1).length === 1);
  for (const role of CONTROLS)
    for (const one of await spoken(tab, role)) if (!one.name.trim()) fault(where, `a ${role} has no name`);
  const title = await tab.title();
  hold(where, `its title says nothing: ${title}`, /\S – Plainpied$/.test(title));
}

// Where the focus stands: its place in the document and on the page, and whether it is seen.
const FOCUSED = () => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  return {
    place: [...document.querySelectorAll("*")].indexOf(one),
    top: box.top + scrollY, left: box.left, bottom: box.bottom + scrollY,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    within: box.top >= -1 && box.bottom <= innerHeight + 1 || box.height > innerHeight,
    what: one.outerHTML.slice(0, 90),
    region: one.closest("header, main, footer, .skips")?.className || one.closest("header, main, footer")?.tagName,
  };
};

// Every step goes on in the document, and never up but to the right: as one reads.
async function order(tab, where) {
  let before = null;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await tab.keyboard.press("Tab");
    const now = await tab.evaluate(FOCUSED);
    if (!now || (before && now.place < before.place && step > 3 && now.region === "skips")) return;
    if (!now.outlined) fault(where, `focus is not visible: ${now.what}`);
    if (!now.within) fault(where, `focus is out of sight: ${now.what}`);
    if (before && now.region === before.region) {
      if (now.place < before.place) fault(where, `focus goes back: ${before.what} -> ${now.what}`);
      if (now.bottom <= before.top && now.left <= before.left) fault(where, `focus goes up: ${before.what} -> ${now.what}`);
    }
    before = now;
  }
}

export async function trees() {
  const { results: [{ id }] } = await (await fetch(`${url}/api/v1/search?q=boulangerie&limit=1&facets=false`)).json();
  const usual = { home: "/", results: "/?q=boulangerie&needs=manual_wheelchair&unknown=include", place: `/establishments/${id}?needs=blind` };
  const others = {
    place_all: `/establishments/${id}`, commune: "/places/69/69123", statistics: "/statistics", help: "/help", easy: "/facile",
    contribute: "/contribute", edit: `/establishments/${id}/edit?criterion=entree_largeur_mini`, report: `/establishments/${id}/report`,
    console: "/api/console", embed: "/embed", accessibility: "/accessibility", signin: "/signin", missing: "/nowhere",
  };
  const pages = Object.entries(all ? { ...usual, ...others } : usual);
  const failing = (text) => text.includes("Failed to load resource");
  for (const [look, options] of [["wide", { viewport: WIDE }], ["narrow, dark", { viewport: NARROW, colorScheme: "dark" }]]) {
    await browser({ reducedMotion: "reduce", ...options }, (context) => each(pages, async ([page, path]) => {
      const tab = await open(context, `tree, ${page}`, failing);
      await tab.goto(url + path, { waitUntil: "load" });
      if (look === "wide") await tree(tab, `tree, ${page}`);
      await contrast(tab, `contrast of controls, ${page}, ${look}`);
      await order(tab, `focus order, ${page}, ${look}`);
      await tab.close();
    }));
  }
  return `names, roles, focus order and edges of ${pages.length} pages`;
}
