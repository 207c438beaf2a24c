// The report that the accessibility statement is made from: PAGES=all REPORT=docs/accessibility-report.json deploy/browser.
// With TOPICS, what was found of these takes the place of what the report says of them; the rest of it stays.
import { readFileSync, writeFileSync } from "node:fs";

// What is checked beside the rules: by which topic, how faults of it are known, and what it is, in both languages.
const CHECKS = [
  { topic: "looks", mark: /, HTML: /, fr: "HTML valide", en: "Valid HTML" },
  { topic: "looks", mark: /^keyboard/, fr: "De l'accueil à un lieu au clavier seul, avec et sans scripts", en: "From the first page to a place by keyboard alone, with and without scripts" },
  { topic: "trees", mark: /^focus order/, fr: "Le focus suit l'ordre de lecture et se voit à chaque pas", en: "Focus follows the order of reading and is seen at every step" },
  { topic: "trees", mark: /^tree/, fr: "Régions, titres et noms des commandes dans l'arbre d'accessibilité", en: "Regions, headings and names of controls in the accessibility tree" },
  { topic: "trees", mark: /^contrast of controls/, fr: "Contraste des bords de commandes et du focus, au moins 3 pour 1 (WCAG 1.4.11)", en: "Contrast of edges of controls and of focus, at least 3 to 1 (WCAG 1.4.11)" },
  { topic: "looks", mark: /, spacing: /, fr: "Espacement du texte (WCAG 1.4.12)", en: "Text spacing (WCAG 1.4.12)" },
  { topic: "looks", mark: /, zoom: /, fr: "Agrandissement à 200 % et 400 % (WCAG 1.4.4, 1.4.10)", en: "Zoom of 200 % and 400 % (WCAG 1.4.4, 1.4.10)" },
  { topic: "looks", mark: /target under 24 px/, fr: "Cibles d'au moins 24 pixels (WCAG 2.5.8)", en: "Targets of at least 24 pixels (WCAG 2.5.8)" },
  { topic: "looks", mark: /scrolls sideways/, fr: "Pas de défilement horizontal à 320 pixels de large", en: "No sideways scrolling at a width of 320 pixels" },
  { topic: "looks", mark: /, print: /, fr: "Impression : le contenu, sans la navigation", en: "Print: the content, without navigation" },
  { topic: "states", mark: /^reduced motion/, fr: "Rien ne bouge quand le lecteur ne le veut pas", en: "Nothing moves where the reader does not want it" },
  { topic: "states", mark: /^names/, fr: "Noms longs, de droite à gauche ou avec du balisage : montrés comme du texte", en: "Names that are long, right-to-left or hold markup: shown as text" },
  { topic: "states", mark: /^(a place that|wrong address|no position)/, fr: "Lieux fermés ou réunis, adresses fausses, position refusée : dit pourquoi, et mène plus loin", en: "Places closed or merged, wrong addresses, no position: says why, and leads on" },
  { topic: "forms", mark: /^forms/, fr: "Formulaires au clavier : une erreur prend le focus, mène à sa case et ne perd rien", en: "Forms by keyboard: an error takes the focus, leads to its box and loses nothing" },
  { topic: "contribute", mark: /^(contribute|adding a place|a draft)/, fr: "Ajouter un lieu au clavier seul, avec et sans scripts : peu d'actions, rien de perdu", en: "To add a place by keyboard alone, with and without scripts: few actions, nothing lost" },
  { topic: "suggestions", mark: /^suggestions/, fr: "Suggestions annoncées, choisies et fermées au clavier", en: "Suggestions announced, chosen and closed by keyboard" },
  { topic: "filters", mark: /^(filters|around me)/, fr: "Résultats qui suivent les choix : annoncés, sans perdre le focus", en: "Results that follow choices: announced, without losing focus" },
  { topic: "map", mark: /^map/, fr: "Carte au clavier, en accord avec la liste ; sans tuiles la liste reste", en: "Map by keyboard, in step with the list; without tiles the list stays" },
  { topic: "device", mark: /^(needs on the device|link to share|without a network|manifest)/, fr: "Besoins gardés sur l'appareil, lieux lisibles sans réseau", en: "Needs kept on the device, places readable without a network" },
  { topic: "account", mark: /^account,/, fr: "Besoins gardés dans le compte : seulement avec accord, retrouvés ailleurs, effacés quand il est retiré", en: "Needs kept in the account: only by consent, found elsewhere, deleted once it is withdrawn" },
  { topic: "embed", mark: /^(element|frame)/, fr: "Fiche montrée sur un autre site, sans témoin de connexion", en: "A place shown on another site, without cookies" },
  { topic: "tasks", mark: /^task/, fr: "Trouver une boulangerie accessible dans une rue, en moins de cinq actions au clavier", en: "To find an accessible bakery in a street, in under five actions by keyboard" },
  { topic: "looks", mark: /: console: /, fr: "Aucune erreur dans la console du navigateur", en: "No error in the console of the browser" },
  { topic: "looks", mark: /asks http/, fr: "Rien n'est demandé à un autre site", en: "Nothing is asked of another site" },
  { topic: "looks", mark: /weighs \d+ bytes/, fr: "Chaque page pèse moins de 100 ko", en: "Every page weighs less than 100 kB" },
  { topic: "speed", mark: /^speed/, fr: "Premier affichage en moins d'une seconde sur un téléphone au réseau moyen", en: "First render in under a second on a phone with a middling connection" },
];

// Topics of which the statement would say nothing.
export const unsaid = (topics) => topics.filter((name) => !CHECKS.some(({ topic }) => topic === name));

export function report(file, { browser, rules, tags, looks, pages, topics, faults }) {
  const before = process.env.TOPICS ? JSON.parse(readFileSync(file, "utf8")) : { checks: [], others: [] };
  const of = (name) => faults.filter((fault) => fault.startsWith(`${name}, `) || fault.startsWith(`${name}: `));
  const listed = new Set(Object.keys(pages).flatMap(of));
  const counted = (fault) => listed.has(fault) || CHECKS.some(({ topic, mark }) => topics.includes(topic) && mark.test(fault));
  const content = {
    date: new Date().toISOString().slice(0, 10),
    browser, rules, tags,
    looks: Object.values(looks).map(({ fr, en }) => ({ fr, en })),
    pages: Object.entries(pages).map(([name, path]) => ({
      // The ids of the places that were looked at differ from run to run.
      name, path: path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}"), faults: of(name),
    })),
    checks: CHECKS.map(({ topic, mark, fr, en }) => topics.includes(topic)
      ? { fr, en, faults: faults.filter((fault) => mark.test(fault)).length }
      : before.checks.find((check) => check.en === en)).filter(Boolean),
    // What belongs to no page and to no check is not left out.
    others: [...before.others, ...faults.filter((fault) => !counted(fault))],
  };
  if (before.pages && !topics.includes("looks")) content.pages = before.pages;
  writeFileSync(file, `${JSON.stringify(content, null, 1)}\n`);
}
