// A chart's rows as a table, for those who don't see it or want the figures.
import { fields } from "../protocol.ts";
import type { Chart, Row, Value } from "./sanitise.ts";

export interface Column {
  readonly field: string;
  readonly title: string;
  readonly kind: "date" | "year" | "number" | "percent" | "text";
  /** Decimals of a number or a percentage: as many as the column's longest needs. */
  readonly digits: number;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

interface Use {
  readonly field: string;
  readonly title: string | null;
  readonly kind: Column["kind"];
}

const SHOWN = ["y", "x", "theta", "y2", "x2", "color", "size", "row", "column", "facet", "xOffset", "yOffset", "detail", "shape"];

/** The fields that the chart shows by place or colour, words before numbers; all fields where it shows none. */
export function tabulate(chart: Chart): Table {
  const names = new Set(chart.rows.flatMap((row) => Object.keys(row)));
  const uses = usesOf(chart.body).filter((use) => names.has(use.field));
  const byField = new Map<string, Use>();
  for (const use of uses) {
    const known = byField.get(use.field);
    if (!known || (known.title === null && use.title !== null)) byField.set(use.field, use);
  }
  const found: Use[] = byField.size > 0 ? [...byField.values()] : [...names].map((field) => ({ field, title: null, kind: "text" }));
  const titles = found.map((use) => use.title);
  const columns = found.map(({ field, title, kind }): Column => {
    const values = chart.rows.map((row) => row[field]).filter((value) => value !== undefined && value !== null);
    const isFigures = kind === "text" && values.every((value) => typeof value === "number");
    return {
      field,
      // Two fields on one axis bear one title; then the fields' own names tell them apart.
      title: title && titles.filter((other) => other === title).length === 1 ? title : spoken(field),
      kind: isFigures ? "number" : kind,
      digits: kind === "percent" ? 2 : Math.max(0, ...values.map(decimals)),
    };
  });
  const isFigure = (column: Column): number => (column.kind === "number" || column.kind === "percent" ? 1 : 0);
  columns.sort((one, other) => isFigure(one) - isFigure(other));
  return { columns, rows: joined(chart.rows, columns) };
}

/** What stands in a cell; "–" for what is missing. */
export function cell(value: Value | undefined, column: Column, lang: string): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "number" && (column.kind === "number" || column.kind === "percent")) {
    const style = column.kind === "percent" ? "percent" : "decimal";
    const { digits } = column;
    return new Intl.NumberFormat(lang, { style, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  }
  if ((column.kind === "date" || column.kind === "year") && (typeof value === "string" || typeof value === "number")) {
    const day = new Date(value);
    if (Number.isNaN(day.getTime())) return String(value);
    // A day without a time is read as UTC midnight, so it has to be written as UTC, too.
    const how = column.kind === "year" ? { year: "numeric" as const } : { dateStyle: "medium" as const };
    return new Intl.DateTimeFormat(lang, { ...how, timeZone: "UTC" }).format(day);
  }
  return String(value);
}

function usesOf(body: Readonly<Record<string, unknown>>): Use[] {
  const encoding = fields(body["encoding"]);
  const own = SHOWN.flatMap((channel) => {
    const { field, title, type, timeUnit, axis, format } = fields(encoding[channel]);
    if (typeof field !== "string") return [];
    const pattern = String(fields(axis)["format"] ?? format ?? "");
    const kind = type === "quantitative" ? (pattern.includes("%") ? "percent" : "number") : type === "temporal" ? (timeUnit === "year" ? "year" : "date") : "text";
    return [{ field, title: typeof title === "string" && title ? title : null, kind } satisfies Use];
  });
  const parts = ["layer", "hconcat", "vconcat", "concat"].flatMap((name) => (Array.isArray(body[name]) ? body[name] : []));
  return [...own, ...parts.flatMap((part) => usesOf(fields(part)))];
}

/** Rows of one day or name that hold different figures, as two lines of a chart do, become one. */
function joined(rows: readonly Row[], columns: readonly Column[]): Row[] {
  const figures = columns.filter((column) => column.kind === "number" || column.kind === "percent").map((column) => column.field);
  const labels = columns.map((column) => column.field).filter((field) => !figures.includes(field));
  const result: Record<string, Value>[] = [];
  const places = new Map<string, Record<string, Value>>();
  for (const row of rows) {
    const place = JSON.stringify(labels.map((field) => row[field] ?? null));
    const known = places.get(place);
    if (known && labels.length > 0 && figures.every((field) => row[field] === undefined || known[field] === undefined)) {
      Object.assign(known, row);
    } else {
      const kept = { ...row };
      places.set(place, kept);
      result.push(kept);
    }
  }
  return result;
}

/** Never just one, as money has two; and never more than four, which nobody reads. */
function decimals(value: Value | undefined): number {
  const length = typeof value === "number" ? (/\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0) : 0;
  return length === 1 ? 2 : Math.min(4, length);
}

/** `asset_class` as `Asset class`. */
function spoken(field: string): string {
  const words = field.replace(/_/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
