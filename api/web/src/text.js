// The language of the page.
export const lang = document.documentElement.lang === "en" ? "en" : "fr";
export const say = (french, english) => (lang === "en" ? english : french);

// An address in the language of the page, whatever the browser would choose.
export const inLanguage = (path) => `${path}${path.includes("?") ? "&" : "?"}lang=${lang}`;
