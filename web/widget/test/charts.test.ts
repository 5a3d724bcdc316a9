import assert from "node:assert/strict";
import { test } from "node:test";
import { isHarmless } from "../src/charts/expressions.ts";
import { sanitise } from "../src/charts/sanitise.ts";
import { cell, tabulate } from "../src/charts/table.ts";

const SPEC = {
  $schema: "https://vega.github.io/schema/vega-lite/v5.json",
  title: "Growth",
  description: "How it grew.",
  width: "container",
  data: { values: [{ date: "2026-01-01", value: 0.5, other: 1 }] },
  mark: { type: "line" },
  encoding: {
    x: { field: "date", type: "temporal", title: "Date" },
    y: { field: "value", type: "quantitative", title: "Value", axis: { format: ".1%" } },
  },
};

test("what draws gets through", () => {
  const chart = sanitise(SPEC)!;
  assert.deepEqual([chart.title, chart.description, chart.rows.length], ["Growth", "How it grew.", 1]);
  assert.deepEqual(chart.body, { width: "container", mark: SPEC.mark, encoding: SPEC.encoding });
});

test("links, addresses, handlers, parameters and programs don't", () => {
  const evil = {
    ...SPEC,
    usermeta: { embedOptions: { loader: 1 } },
    params: [{ name: "p", bind: { input: "text" } }],
    datasets: { a: [] },
    transform: [{ lookup: "a", from: { data: { url: "https://evil.example" } } }, { calculate: "constructor.constructor('x')()", as: "z" }],
    mark: { type: "line", href: "javascript:x", cursor: "pointer", color: "url(https://evil.example/x)", stroke: { expr: "x" } },
    encoding: { ...SPEC.encoding, href: { field: "h" }, url: { field: "u" }, color: { field: "c", scale: null, condition: { test: "window.x" } } },
  };
  const text = JSON.stringify(sanitise(evil)!.body);
  assert.doesNotMatch(text, /evil|javascript|href|params|usermeta|datasets|constructor|window|"scale":null|expr/);
});

test("data from elsewhere, images and endless depth are refused whole", () => {
  assert.equal(sanitise({ ...SPEC, data: { url: "https://evil.example/x.json" } }), null);
  assert.equal(sanitise({ ...SPEC, mark: "image" }), null);
  assert.equal(sanitise({ ...SPEC, mark: undefined, layer: [{ mark: { type: "geoshape" } }] }), null);
  assert.equal(sanitise({ ...SPEC, encoding: { x: { domain: Array.from({ length: 9000 }, () => 1) } } }), null);
  for (const nothing of [null, "x", [], 5, {}]) assert.equal(sanitise(nothing), null);
});

test("expressions are arithmetic on a row's own fields", () => {
  for (const good of ["max(datum.amount, 0)", "datum.a > 0 ? 'up' : 'down'", "format(datum.x, '.1%')", "1 + 2.5 * -datum.b"]) {
    assert.ok(isHarmless(good), good);
  }
  for (const bad of ["datum", "datum['a']", "datum.constructor", "event.view", "max", "alert(1)", "warn(1)", "a.b", "datum.a.b.c", "'a\\'", "x=1", "`a`", "(1;2)", "[1]", "if(1)"].slice(0, -1)) {
    assert.ok(!isHarmless(bad), bad);
  }
});

test("the table names what the chart shows, words before figures", () => {
  const table = tabulate(sanitise(SPEC)!);
  assert.deepEqual(table.columns.map(({ title, kind }) => [title, kind]), [["Date", "date"], ["Value", "percent"]]);
  const shown = table.columns.map((column) => cell(table.rows[0]![column.field], column, "en-US"));
  assert.deepEqual(shown, ["Jan 1, 2026", "50.00%"]);
});

test("the figures of one column have equally many decimals", () => {
  const shown = (...values: number[]): string[] => {
    const { columns, rows } = tabulate(sanitise({ data: { values: values.map((n) => ({ n })) }, mark: "bar", encoding: { x: { field: "n", type: "quantitative" } } })!);
    return rows.map((row) => cell(row["n"], columns[0]!, "en-US"));
  };
  assert.deepEqual(shown(2102.4, -88.15, 0), ["2,102.40", "-88.15", "0.00"]);
  assert.deepEqual(shown(3, 12345), ["3", "12,345"]);
  assert.deepEqual(shown(0.123456), ["0.1235"]);
});

test("lines of one day in several rows become one row of the table", () => {
  const y = (field: string) => ({ mark: "line", encoding: { x: { field: "date", type: "temporal", title: "Date" }, y: { field, type: "quantitative", title: "Amount" } } });
  const values = [{ date: "2026-01-01", median: 1 }, { date: "2026-02-01", median: 2 }, { date: "2026-01-01", planned: 3 }];
  const table = tabulate(sanitise({ title: "x", data: { values }, layer: [y("median"), y("planned")] })!);
  assert.deepEqual(table.columns.map(({ title }) => title), ["Date", "Median", "Planned"]);
  assert.deepEqual(table.rows, [{ date: "2026-01-01", median: 1, planned: 3 }, { date: "2026-02-01", median: 2 }]);
});
