import assert from "node:assert/strict";
import { test } from "node:test";
import { readMessage, readPage, type Message } from "../src/protocol.ts";
import { Thread } from "../src/thread.ts";

const NOW = new Date("2026-11-20T12:00:00Z");

const folio = (seq: number, text: string, more: object = {}): Message => readMessage({ seq, text, ...more })!;
const page = (messages: object[], more = false) => readPage({ messages, more });
const said = (seq: number, text: string, id: string) => ({ seq, from: "customer", text, id });
const shown = (thread: Thread): string[] => thread.entries().map((entry) => entry.text);

test("an answer stands below its question, however many questions wait", () => {
  const thread = new Thread();
  thread.say("a", "first", NOW);
  thread.say("b", "second", NOW);
  assert.deepEqual(shown(thread), ["first", "second"]);
  thread.reply(folio(11, "to first", { id: "a" }), NOW);
  assert.deepEqual(shown(thread), ["first", "to first", "second"]);
  thread.reply(folio(14, "to second", { id: "b" }), NOW);
  assert.deepEqual(shown(thread), ["first", "to first", "second", "to second"]);
});

test("the same number is shown once, whether it comes again by itself or in the history", () => {
  const thread = new Thread();
  thread.say("a", "hi", NOW);
  assert.equal(thread.reply(folio(11, "hello", { id: "a" }), NOW), true);
  assert.equal(thread.reply(folio(11, "hello", { id: "a" }), NOW), false);
  const keys = thread.entries().map((entry) => entry.key);
  thread.newestPage(page([said(10, "hi", "a"), { seq: 11, from: "folio", text: "hello" }]));
  assert.deepEqual(shown(thread), ["hi", "hello"]);
  assert.deepEqual(thread.entries().map((entry) => entry.key), keys, "or a screen reader would read it out again");
});

test("a turn that broke off and was done anew was said once", () => {
  const thread = new Thread();
  thread.newestPage(page([said(10, "hi", "a"), said(13, "hi", "a"), { seq: 14, text: "hello" }]));
  assert.deepEqual(shown(thread), ["hi", "hello"]);
  assert.equal(thread.isAnswered("a"), true);
});

test("a message is answered when the assistant's comes after it", () => {
  const thread = new Thread();
  thread.newestPage(page([said(10, "hi", "a")]));
  assert.equal(thread.isAnswered("a"), false);
  assert.equal(thread.isAnswered("b"), false);
});

test("older pages go above; a newest page with a gap before it replaces what was here", () => {
  const thread = new Thread();
  thread.newestPage(page([{ seq: 20, text: "c" }, { seq: 21, text: "d" }], true));
  thread.olderPage(page([{ seq: 10, text: "b" }], false));
  assert.deepEqual([shown(thread), thread.more, thread.oldest], [["b", "c", "d"], false, 10]);
  thread.newestPage(page([{ seq: 21, text: "d" }, { seq: 22, text: "e" }], true));
  assert.deepEqual([shown(thread), thread.more], [["b", "c", "d", "e"], false]);
  thread.newestPage(page([{ seq: 90, text: "z" }], true));
  assert.deepEqual([shown(thread), thread.more], [["z"], true]);
});

test("what shows nothing isn't counted as unread", () => {
  const thread = new Thread();
  thread.newestPage(page([{ seq: 1, text: "a" }, { seq: 2, custom: { facts: {} } }, said(3, "b", "x"), { seq: 4, text: "c" }]));
  assert.equal(thread.newerThan(0), 2);
  assert.equal(thread.newerThan(1), 1);
});

test("what the server sends is taken only where it has the right type", () => {
  assert.equal(readMessage({ text: "no number" }), null);
  assert.equal(readMessage(null), null);
  const message = readMessage({ seq: 1, text: 5, buttons: [{ title: "a", payload: 1 }, { title: " ", payload: "x" }, "b"], custom: "x" })!;
  assert.deepEqual([message.text, message.buttons, message.chart, message.logIn], ["", [], null, false]);
  assert.deepEqual(readPage([1]), { messages: [], more: false });
});
