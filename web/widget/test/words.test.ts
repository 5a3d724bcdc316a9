import assert from "node:assert/strict";
import { test } from "node:test";
import { count, paragraphs, plain, sendable } from "../src/words.ts";

test("blank lines part paragraphs, single ones break lines, stars in pairs are bold", () => {
  const bold = { text: "$5.00", bold: true };
  assert.deepEqual(paragraphs("You have **$5.00** now\nin cash\n\n\nAnything else?"), [
    [[{ text: "You have ", bold: false }, bold, { text: " now", bold: false }], [{ text: "in cash", bold: false }]],
    [[{ text: "Anything else?", bold: false }]],
  ]);
});

test("stars that don't come in pairs, tags and links stay text", () => {
  for (const text of ["2 ** 3 ** 4", "**", "****", "<b>x</b>", "[x](javascript:alert(1))", "**unfinished"]) {
    assert.equal(plain(text), text);
    assert.ok(paragraphs(text)[0]![0]!.every((run) => !run.bold));
  }
  assert.deepEqual(paragraphs(" \n\n "), []);
});

test("line breaks, tabs and half characters aren't sent", () => {
  assert.equal(sendable("  one\r\ntwo\tthree\u0000 "), "one two three");
  assert.equal(sendable("a\ud800b"), "a\ufffdb");
});

test("characters are counted as code points", () => {
  assert.equal(count("a😀"), 2);
});
