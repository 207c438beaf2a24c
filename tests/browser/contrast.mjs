// WCAG 1.4.11, computed: what shows where a control is, and that it has the focus, stands out 3 to 1 from what is beside it.
import { fault } from "./common.mjs";

export async function contrast(tab, where) {
  const weak = await tab.evaluate(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    // Any colour of CSS as numbers, and how much of it is there.
    const numbers = (colour) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = (colour) => {
      const [red, green, blue] = numbers(colour).map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const between = (one, other) => {
      const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    };
    const ground = (element) => {
      for (let one = element; one; one = one.parentElement) {
        const colour = getComputedStyle(one).backgroundColor;
        if (numbers(colour)[3] > 250) return colour;
      }
      return getComputedStyle(document.documentElement).colorScheme.includes("dark") ? "#000" : "#fff";
    };
    const wrong = [];
    for (const one of document.querySelectorAll("input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea, button, .button")) {
      if (!one.checkVisibility()) continue;
      const style = getComputedStyle(one);
      const behind = ground(one.parentElement);
      const edge = style.borderTopWidth === "0px" ? 1 : between(style.borderTopColor, behind);
      const face = numbers(style.backgroundColor)[3] > 250 ? between(style.backgroundColor, behind) : 1;
      if (Math.max(edge, face) < 3) wrong.push(`edge of ${one.outerHTML.slice(0, 80)}: ${Math.max(edge, face).toFixed(2)}`);
    }
    const focus = getComputedStyle(document.documentElement).getPropertyValue("--focus").trim();
    for (const one of document.querySelectorAll("main, .head, .foot, .search, .results > li, .verdicts > li, .notice, .fold")) {
      const ratio = between(focus, ground(one));
      if (ratio < 3) wrong.push(`focus on ${one.className || one.tagName}: ${ratio.toFixed(2)}`);
    }
    for (const one of document.querySelectorAll(".icon")) {
      const style = getComputedStyle(one);
      const ratio = Math.max(between(style.backgroundColor, ground(one.parentElement)), between(style.color, ground(one)));
      if (one.checkVisibility() && ratio < 3) wrong.push(`sign ${one.parentElement.className}: ${ratio.toFixed(2)}`);
    }
    return [...new Set(wrong)];
  });
  for (const one of weak) fault(where, one);
}
