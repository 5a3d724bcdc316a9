import { svg } from "lit";

const drawn = (path: unknown) =>
  svg`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${path}</svg>`;

export const speech = drawn(svg`<path d="M4 5h16v11H9l-5 4z"/><path d="M8 9h8M8 12h5"/>`);
export const cross = drawn(svg`<path d="M6 6l12 12M18 6L6 18"/>`);
