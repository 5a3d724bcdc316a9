// Which Vega expressions are let through: numbers, texts, a row's own fields, arithmetic, comparisons, a few functions.

const FUNCTIONS = new Set(["abs", "ceil", "floor", "format", "if", "isValid", "max", "min", "round", "toNumber", "year", "month", "timeFormat", "utcFormat"]);
const WORDS = new Set(["true", "false", "null"]);
const LONGEST = 200;

const TOKEN =
  /\s+|(?<number>\d+(?:\.\d+)?)|(?<text>'[^'\\]*'|"[^"\\]*")|(?<field>datum\.[A-Za-z_]\w*)|(?<word>[A-Za-z_]\w*)|(?<sign>===?|!==?|<=?|>=?|&&|\|\||[-+*/%?:(),!])/y;

export function isHarmless(expression: string): boolean {
  if (expression.length > LONGEST) return false;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.length) {
    const found = TOKEN.exec(expression)?.groups;
    if (!found) return false;
    const { field, word } = found;
    if (field && /^datum\.(__proto__|constructor|prototype)$/.test(field)) return false;
    if (!word || WORDS.has(word)) continue;
    // Every other word has to be a known function, and to be called.
    if (!FUNCTIONS.has(word) || !/^\s*\(/.test(expression.slice(TOKEN.lastIndex))) return false;
  }
  return true;
}
