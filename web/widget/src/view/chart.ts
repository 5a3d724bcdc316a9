// <folio-chart>: a chart and its table, one at a time. The table needs nothing loaded and is there if drawing fails.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { loadDrawing } from "../charts/loader.ts";
import { sanitise, type Chart } from "../charts/sanitise.ts";
import { cell, tabulate, type Table } from "../charts/table.ts";
import type { Settings } from "../settings.ts";
import { chartStyles } from "./styles.ts";

type Stage = "loading" | "drawn" | "failed";

export class FolioChart extends LitElement {
  static override styles = chartStyles;
  static override properties = {
    source: { attribute: false },
    settings: { attribute: false },
    dark: { attribute: false },
    asTable: { state: true },
    stage: { state: true },
  };
  declare source: unknown;
  declare settings: Settings;
  declare dark: boolean;
  declare asTable: boolean;
  declare stage: Stage;

  private chart: Chart | null = null;
  private table: Table | null = null;
  private undraw: (() => void) | null = null;
  private turn = 0;

  constructor() {
    super();
    this.asTable = false;
    this.stage = "loading";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.erase();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && this.chart) void this.draw();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("source")) return;
    this.chart = sanitise(this.source);
    this.table = this.chart && tabulate(this.chart);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (this.chart && (changed.has("source") || changed.has("dark"))) void this.draw();
  }

  protected override render(): TemplateResult {
    const { texts } = this.settings;
    if (!this.chart || !this.table) return html`<p>${texts.chartRefused}</p>`;
    const showsTable = this.asTable || this.stage === "failed";
    return html`<figure>
      <figcaption dir="auto">${this.chart.title || texts.chart}</figcaption>
      <div class="drawn" role="img" aria-label=${this.chart.description || this.chart.title || texts.chart} ?hidden=${showsTable}></div>
      ${this.stage === "loading" && !showsTable ? html`<p>${texts.chartLoading}</p>` : nothing}
      ${this.stage === "failed" ? html`<p>${texts.chartFailed}</p>` : nothing}
      ${showsTable ? this.rows(this.chart, this.table) : nothing}
      ${this.stage === "failed"
        ? nothing
        : html`<button type="button" @click=${() => (this.asTable = !this.asTable)}>
            ${this.asTable ? texts.showChart : texts.showTable}
          </button>`}
    </figure>`;
  }

  private rows(chart: Chart, { columns, rows }: Table): TemplateResult {
    const name = chart.title || this.settings.texts.chart;
    const kind = (index: number): string => (["number", "percent"].includes(columns[index]!.kind) ? "figure" : "");
    return html`<div class="scroll" role="region" tabindex="0" aria-label=${name}>
      <table>
        <caption>${name}</caption>
        <thead><tr>${columns.map((column, index) => html`<th scope="col" class=${kind(index)}>${column.title}</th>`)}</tr></thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr>${columns.map((column, index) => {
              const text = cell(row[column.field], column, this.settings.lang);
              return index === 0 ? html`<th scope="row">${text}</th>` : html`<td class=${kind(index)}>${text}</td>`;
            })}</tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private async draw(): Promise<void> {
    const turn = ++this.turn;
    const { chart } = this;
    const place = this.renderRoot.querySelector<HTMLElement>(".drawn");
    if (!chart || !place) return;
    try {
      const drawing = await loadDrawing(this.settings.chartsUrl);
      if (turn !== this.turn) return;
      this.erase();
      const ground = document.createElement("div"); // what a view draws on is its own, so that it can be taken away
      place.replaceChildren(ground);
      const text = getComputedStyle(this).getPropertyValue("--text").trim();
      const lines = getComputedStyle(this).getPropertyValue("--line").trim();
      this.undraw = await drawing.draw(ground, chart, { text, lines });
      this.stage = "drawn";
      await this.updateComplete;
      this.dispatchEvent(new Event("folio-grown", { bubbles: true, composed: true }));
    } catch (error) {
      console.error("folio-chat: a chart could not be drawn", error);
      if (turn === this.turn) this.stage = "failed";
    }
  }

  private erase(): void {
    this.undraw?.();
    this.undraw = null;
  }
}
