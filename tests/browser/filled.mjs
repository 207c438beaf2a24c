// Pages of people with something on them: what waits for the moderators and what they decided, contributions, a place that is
// managed, drafts, subscriptions, favourites. Of places whose names are odd.
import { browser, url } from "./common.mjs";
import { signedIn } from "./people.mjs";
import { NAMES, ids } from "./places.mjs";

const LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützen".repeat(2);

async function post(path, body, known = true) {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: "POST", body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...(known ? { authorization: `Api-Key ${process.env.KEY}` } : {}) },
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(said)}`);
  return said;
}

// Ids of what was made, by what it is.
export const made = {};

// What waits, and what was decided: of nobody, and of the moderator, who manages a place then.
async function queue() {
  const suggest = (establishment, description) => post("/suggestions", { establishment, description }, false);
  const other = { name: `${LONG_WORD} ${NAMES.markup}`, criteria: { entree_plain_pied: false, entree_largeur_mini: 71, sanitaires_presence: true } };
  made.suggestion = (await suggest(ids.arabic, other)).id;
  await suggest(ids.markup, { criteria: { commentaire: "<script>alert(1)</script> مرحبا & au revoir" } });
  made.report = (await post(`/establishments/${ids.long}/reports`, { kind: "wrong", message: `La porte <b>coince</b> : ${LONG_WORD} مرحبا` }, false)).id;
  await post(`/establishments/${ids.arabic}/reports`, { kind: "closed" }, false);
  const decided = await post(`/establishments/${ids.markup}/reports`, { kind: "wrong", message: "Le rideau est baissé" }, false);
  await post(`/reports/${decided.id}/decision`, { decision: "rejected", answer: `Vérifié sur place : ${LONG_WORD}` });
  for (const key of ["long", "markup", "arabic"]) {
    const { id } = await post(`/establishments/${ids[key]}/claims`, { message: "C'est ma boulangerie." });
    await post(`/claims/${id}/decision`, { decision: "accepted" });
  }
}

// What is made by forms only.
async function byForms() {
  const cookies = await signedIn("moderator");
  await browser({}, async (context) => {
    await context.addCookies(cookies);
    const tab = await context.newPage();
    for (const key of ["long", "markup", "arabic"]) {
      await tab.goto(`${url}/establishments/${ids[key]}`, { waitUntil: "load" });
      await Promise.all([tab.waitForURL(/drafts/), tab.getByRole("button", { name: "Répondre aux questions" }).click()]);
      await tab.goto(`${url}/subscribe?establishment=${ids[key]}`, { waitUntil: "load" });
      await Promise.all([tab.waitForURL(/subscriptions/), tab.locator("main form button").first().click()]);
    }
    await tab.goto(`${url}/account/needs`, { waitUntil: "load" });
    await tab.check("#need-manual_wheelchair");
    await tab.check("#consent");
    await Promise.all([tab.waitForURL(/done/), tab.locator("#own-needs .actions button").click()]);
    for (const key of ["long", "markup", "arabic"]) {
      await tab.goto(`${url}/establishments/${ids[key]}`, { waitUntil: "load" });
      await Promise.all([tab.waitForURL(/said/), tab.getByRole("button", { name: "Garder dans mes lieux" }).click()]);
    }
  });
}

export async function fill() {
  await queue();
  await byForms();
}
