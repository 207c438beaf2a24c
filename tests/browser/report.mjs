// The report that the accessibility statement is made from: REPORT=docs/accessibility-report.json deploy/browser.
import { writeFileSync } from "node:fs";

// Checks beside the rules: how faults of them are known, and what they are, in both languages.
const CHECKS = [
  { mark: /, HTML: /, fr: "HTML valide", en: "Valid HTML" },
  { mark: /^keyboard/, fr: "De l'accueil à un lieu au clavier seul, le focus toujours visible", en: "From the first page to a place by keyboard alone, with visible focus" },
  { mark: /, spacing: /, fr: "Espacement du texte (WCAG 1.4.12)", en: "Text spacing (WCAG 1.4.12)" },
  { mark: /, 400 %: /, fr: "Agrandissement à 400 % (WCAG 1.4.10)", en: "Zoom of 400 % (WCAG 1.4.10)" },
  { mark: /target under 24 px/, fr: "Cibles d'au moins 24 pixels (WCAG 2.5.8)", en: "Targets of at least 24 pixels (WCAG 2.5.8)" },
  { mark: /scrolls sideways/, fr: "Pas de défilement horizontal à 320 pixels de large", en: "No sideways scrolling at a width of 320 pixels" },
  { mark: /asks http/, fr: "Rien n'est demandé à un autre site", en: "Nothing is asked of another site" },
  { mark: /weighs \d+ bytes/, fr: "Chaque page pèse moins de 100 ko", en: "Every page weighs less than 100 kB" },
];

export function report(file, { browser, rules, tags, looks, pages, faults }) {
  const of = (name) => faults.filter((fault) => fault.startsWith(`${name}, `) || fault.startsWith(`${name}: `));
  const content = {
    date: new Date().toISOString().slice(0, 10),
    browser, rules, tags, looks,
    pages: Object.entries(pages).map(([name, path]) => ({
      // The id of the place that was looked at differs from run to run.
      name, path: path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "{id}"), faults: of(name),
    })),
    checks: CHECKS.map(({ mark, fr, en }) => ({ fr, en, faults: faults.filter((fault) => mark.test(fault)).length })),
  };
  writeFileSync(file, `${JSON.stringify(content, null, 1)}\n`);
}
