// What others show on their pages: the element and the frame, on a page of another origin.
import { createServer } from "node:http";
import { browser, hold, open, picture, rules, url } from "./common.mjs";

// A page of another site.
async function elsewhere(body, work) {
  const server = createServer((request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Ville</title></head><body><main><h1>Ville</h1>${body}</main></body></html>`);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    await work(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.close();
  }
}

async function element(context, id, name) {
  const where = "element on another site";
  const code = `<script src="${url}/embed/plainpied-place.js" async></script>
    <plainpied-place id="${id}" size="full" theme="dark" needs="manual_wheelchair"><a href="${url}/establishments/${id}">Martin</a></plainpied-place>
    <plainpied-place id="00000000-0000-7000-8000-000000000000" lang="en"></plainpied-place>`;
  await elsewhere(code, async (address) => {
    const tab = await open(context, where, (text) => text.startsWith(address) || text.includes("Failed to load resource"));
    await tab.goto(address, { waitUntil: "networkidle" });
    hold(where, "no place", (await tab.locator("plainpied-place h2").textContent()) === name);
    hold(where, "no verdict in words", /Oui|Non|On ne sait pas/.test(await tab.locator("plainpied-place strong").first().textContent()));
    hold(where, "the verdict does not name the need", /fauteuil/i.test(await tab.locator("plainpied-place").first().locator("p").nth(1).textContent()));
    hold(where, "a place that is not there is not said to be", (await tab.locator("plainpied-place").nth(1).locator("p").textContent()).includes("no longer"));
    hold(where, "it sets cookies", (await context.cookies()).length === 0);
    await rules(tab, where);
    await picture(tab, "element");
    await tab.locator("plainpied-place").first().evaluate((one) => one.setAttribute("lang", "en"));
    await tab.waitForFunction(() => document.querySelector("plainpied-place").shadowRoot.textContent.includes("Everything that is known"));
    await tab.close();
  });
}

async function frame(context, id, name) {
  const where = "frame on another site";
  const builder = await open(context, where);
  await builder.goto(`${url}/embed?id=${id}&size=full`, { waitUntil: "networkidle" });
  const code = await builder.inputValue("#snippet");
  await builder.getByRole("button", { name: "Copier le code" }).first().waitFor();
  await builder.close();
  await elsewhere(code, async (address) => {
    const tab = await open(context, where, (text) => text.startsWith(address) || text.includes("favicon"));
    await tab.goto(address, { waitUntil: "networkidle" });
    hold(where, "no place in the frame", (await tab.frameLocator("iframe").locator("h1").textContent()) === name);
    hold(where, "it sets cookies", (await context.cookies()).length === 0);
    await tab.close();
  });
  await elsewhere(`<iframe title="page" src="${url}/establishments/${id}"></iframe>`, async (address) => {
    const tab = await open(context, where, () => true);
    await tab.goto(address, { waitUntil: "networkidle" });
    const shown = await tab.frameLocator("iframe").locator("body").textContent();
    hold(where, "pages that are not made for it can be framed", !shown.includes(name));
    await tab.close();
  });
}

export async function embed() {
  const { results: [{ id, name }] } = await (await fetch(`${url}/api/v1/search?q=boulangerie&limit=1&facets=false`)).json();
  await browser({}, async (context) => {
    await element(context, id, name);
    await frame(context, id, name);
  });
  return "element, frame";
}
