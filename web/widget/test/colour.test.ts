import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, parseColour, readableOn, textOn } from "../src/colour.ts";

test("black on white has a contrast of 21, a colour on itself of 1", () => {
  assert.equal(contrast([0, 0, 0], [255, 255, 255]).toFixed(2), "21.00");
  assert.equal(contrast([10, 200, 30], [10, 200, 30]), 1);
  assert.equal(contrast([119, 119, 119], [255, 255, 255]).toFixed(2), "4.48"); // #777, known to fail just so
});

test("any colour gets a text and an ink that can be read", () => {
  const grounds = [[255, 255, 255], [241, 243, 245], [22, 25, 29], [38, 43, 49]] as const;
  for (let red = 0; red <= 255; red += 51) {
    for (let green = 0; green <= 255; green += 51) {
      for (let blue = 0; blue <= 255; blue += 51) {
        const colour = [red, green, blue] as const;
        assert.ok(contrast(colour, parseColour(textOn(colour))!) >= 4.5);
        for (const ground of grounds) assert.ok(contrast(parseColour(readableOn(colour, ground))!, ground) >= 4.5);
      }
    }
  }
});

test("only #rgb and #rrggbb are colours", () => {
  assert.deepEqual(parseColour("#0bf"), [0, 187, 255]);
  for (const text of ["red", "#12345", "#ggg", "#fff;background:url(x)", ""]) assert.equal(parseColour(text), null);
});
