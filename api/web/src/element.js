// <plainpied-place id="..."> for pages of others: what is known of a place, without cookies, without libraries.
// Attributes: id; size: compact (usual) or full; theme: auto (usual), light, dark; lang: fr or en, else that of the page;
// needs: keys of needs, separated by commas.
const ORIGIN = new URL(document.currentScript.src).origin;
const MARKS = { yes: "✓", with_help: "◐", unknown: "?", no: "✕" };
const WORDS = {
  fr: { yes: "Oui", with_help: "Oui, avec de l'aide", unknown: "On ne sait pas", no: "Non", more: "Tout ce que l'on sait sur Plainpied",
    nothing: "On ne sait rien de l'accessibilité de ce lieu.", gone: "Ce lieu n'est plus dans Plainpied.",
    wrong: "L'accessibilité de ce lieu ne peut pas être affichée pour le moment.", wait: "Chargement…", label: "Accessibilité" },
  en: { yes: "Yes", with_help: "Yes, with help", unknown: "Not known", no: "No", more: "Everything that is known on Plainpied",
    nothing: "Nothing is known about the accessibility of this place.", gone: "This place is no longer in Plainpied.",
    wrong: "The accessibility of this place cannot be shown at the moment.", wait: "Loading…", label: "Accessibility" },
};
const LIGHT = "--ink:#1a1d21;--soft:#4a5159;--paper:#fff;--line:#767f88;--link:#0b57a4;--yes:#0b6e4f;--with_help:#1f62a8;--no:#b3261e";
const DARK = "--ink:#e9ecef;--soft:#b5bdc5;--paper:#15181b;--line:#8a939b;--link:#8ec2ff;--yes:#6fd3ac;--with_help:#8ec2ff;--no:#ff9c94";
const style = new CSSStyleSheet();
style.replaceSync(`
:host { display: block; ${LIGHT}; color-scheme: light; max-width: 32rem; }
:host([hidden]) { display: none; }
:host([theme=dark]) { ${DARK}; color-scheme: dark; }
@media (prefers-color-scheme: dark) { :host(:not([theme=light])) { ${DARK}; color-scheme: dark; } }
section { padding: .75rem 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; overflow-wrap: anywhere; }
h2, h3, p, ul { margin: 0 0 .375rem; } h2 { font-size: 1.125rem; } h3 { font-size: 1rem; } ul { padding-left: 1.25rem; }
p:last-child { margin: 0; } a { color: var(--link); } .soft { color: var(--soft); font-size: .9375rem; }
a:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
b { display: inline-grid; place-items: center; width: 1.5rem; height: 1.5rem; border-radius: 50%; color: var(--paper); background: var(--mark, var(--soft)); }
.yes { --mark: var(--yes); } .with_help { --mark: var(--with_help); } .no { --mark: var(--no); }
.unknown b { color: var(--ink); background: none; outline: 2px dashed var(--soft); outline-offset: -2px; }
@media (forced-colors: active) { b { border: 1px solid; } }
`);

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

class PlainpiedPlace extends HTMLElement {
  static observedAttributes = ["id", "size", "lang", "needs"];
  #root = this.attachShadow({ mode: "open" });
  #running = new AbortController();
  #waiting = false;

  connectedCallback() {
    this.#root.adoptedStyleSheets = [style];
    this.#later();
  }

  disconnectedCallback() {
    this.#running.abort();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#later();
  }

  get #lang() {
    const asked = this.getAttribute("lang") || document.documentElement.lang || "fr";
    return asked.toLowerCase().startsWith("en") ? "en" : "fr";
  }

  // Several attributes may change at once.
  #later() {
    if (this.#waiting) return;
    this.#waiting = true;
    queueMicrotask(() => {
      this.#waiting = false;
      this.#load();
    });
  }

  async #load() {
    this.#running.abort();
    this.#running = new AbortController();
    const { signal } = this.#running;
    const words = WORDS[this.#lang];
    this.#show(words, make("p", { role: "status" }, words.wait));
    try {
      const query = new URLSearchParams({ lang: this.#lang });
      if (this.getAttribute("needs")) query.set("needs", this.getAttribute("needs"));
      const address = `${ORIGIN}/api/v1/establishments/${encodeURIComponent(this.id)}/embed?${query}`;
      const answer = await fetch(address, { signal, credentials: "omit", referrerPolicy: "no-referrer" });
      if (!answer.ok) {
        // What went wrong stands in the status; the connection need not wait for the rest.
        answer.body?.cancel();
        return this.#show(words, make("p", {}, [404, 410].includes(answer.status) ? words.gone : words.wrong));
      }
      this.#place(words, await answer.json());
    } catch {
      if (!signal.aborted) this.#show(words, make("p", {}, words.wrong));
    }
  }

  #place(words, place) {
    const full = this.getAttribute("size") === "full";
    const verdicts = place.verdicts.map(({ name, need, verdict, reasons }) => make("div", { class: verdict },
      make("p", {}, make("b", { "aria-hidden": "true" }, MARKS[verdict] ?? "?"), " ", make("strong", {}, words[verdict] ?? verdict), ` – ${name ?? need}`),
      full && reasons?.length ? make("ul", {}, ...reasons.map((reason) => make("li", {}, reason))) : ""));
    const sections = full ? place.sections : place.sections.slice(0, 2).map((one) => ({ ...one, known: one.known.slice(0, 2) }));
    const known = full || verdicts.length === 0 ? sections.flatMap(({ title, known: sentences }) => [
      full ? make("h3", {}, title) : "", make("ul", {}, ...sentences.map((sentence) => make("li", {}, sentence)))]) : [];
    const page = new URL(place.page, ORIGIN);
    page.searchParams.set("lang", this.#lang);
    if (place.sections.length === 0) known.push(make("p", {}, words.nothing));
    this.#show(words, make("h2", {}, place.name), make("p", { class: "soft" }, place.address), ...verdicts, ...known,
      make("p", {}, make("a", { href: page.href, target: "_blank", rel: "noopener" }, words.more)),
      ...(full && place.attribution ? [make("p", { class: "soft" }, `${place.attribution} – ${place.licence}`)] : []));
  }

  #show(words, ...children) {
    this.#root.replaceChildren(make("section", { lang: this.#lang, "aria-label": words.label }, ...children.filter((child) => child !== "")));
  }
}

if (!customElements.get("plainpied-place")) customElements.define("plainpied-place", PlainpiedPlace);
