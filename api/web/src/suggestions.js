// Suggestions while a person types what and where.
import { combobox } from "./combobox.js";
import { make } from "./dom.js";
import { lang, say } from "./text.js";

const SHOWN = 8;
const KINDS = {
  activity: say("activité", "activity"),
  establishment: say("établissement", "establishment"),
  commune: say("commune", "commune"),
  department: say("département", "department"),
};

async function suggest(text, signal, kinds) {
  // Kinds take turns in the answer: enough of all for one of them to fill the list.
  const query = new URLSearchParams({ q: text, lang, limit: kinds.length > 2 ? SHOWN : 4 * SHOWN });
  const answer = await fetch(`/api/v1/suggest?${query}`, { signal });
  if (!answer.ok) throw new Error(`suggestions: ${answer.status}`);
  const { results } = await answer.json();
  return results.filter((one) => kinds.includes(one.kind)).slice(0, SHOWN).map((one) => ({
    ...one, detail: one.kind === "commune" && one.within ? one.within : KINDS[one.kind],
  }));
}

export function suggestions(form) {
  const [what, where] = [form.elements.q, form.elements.where];
  combobox(what, say("Suggestions : quoi", "Suggestions: what"),
    (text, signal) => suggest(text, signal, Object.keys(KINDS)), () => {});
  // Of communes of one name the one that was chosen is meant, until the text is another.
  const forget = () => form.elements.meant?.remove();
  where.addEventListener("input", forget);
  combobox(where, say("Suggestions : où", "Suggestions: where"),
    (text, signal) => suggest(text, signal, ["commune", "department"]), ({ kind, code }) => {
      forget();
      if (kind === "commune") form.append(make("input", { type: "hidden", name: "meant", value: code }));
    });
}
