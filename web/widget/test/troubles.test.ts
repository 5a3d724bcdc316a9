import assert from "node:assert/strict";
import { test } from "node:test";
import { readProblem } from "../src/protocol.ts";
import { textsFor } from "../src/texts.ts";
import { remedy, sentence, whatToDo } from "../src/troubles.ts";

const tell = (status: number, more: object = {}, isButton = false): [string, string] => {
  const trouble = whatToDo(readProblem({ status, reference: "AB12", ...more }), isButton, 0);
  return [remedy(trouble), sentence(trouble, textsFor("en"), 0)];
};

test("each refusal says what to do", () => {
  assert.deepEqual(tell(429, { retry_after: 7 }), ["wait", "That was a lot at once. Sent by itself in 7 s."]);
  assert.equal(tell(503)[0], "wait");
  assert.deepEqual(tell(413)[0], "edit");
  assert.match(tell(413)[1], /1000 characters/);
  assert.equal(tell(422)[0], "edit");
  assert.match(tell(422, {}, true)[1], /button/);
  assert.equal(tell(403)[0], "none");
  assert.deepEqual(tell(500), ["retry", "This couldn't be sent. Try again in a minute. (Reference AB12)"]);
  assert.equal(whatToDo(readProblem({ status: 409 }), false).newId, true);
});
