// All of the looks. Lengths are in em of the reader's own text size, so that it can be enlarged.
import { css, unsafeCSS, type CSSResult } from "lit";
import { parseColour, readableOn, textOn } from "../colour.ts";

const LIGHT = css`
  color-scheme: light;
  --page: #ffffff; --soft: #f1f3f5; --text: #1b1f24; --quiet: #57606a; --line: #7d868f; --bad: #b3261e;
`;
const DARK = css`
  color-scheme: dark;
  --page: #16191d; --soft: #262b31; --text: #eceff2; --quiet: #a9b3bd; --line: #7f8a95; --bad: #ffb4ab;
`;

/** The advisor's colour, and what of it can be read on the light and the dark ground. */
export function accentStyles(accent: string): CSSResult {
  const colour = parseColour(accent) ?? [11, 93, 138];
  const own = `--accent: ${accent}; --on-accent: ${textOn(colour)};`;
  const light = `--ink: ${readableOn(colour, [241, 243, 245])};`;
  const dark = `--ink: ${readableOn(colour, [38, 43, 49])};`;
  return css`
    :host { ${unsafeCSS(own + light)} }
    @media (prefers-color-scheme: dark) { :host(:not([theme="light"])) { ${unsafeCSS(dark)} } }
    :host([theme="dark"]) { ${unsafeCSS(dark)} }
  `;
}

