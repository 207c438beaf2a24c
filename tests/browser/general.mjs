// Pages that say the same to everybody, and what is checked on them beside the rules: text spacing, zoom, no scripts.

// Names and addresses; `id` is that of a place, `closed` that of one that has closed.
export const general = (id) => ({
  directory: "/places",
  department: "/places/69",
  commune: "/places/69/69123",
  commune_english: "/places/69/69123?lang=en",
  activity: "/places/69/69123/boulangerie",
  statistics: "/statistics",
  statistics_department: "/statistics?department=69&lang=en",
  help: "/help",
  help_english: "/help?lang=en",
  help_need: "/help/needs/manual_wheelchair",
  help_need_english: "/help/needs/blind?lang=en",
  help_informative: "/help/needs/assistance_dog",
  easy: "/facile",
  easy_search: "/facile/rechercher",
  easy_needs: "/facile/besoins",
  easy_contributing: "/facile/contribuer?lang=en",
  accessibility: "/accessibility",
  accessibility_english: "/accessibility?lang=en",
  legal: "/legal",
  privacy: "/privacy",
  privacy_english: "/privacy?lang=en",
  contact: "/contact",
  licences: "/licences",
  console: "/api/console",
  console_answer: "/api/console?call=search&q=boulangerie&limit=1&run=1&lang=en",
  console_refused: "/api/console?call=search&q=boulangerie&limit=0&run=1",
  docs: "/api/docs",
  campaign: "/campaigns/69266",
  campaign_english: "/campaigns/69266?lang=en",
  ogc: "/ogc?f=html",
  ogc_collection: "/ogc/collections/establishments?f=html",
  ogc_items: "/ogc/collections/establishments/items?f=html&limit=10",
  signin: "/signin",
  compatible: "/api/docs/",
  merged: `/establishments/${id}?merged=true`,
  report: `/establishments/${id}/report`,
  report_english: `/establishments/${id}/report?lang=en`,
  contribute: "/contribute",
  contribute_found: "/contribute?q=boulangerie",
  contribute_nothing: "/contribute?q=zzzzqqqq&lang=en",
  edit_choice: `/establishments/${id}/edit?criterion=entree_plain_pied`,
  edit_number: `/establishments/${id}/edit?criterion=entree_largeur_mini&lang=en`,
  edit_several: `/establishments/${id}/edit?criterion=labels`,
  edit_text: `/establishments/${id}/edit?criterion=commentaire`,
  said: `/establishments/${id}?said=done`,
  history: `/establishments/${id}/history`,
  history_english: `/establishments/${id}/history?lang=en`,
});

// WCAG 1.4.12: with wider spacing nothing is cut off and nothing scrolls sideways. A style sheet of the debugger, which
// no policy of ours stops.
export async function spacing(tab) {
  await tab.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
  return tab.evaluate(() => {
    const wrong = [];
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) wrong.push(`scrolls sideways by ${wide} px`);
    for (const one of document.querySelectorAll("body *")) {
      const style = getComputedStyle(one);
      if (one.closest(".hidden, svg, .skips") || style.overflowY !== "hidden") continue;
      if (one.scrollHeight > one.clientHeight + 1) wrong.push(`cut off: ${one.outerHTML.slice(0, 80)}`);
    }
    return wrong;
  });
}

// WCAG 1.4.4 and 1.4.10: at 200 % a window of 1280 by 1024 is 640 by 512 wide, at 400 % 320 by 256; all that is read fits.
export async function zoomed(tab) {
  const wrong = [];
  for (const [percent, width, height] of [[200, 640, 512], [400, 320, 256]]) {
    await tab.setViewportSize({ width, height });
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) wrong.push(`scrolls sideways by ${wide} px at ${percent} %`);
  }
  return wrong;
}

// What a sheet of paper shows: the content, and no navigation.
export async function printed(tab) {
  await tab.emulateMedia({ media: "print" });
  const wrong = await tab.evaluate(() => {
    const seen = (selector) => document.querySelector(selector)?.checkVisibility() ?? false;
    return [seen(".head nav") && "the navigation is printed", !seen("h1") && "the title is not printed"].filter(Boolean);
  });
  await tab.emulateMedia({ media: null });
  return wrong;
}
