// A chart is drawn from what is known to be harmless, copied over; everything else is left behind: links, addresses,
// images, event handlers, and expressions beyond arithmetic on a row's own fields.
import { fields } from "../protocol.ts";
import { isHarmless } from "./expressions.ts";

export type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, Value>>;

export interface Chart {
  readonly title: string;
  readonly description: string;
  readonly rows: readonly Row[];
  /** Vega-Lite without title, description and data. */
  readonly body: Readonly<Record<string, unknown>>;
}

const MOST_ROWS = 2000;
const MOST_FIELDS = 30;
const MOST_LETTERS = 300; // of one text
const DEEPEST = 14;
const MOST_PARTS = 5000;

const MARKS = new Set(["area", "arc", "bar", "circle", "line", "point", "rect", "rule", "square", "text", "tick", "trail"]);

// Vega-Lite's names for what is drawn, how, and by which scale. `href`, `url`, `params`, `usermeta`, `signal` and the
// like aren't here and so don't get through.
const NAMES = new Set(
  `layer hconcat vconcat concat columns spacing encoding mark transform width height view config resolve scale axis legend
  x y x2 y2 xOffset yOffset theta theta2 radius radius2 color fill stroke opacity fillOpacity strokeOpacity strokeWidth
  strokeDash strokeDashOffset strokeCap strokeJoin size shape angle text tooltip order detail row column facet key header
  xError xError2 yError yError2
  field type title datum value aggregate bin timeUnit sort stack impute band bandPosition condition test
  domain domainMin domainMax domainMid range rangeMin rangeMax zero nice clamp reverse padding paddingInner paddingOuter
  round scheme exponent base constant interpolate count extent name
  format formatType labels labelAngle labelAlign labelBaseline labelLimit labelOverlap labelPadding labelColor labelFont
  labelFontSize labelFontWeight labelOpacity labelSeparation labelFlush labelExpr labelBound labelOffset
  ticks tickCount tickSize tickColor tickWidth tickMinStep tickOpacity tickOffset tickExtra tickBand
  grid gridColor gridDash gridOpacity gridWidth domainColor domainWidth domainOpacity domainDash
  titleAlign titleAnchor titleAngle titleColor titleFont titleFontSize titleFontWeight titleLimit titlePadding titleX titleY
  titleOrient offset orient position minExtent maxExtent values direction symbolType symbolSize symbolStrokeWidth symbolLimit
  symbolOpacity symbolFillColor symbolStrokeColor symbolDash gradientLength rowPadding columnPadding clipHeight
  align baseline dx dy limit lineBreak lineHeight font fontSize fontStyle fontWeight ellipsis dir
  innerRadius outerRadius padAngle cornerRadius cornerRadiusEnd cornerRadiusTopLeft cornerRadiusTopRight
  cornerRadiusBottomLeft cornerRadiusBottomRight thickness binSpacing continuousBandSize discreteBandSize minBandSize
  filled point line tension clip invalid strokeMiterLimit blend
  calculate as filter fold flatten pivot groupby window joinaggregate op frame sortKey ignorePeers impute keyvals method
  equal lt lte gt gte oneOf valid and or not utc timeZone unit step maxbins minstep steps binned center
  category ordinal ramp heatmap diverging symbol background autosize contains resize
  axisX axisY axisBottom axisLeft area arc bar circle rect rule tick trail square
  anchor subtitle frame independent shared continuous discrete selected null`
    .split(/\s+/)
    .filter(Boolean),
);
const EXPRESSIONS = new Set(["calculate", "filter", "test", "labelExpr"]);

/** Null where there is nothing to draw or to tabulate, or a mark that isn't known. */
export function sanitise(spec: unknown): Chart | null {
  const source = fields(spec);
  const rows = readRows(fields(source["data"])["values"]);
  if (rows.length === 0) return null;
  const budget = { parts: MOST_PARTS };
  const { title, description, data: _data, $schema: _schema, ...rest } = source;
  const body = copy(rest, 0, budget) as Record<string, unknown>;
  if (budget.parts < 0 || !marksAreKnown(body)) return null;
  return { title: textOf(title), description: textOf(description), rows, body };
}

function textOf(title: unknown): string {
  const text = Array.isArray(title) ? title.join(" ") : typeof title === "string" ? title : fields(title)["text"];
  return typeof text === "string" ? text.slice(0, MOST_LETTERS) : "";
}

function readRows(values: unknown): Row[] {
  if (!Array.isArray(values)) return [];
  return values
    .slice(0, MOST_ROWS)
    .map((row) =>
      Object.fromEntries(
        Object.entries(fields(row))
          .filter(([name, value]) => isField(name) && isValue(value))
          .slice(0, MOST_FIELDS)
          .map(([name, value]) => [name, typeof value === "string" ? value.slice(0, MOST_LETTERS) : value] as [string, Value]),
      ),
    )
    .filter((row) => Object.keys(row).length > 0);
}

function isField(name: string): boolean {
  return name !== "__proto__" && name !== "constructor" && name !== "prototype";
}

function isValue(value: unknown): value is Value {
  return value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
}

function copy(value: unknown, depth: number, budget: { parts: number }): unknown {
  if (--budget.parts < 0 || depth > DEEPEST) return undefined;
  if (typeof value === "string") return isPlain(value) ? value.slice(0, MOST_LETTERS) : undefined;
  if (isValue(value)) return value;
  if (Array.isArray(value)) return value.map((part) => copy(part, depth + 1, budget)).filter((part) => part !== undefined);
  const kept: [string, unknown][] = [];
  for (const [name, part] of Object.entries(fields(value))) {
    if (!NAMES.has(name)) continue;
    if (name === "scale" && part === null) continue; // would take colours from the data as they are
    if (EXPRESSIONS.has(name) && typeof part === "string") {
      if (isHarmless(part)) kept.push([name, part]);
      continue;
    }
    const copied = copy(part, depth + 1, budget);
    if (copied !== undefined) kept.push([name, copied]);
  }
  return Object.fromEntries(kept);
}

/** No address in disguise, as `url(…)` in a colour would be. */
function isPlain(text: string): boolean {
  return !/url\s*\(|image-set|^\s*(javascript|data|vbscript|https?|file|blob):/i.test(text);
}

function marksAreKnown(body: Readonly<Record<string, unknown>>): boolean {
  const parts = ["layer", "hconcat", "vconcat", "concat"].flatMap((name) => (Array.isArray(body[name]) ? body[name] : []));
  const mark = body["mark"];
  const name = typeof mark === "string" ? mark : fields(mark)["type"];
  if (mark === undefined) return parts.length > 0 && parts.every((part) => marksAreKnown(fields(part)));
  return typeof name === "string" && MARKS.has(name) && parts.every((part) => marksAreKnown(fields(part)));
}
