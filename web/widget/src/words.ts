// Text as it may be shown: paragraphs, line breaks and **bold**, nothing else. What looks like HTML or a link stays text.

export interface Run {
  readonly text: string;
  readonly bold: boolean;
}
export type Line = readonly Run[];
export type Paragraph = readonly Line[];

export const MOST_CHARACTERS = 1000; // the channel's limit for one message

export function paragraphs(text: string): Paragraph[] {
  return text
    .replace(/\r\n?/g, "\n")
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replace(/^\n+|\n+$/g, ""))
    .filter((paragraph) => paragraph.trim() !== "")
    .map((paragraph) => paragraph.split("\n").map(runs));
}

/** `a **b** c` in three runs. Stars that don't come in pairs around a word stay as they are. */
function runs(line: string): Line {
  const parts = line.split(/\*\*(?=\S)([^*]*[^*\s])\*\*/);
  return parts.map((text, index) => ({ text, bold: index % 2 === 1 })).filter((run) => run.text !== "");
}

/** The text without its stars, as it is copied. */
export function plain(text: string): string {
  return paragraphs(text)
    .map((paragraph) => paragraph.map((line) => line.map((run) => run.text).join("")).join("\n"))
    .join("\n\n");
}

/** What is sent: the channel takes no control characters, so line breaks and tabs become spaces. */
export function sendable(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, "\ufffd") // half a character, as a cut-off paste has it
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .trim();
}

/** Characters as the channel counts them: code points. */
export function count(text: string): number {
  return [...text].length;
}
