// Places that the sample has none of: names that are long, hold markup or go from right to left; one that has closed, one
// that was merged. Made once a run, with the key of a moderator.
import { url } from "./common.mjs";

const STREET = "Rue des Essais";
export const NAMES = {
  long: `Boulangerie-Pâtisserie-Salon-de-thé-${"Saint-Remy-en-Bouzemont-".repeat(4)}et-Isson, Donaudampfschifffahrtsgesellschaftskapitänsmützen`,
  markup: `Boulangerie <script>alert(1)</script> "L'Épi" & <b>Fils</b>`,
  arabic: "مخبز السلام (2) – Boulangerie",
  gone: "Boulangerie qui a fermé",
  double: "Boulangerie en double",
};

async function write(path, body) {
  const answer = await fetch(`${url}/api/v1/establishments${path}`, {
    method: "POST", body: JSON.stringify(body),
    headers: { authorization: `Api-Key ${process.env.KEY}`, "content-type": "application/json", "accept-language": "fr" },
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(said)}`);
  return said;
}

// The ids by the keys of `NAMES`.
export const ids = {};

export async function prepare() {
  let number = 0;
  for (const [key, name] of Object.entries(NAMES)) {
    number += 1;
    const place = {
      name, commune: "69266", location: [4.87 + number / 1000, 45.77], activities: ["boulangerie"],
      address: { house_number: String(number), street: STREET, postal_code: "69100" },
      criteria: { entree_plain_pied: true, entree_largeur_mini: 90 },
    };
    ids[key] = (await write("?force=true", place)).id;
  }
  await write(`/${ids.gone}/close`, { reason: "Rideau baissé" });
  await write(`/${ids.double}/merge`, { into: ids.long });
  for (let tries = 0; tries < 100; tries += 1) {
    const found = await (await fetch(`${url}/api/v1/search?q=${encodeURIComponent(STREET)}&commune=69266&facets=false`)).json();
    if (found.matched === 3) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error("what was added is not found");
}
