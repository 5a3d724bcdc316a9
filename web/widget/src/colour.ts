// Contrast as WCAG 2.2 defines it, so that any accent colour of the advisor stays readable.

type Rgb = readonly [number, number, number];

const TEXT = 4.5; // least contrast of text, WCAG 1.4.3

/** `#rgb` or `#rrggbb` as three numbers of 0 to 255; null for anything else. */
export function parseColour(colour: string): Rgb | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour);
  const digits = short ? [short[1]! + short[1]!, short[2]! + short[2]!, short[3]! + short[3]!] : null;
  const long = digits ?? /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour)?.slice(1);
  return long ? [parseInt(long[0]!, 16), parseInt(long[1]!, 16), parseInt(long[2]!, 16)] : null;
}

/** 1 (the same) to 21 (black and white). */
export function contrast(one: Rgb, other: Rgb): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** Black or white, whichever is easier to read on `background`; one of them always has a contrast of 4.5. */
export function textOn(background: Rgb): "#000000" | "#ffffff" {
  return contrast(background, [0, 0, 0]) >= contrast(background, [255, 255, 255]) ? "#000000" : "#ffffff";
}

/** `colour`, moved towards black or white in small steps until it can be read on `background`. */
export function readableOn(colour: Rgb, background: Rgb): string {
  const towards = textOn(background) === "#000000" ? 0 : 255;
  let result = colour;
  for (let step = 1; step <= 20 && contrast(result, background) < TEXT; step++) {
    const mix = (part: number): number => Math.round(part + ((towards - part) * step) / 20);
    result = [mix(colour[0]), mix(colour[1]), mix(colour[2])];
  }
  return "#" + result.map((part) => part.toString(16).padStart(2, "0")).join("");
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
