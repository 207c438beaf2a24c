// What a person wants to do, by keyboard alone, and how many actions it takes: typing into a box, or pressing a key on a control.
import { browser, fault, hold, open, reach, url } from "./common.mjs";

const MOST = 5;

// Counts what is done on a tab.
function person(tab, where) {
  const done = [];
  return {
    done,
    async type(selector, text) {
      if (await reach(tab, where, selector)) done.push(`type ${text}`);
      await tab.keyboard.type(text);
    },
    async press(selector, key) {
      if (await reach(tab, where, selector)) done.push(`press ${key} on ${selector}`);
      await tab.keyboard.press(key);
    },
  };
}

// A bakery that is accessible by wheelchair, to be found by the street that one knows.
async function wanted() {
  const asked = `${url}/api/v1/search?q=boulangerie&activity=boulangerie&needs=manual_wheelchair&verdict=yes,with_help&facets=false&limit=1`;
  const { results: [place] } = await (await fetch(asked)).json();
  return place;
}

async function bakery(context, where, scripts) {
  const place = await wanted();
  const { address } = place;
  const tab = await open(context, where);
  await tab.goto(url, { waitUntil: "load" });
  const one = person(tab, where);
  await one.type("#q", "boulangerie");
  await one.type("#where", `${address.street}, ${place.commune.name}`);
  if (scripts) await tab.waitForTimeout(500);
  await one.press("#need-manual_wheelchair", "Space");
  await one.press(".search .actions button", "Enter");
  await tab.waitForSelector("#results");
  const first = tab.locator(".results > li").filter({ hasText: address.street }).first();
  hold(where, `no place of ${address.street} is found`, (await first.count()) === 1);
  if ((await first.count()) === 1) {
    const verdict = (await first.locator(".verdict").first().textContent()).trim();
    hold(where, `the verdict is not a yes: ${verdict}`, /Oui/.test(verdict));
    hold(where, "no reason stands beside it", (await first.locator("ul li").count()) > 0);
  }
  hold(where, `it takes ${one.done.length} actions: ${one.done.join(", ")}`, one.done.length < MOST);
  await tab.close();
  return one.done.length;
}

export async function tasks() {
  let actions = 0;
  await browser({}, async (context) => { actions = await bakery(context, "task, a bakery", true); });
  await browser({ javaScriptEnabled: false }, (context) => bakery(context, "task, a bakery without scripts", false))
    .catch((error) => fault("task, a bakery without scripts", error.message));
  return `an accessible bakery in ${actions} actions`;
}
