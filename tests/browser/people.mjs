// People who sign in: accounts that deploy/browser made, by the link that is mailed to them, which lies in the folder MAILS.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { browser, url } from "./common.mjs";

const sessions = new Map();

// The newest link of this address: mails are quoted-printable.
function link(address) {
  const mails = readdirSync(process.env.MAILS).map((name) => readFileSync(join(process.env.MAILS, name), "utf8"));
  const own = mails.filter((mail) => mail.includes(address)).map((mail) => mail.replace(/=\r?\n/g, "").replace(/=3D/g, "="));
  return own.map((mail) => mail.match(/https?:\/\/\S*(\/signin\/[\w-]+)/)?.[1]).filter(Boolean).at(-1);
}

// The cookies of `who`@example.org, signed in once a run.
export async function signedIn(who) {
  if (!sessions.has(who)) {
    const address = `${who}@example.org`;
    await browser({}, async (context) => {
      const tab = await context.newPage();
      await tab.goto(`${url}/signin`);
      await tab.fill("#email", address);
      await Promise.all([tab.waitForURL(/sent/), tab.locator(".search button").first().click()]);
      let found;
      for (let tries = 0; tries < 100 && !found; tries += 1) {
        await tab.waitForTimeout(100);
        found = link(address);
      }
      if (!found) throw new Error(`no mail for ${address}`);
      await tab.goto(url + found);
      await Promise.all([tab.waitForURL((now) => !now.pathname.startsWith("/signin")), tab.locator(".search button").click()]);
      sessions.set(who, await context.cookies());
    });
  }
  return sessions.get(who);
}
