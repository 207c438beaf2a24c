// Checks a GeoJSON file with @placemarkio/check-geojson, and the A11yJSON of places with the schemas of its package.
// Usage: check.mjs FOLDER_OF_NODE_MODULES export.geojson export.a11yjson

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [, , modules, file, places] = process.argv;
const require = createRequire(`${modules}/package.json`);
const { check, HintError } = require("@placemarkio/check-geojson");

try {
  const read = check(readFileSync(file, "utf8"));
  console.log(`   check-geojson: ${read.features.length} features are valid`);
} catch (error) {
  const issues = error instanceof HintError ? JSON.stringify(error.issues.slice(0, 3)) : error;
  console.error(`error: check-geojson: ${issues}`);
  process.exit(1);
}

const { getPlaceInfoSchemaDefinition } = require("@sozialhelden/a11yjson");
const simpl = require("@sozialhelden/simpl-schema");
const SimpleSchema = simpl.SimpleSchema ?? simpl.default ?? simpl;
const schema = new SimpleSchema(getPlaceInfoSchemaDefinition());
const { features } = JSON.parse(readFileSync(places, "utf8"));
// The package takes some 50 ms for a place: one in ten is looked at.
const looked = features.filter((_, place) => place % 10 === 0);
for (const { type, id, ...place } of looked) {
  const context = schema.newContext();
  context.validate(place);
  if (!context.isValid()) {
    console.error(`error: a11yjson: ${id}: ${JSON.stringify(context.validationErrors())} ${JSON.stringify(place)}`);
    process.exit(1);
  }
}
console.log(`   a11yjson: ${looked.length} places are valid`);
