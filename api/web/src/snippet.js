// The button that copies what the builder of embeds made.
import { announce, make } from "./dom.js";
import { say } from "./text.js";

export function copyable(field) {
  field.after(make("button", { type: "button", class: "second", onclick: async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      announce(say("Code copié", "Code copied"));
    } catch {
      field.focus();
      field.select();
    }
  } }, say("Copier le code", "Copy the code")));
}
