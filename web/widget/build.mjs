// Bundles the widget: folio-chat.js for every page, folio-chat-charts.js loaded by it when a chart comes.
// Says the sizes, and fails where the first is over its limit.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const OUT = process.argv[2] ?? "../static";
const MOST_GZIPPED = 60_000; // bytes of folio-chat.js: it is loaded on every page of the advisor

const common = {
  bundle: true,
  minify: true,
  target: ["chrome109", "firefox115", "safari16.4"],
  legalComments: "none",
  logLevel: "warning",
};

await build({ ...common, entryPoints: ["src/charts/draw.ts"], outfile: `${OUT}/folio-chat-charts.js`, format: "esm" });
const charts = readFileSync(`${OUT}/folio-chat-charts.js`);
const version = createHash("sha256").update(charts).digest("hex").slice(0, 10);
await build({
  ...common,
  entryPoints: ["src/main.ts"],
  outfile: `${OUT}/folio-chat.js`,
  format: "iife",
  // A browser that has cached the charts of an older widget mustn't mix the two.
  define: { CHARTS_FILE: JSON.stringify(`folio-chat-charts.js?v=${version}`) },
});

const widget = gzipSync(readFileSync(`${OUT}/folio-chat.js`)).length;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
console.log(`folio-chat.js ${kilobytes(widget)} gzipped, folio-chat-charts.js ${kilobytes(gzipSync(charts).length)} gzipped`);
if (widget > MOST_GZIPPED) {
  console.error(`build: folio-chat.js has ${widget} bytes gzipped, more than ${MOST_GZIPPED}; see what was added`);
  process.exit(1);
}