export const styles = css`
  :host { all: initial; ${LIGHT} font: medium/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--text); }
  @media (prefers-color-scheme: dark) { :host(:not([theme="light"])) { ${DARK} } }
  :host([theme="dark"]) { ${DARK} }
  @media print { :host { display: none; } }
  *, *::before { box-sizing: border-box; }
  [hidden] { display: none !important; }
  button, textarea { font: inherit; color: inherit; }
  button { cursor: pointer; }
  :focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
  .unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  .launcher {
    position: fixed; z-index: 2147483000; bottom: 1em; right: 1em; width: 3.5em; height: 3.5em; border-radius: 50%;
    border: 2px solid var(--on-accent); background: var(--accent); color: var(--on-accent); display: grid; place-items: center;
    box-shadow: 0 2px 10px rgb(0 0 0 / 0.35);
  }
  :host([position="left"]) .launcher { right: auto; left: 1em; }
  .launcher svg { width: 1.75em; height: 1.75em; }
  .badge {
    position: absolute; top: -0.35em; right: -0.35em; min-width: 1.7em; padding: 0 0.4em; border-radius: 1em; line-height: 1.7;
    background: #b3261e; color: #ffffff; border: 2px solid #ffffff; font-size: 0.8em; font-weight: 600; text-align: center;
  }

  dialog {
    position: fixed; z-index: 2147483000; inset: auto 1em 5.25em auto; margin: 0; padding: 0; width: min(25em, calc(100vw - 2em));
    height: min(40em, calc(100dvh - 6.25em)); max-width: none; max-height: none; border: 1px solid var(--line); border-radius: 0.75em;
    background: var(--page); color: var(--text); overflow: hidden; box-shadow: 0 6px 30px rgb(0 0 0 / 0.35);
  }
  :host([position="left"]) dialog { inset: auto auto 5.25em 1em; }
  dialog[open] { display: flex; flex-direction: column; }
  dialog:modal { inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; }
  dialog::backdrop { background: var(--page); }
  .panel { flex: 1; min-height: 0; display: flex; flex-direction: column; }

  .head { display: flex; align-items: center; gap: 0.5em; padding: 0.5em 0.5em 0.5em 1em; background: var(--accent); color: var(--on-accent); }
  .head > div { flex: 1; min-width: 0; }
  h2 { margin: 0; font-size: 1.1em; font-weight: 600; overflow-wrap: anywhere; }
  .link-state { margin: 0; font-size: 0.8em; display: flex; align-items: center; gap: 0.45em; }
  .link-state::before { content: ""; width: 0.6em; height: 0.6em; border-radius: 50%; border: 2px solid currentColor; }
  .link-state.online::before { background: currentColor; }
  .close { background: none; border: 0; color: inherit; width: 2.75em; height: 2.75em; border-radius: 0.5em; display: grid; place-items: center; flex: none; }
  .close svg { width: 1.25em; height: 1.25em; }
  .head :focus-visible { outline-color: var(--on-accent); outline-offset: -3px; }

  .log { flex: 1 1 8em; min-height: 3em; overflow-y: auto; overflow-x: hidden; overscroll-behavior: contain; overflow-anchor: none; padding: 0.75em; }
  .log:focus-visible { outline-offset: -3px; }
  .log ol { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: 0.6em; }
  li { display: flex; flex-direction: column; align-items: flex-start; }
  li.customer { align-items: flex-end; }
  .day, .welcome { align-self: center; color: var(--quiet); font-size: 0.85em; text-align: center; margin: 0.25em 0; }
  .welcome { font-size: 1em; padding: 1em 0; }
  .bubble { max-width: 88%; padding: 0.5em 0.8em; border-radius: 1em; background: var(--soft); overflow-wrap: anywhere; }
  .customer .bubble { background: var(--accent); color: var(--on-accent); }
  .bubble p { margin: 0; white-space: pre-wrap; }
  .bubble p + p { margin-top: 0.6em; }
  .about { display: flex; align-items: center; gap: 0.25em; color: var(--quiet); font-size: 0.8em; min-height: 1.9em; padding: 0 0.5em; }
  .plain { border: 0; background: none; color: var(--ink); padding: 0.15em 0.5em; min-height: 1.9em; min-width: 1.9em; border-radius: 0.4em; text-decoration: underline; }
  .plain:hover { background: var(--soft); }
  .trouble { color: var(--bad); font-size: 0.9em; max-width: 88%; margin: 0.2em 0 0; }
  .choices { display: flex; flex-wrap: wrap; gap: 0.5em; margin: 0.3em 0 0; padding: 0; }
  .choice {
    border: 1.5px solid var(--ink); color: var(--ink); background: var(--page); border-radius: 1.2em; padding: 0.35em 0.9em;
    min-height: 2.2em; text-decoration: none; overflow-wrap: anywhere; text-align: start; max-width: 100%;
  }
  .choice:hover { background: var(--soft); }

  .below { padding: 0 0.75em; color: var(--quiet); font-size: 0.9em; }
  .below p { margin: 0.3em 0; }
  .typing { display: flex; align-items: center; gap: 0.5em; min-height: 1.8em; }
  .dots { display: inline-flex; gap: 0.2em; }
  .dots i { width: 0.4em; height: 0.4em; border-radius: 50%; background: var(--quiet); animation: wait 1.2s infinite; }
  .dots i:nth-child(2) { animation-delay: 0.2s; }
  .dots i:nth-child(3) { animation-delay: 0.4s; }
  @keyframes wait { 0%, 60%, 100% { opacity: 0.3; } 30% { opacity: 1; } }
  @media (prefers-reduced-motion: reduce) { .dots i { animation: none; } }

  form { display: flex; align-items: flex-end; gap: 0.5em; padding: 0.6em 0.75em 0.75em; border-top: 1px solid var(--line); }
  textarea {
    flex: 1; min-width: 0; resize: none; border: 1px solid var(--line); border-radius: 0.75em; padding: 0.5em 0.75em; background: var(--page);
    min-height: 2.75em; max-height: min(8em, 25dvh); field-sizing: content; margin: 0;
  }
  textarea::placeholder { color: var(--quiet); opacity: 1; }
  .send { border: 0; border-radius: 0.75em; min-height: 2.75em; padding: 0 1em; background: var(--accent); color: var(--on-accent); font-weight: 600; }
  .send:focus-visible { outline-offset: 2px; }
  .over { color: var(--bad); }
  .nobody { flex: 1; display: grid; place-content: center; justify-items: center; gap: 0.75em; padding: 1.5em; text-align: center; }
  .nobody p { margin: 0; }
  @media (forced-colors: active) { .bubble, .send, .launcher { border: 1px solid; } }
`;

export const chartStyles = css`
  :host { display: block; width: 100%; }
  figure { margin: 0.3em 0 0; padding: 0.6em; border: 1px solid var(--line); border-radius: 0.75em; background: var(--page); }
  figcaption { font-weight: 600; margin: 0 0 0.4em; overflow-wrap: anywhere; }
  .drawn { width: 100%; min-height: 6em; overflow: hidden; }
  .drawn svg { display: block; max-width: 100%; }
  .scroll { overflow: auto; max-height: 20em; }
  table { border-collapse: collapse; width: 100%; font-size: 0.9em; }
  caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  th, td { text-align: start; padding: 0.25em 0.5em; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; }
  thead th { font-weight: 600; }
  .figure { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
  button { font: inherit; font-size: 0.85em; border: 1px solid var(--ink); background: var(--page); color: var(--ink); border-radius: 0.5em; padding: 0.2em 0.7em; min-height: 2.1em; margin-top: 0.5em; cursor: pointer; }
  :focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
  p { margin: 0; color: var(--quiet); font-size: 0.9em; }
  *, *::before { box-sizing: border-box; }
`;
