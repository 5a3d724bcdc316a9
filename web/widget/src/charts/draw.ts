// The second file of the widget, loaded when the first chart comes: Vega-Lite and Vega, shut off from the network,
// with expressions interpreted instead of compiled, so that a page without unsafe-eval can draw.
import * as vega from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Chart } from "./sanitise.ts";

export interface Colours {
  readonly text: string;
  readonly lines: string;
}

const refuse = (): Promise<never> => Promise.reject(new Error("folio-chat: charts load nothing"));
const NO_LOADER = { load: refuse, sanitize: refuse, http: refuse, file: refuse, options: {} };

/** Draws into `place`, as wide as that is, and gives what takes it away again. */
export async function draw(place: HTMLElement, chart: Chart, colours: Colours): Promise<() => void> {
  const { config, ...body } = chart.body;
  const spec = {
    width: "container",
    ...body,
    data: { values: chart.rows },
    background: "transparent",
    config: merge(themed(colours), config),
  };
  const { spec: compiled } = compile(spec as unknown as TopLevelSpec, { logger: vega.logger(vega.Error) });
  const view = new vega.View(vega.parse(compiled, undefined, { ast: true }), {
    expr: expressionInterpreter,
    loader: NO_LOADER as unknown as vega.Loader,
    renderer: "svg",
    container: place,
    logLevel: vega.Error,
    hover: false,
    tooltip: (_handler, _event, item, value: unknown) => showTooltip(place, item ? value : null),
  });
  await view.runAsync();
  // `aria: false` doesn't reach lines and areas, whose groups would be symbols without a name.
  place.querySelector("svg")?.setAttribute("aria-hidden", "true");
  return () => view.finalize();
}

/** The browser's own tooltip: text by nature, and gone with Escape. */
function showTooltip(place: HTMLElement, value: unknown): void {
  if (value === null || value === undefined || value === "") place.removeAttribute("title");
  else place.setAttribute("title", typeof value === "object" ? lines(value) : String(value));
}

function lines(value: object): string {
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${String(part)}`)
    .join("\n");
}

function themed({ text, lines }: Colours): Record<string, unknown> {
  return {
    aria: false, // the figure around it speaks for the whole
    font: "system-ui, sans-serif",
    view: { stroke: null },
    axis: { labelColor: text, titleColor: text, domainColor: lines, tickColor: lines, gridColor: lines, gridOpacity: 0.4 },
    legend: { labelColor: text, titleColor: text, orient: "bottom", columns: 2, labelLimit: 140 },
    text: { color: text, fill: text },
    title: { color: text },
  };
}

function merge(base: Record<string, unknown>, over: unknown): Record<string, unknown> {
  if (over === null || typeof over !== "object") return base;
  const result = { ...base };
  for (const [name, part] of Object.entries(over)) {
    const known = result[name];
    const both = [known, part].every((value) => value !== null && typeof value === "object" && !Array.isArray(value));
    result[name] = both ? merge(known as Record<string, unknown>, part) : part;
  }
  return result;
}
