// The signs of the map: a verdict has a colour (that of the theme), a shape and a mark, so that none of them alone has to
// be seen.
import { say } from "../text.js";

export const VERDICTS = {
  yes: { colour: "yes", mark: "✓", words: say("oui", "yes") },
  with_help: { colour: "help", mark: "◐", words: say("avec de l'aide", "with help") },
  unknown: { colour: "soft", mark: "?", words: say("on ne sait pas", "not known") },
  no: { colour: "no", mark: "✕", words: say("non", "no") },
};
// Something temporary, such as a lift out of order: a mark at the edge of the sign, whatever the verdict.
export const NOTICED = { mark: "!", words: say("avis temporaire en cours", "temporary notice now") };
// By the classes of the list.
export const OF_CLASS = { yes: "yes", help: "with_help", maybe: "unknown", no: "no" };
const ORDER = ["yes", "with_help", "unknown", "no"];

const short = new Intl.NumberFormat(document.documentElement.lang, { notation: "compact", maximumFractionDigits: 1 });

function canvas(size, ratio) {
  const element = document.createElement("canvas");
  element.width = element.height = Math.ceil(size * ratio);
  const context = element.getContext("2d");
  context.scale(ratio, ratio);
  context.textAlign = "center";
  context.textBaseline = "middle";
  return context;
}

const image = (context, ratio) => [context.getImageData(0, 0, context.canvas.width, context.canvas.height), { pixelRatio: ratio }];

function disc(context, x, y, radius, fill, stroke) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  if (stroke) {
    context.lineWidth = 1.5;
    context.strokeStyle = stroke;
    context.stroke();
  }
}

// A ring with a part for each verdict, and the count within.
function cluster(counts, colours, ratio) {
  const { paper, ink } = colours;
  const [count, ...parts] = counts;
  const radius = 15 + 2.5 * Math.log10(Math.max(count, 1));
  const size = 2 * radius + 4;
  const context = canvas(size, ratio);
  const centre = size / 2;
  const judged = parts.reduce((sum, part) => sum + part, 0);
  disc(context, centre, centre, radius + 1, paper);
  let from = -Math.PI / 2;
  ORDER.forEach((verdict, place) => {
    const share = judged ? parts[place] / judged : 0;
    if (share === 0) return;
    context.beginPath();
    context.arc(centre, centre, radius - 2.5, from, from + share * 2 * Math.PI);
    context.lineWidth = 5;
    context.strokeStyle = colours[VERDICTS[verdict].colour];
    // What is not known is broken, as its sign in the list is.
    context.setLineDash(verdict === "unknown" ? [3, 2] : []);
    context.stroke();
    from += share * 2 * Math.PI;
  });
  context.setLineDash([]);
  if (!judged) disc(context, centre, centre, radius - 1, ink);
  context.fillStyle = judged ? ink : paper;
  context.font = "600 12px system-ui, sans-serif";
  context.fillText(short.format(count), centre, centre + 0.5);
  return image(context, ratio);
}

// Its middle is that of the place, with and without a notice.
const SIZE = 34;

function noticed(context, { paper, ink }) {
  disc(context, 26, 8, 6.5, paper, ink);
  context.fillStyle = ink;
  context.font = "700 10px system-ui, sans-serif";
  context.fillText(NOTICED.mark, 26, 8.5);
}

function place(verdict, notice, colours, ratio) {
  const { paper, ink } = colours;
  const sign = VERDICTS[verdict];
  const context = canvas(SIZE, ratio);
  const middle = SIZE / 2;
  if (verdict === "no") {
    context.fillStyle = colours[sign.colour];
    context.strokeStyle = paper;
    context.lineWidth = 1.5;
    context.beginPath();
    context.roundRect(middle - 9, middle - 9, 18, 18, 4);
    context.fill();
    context.stroke();
  } else {
    disc(context, middle, middle, sign ? 9 : 6, sign ? colours[sign.colour] : ink, paper);
  }
  if (sign) {
    context.fillStyle = paper;
    context.font = "700 12px system-ui, sans-serif";
    context.fillText(sign.mark, middle, middle + 0.5);
  }
  if (notice) noticed(context, colours);
  return image(context, ratio);
}

// Draws a sign when the map asks for it: its name says what it shows.
export function draw(map, name, colours) {
  const [kind, ...parts] = name.split(":");
  const ratio = Math.min(devicePixelRatio || 1, 3);
  const made = kind === "cluster" ? cluster(parts.map(Number), colours, ratio) : kind === "place" ? place(parts[0], parts[1] === "notice", colours, ratio) : null;
  if (made && !map.hasImage(name)) map.addImage(name, ...made);
}

// The names, as expressions over the properties of the tiles.
const count = (name) => ["to-string", ["coalesce", ["get", name], 0]];
export const CLUSTER = ["concat", "cluster:", count("count"), ...ORDER.flatMap((verdict) => [":", count(verdict)])];
export const PLACE = ["concat", "place:", ["coalesce", ["get", "verdict"], "plain"],
  ["case", ["to-boolean", ["get", "notice"]], ":notice", ""]];
export const most = (properties) => ORDER.filter((verdict) => properties[verdict] > 0)
  .map((verdict) => `${VERDICTS[verdict].words} : ${properties[verdict]}`).join(", ");
