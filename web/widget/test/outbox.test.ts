import assert from "node:assert/strict";
import { test } from "node:test";
import { body, Outbox } from "../src/outbox.ts";
import { Keep } from "../src/storage.ts";

class Memory implements Storage {
  private readonly kept = new Map<string, string>();
  [name: string]: unknown;
  get length(): number {
    return this.kept.size;
  }
  clear(): void {
    this.kept.clear();
  }
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  key(index: number): string | null {
    return [...this.kept.keys()][index] ?? null;
  }
  removeItem(key: string): void {
    this.kept.delete(key);
  }
  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }
}

test("what isn't answered outlives a reload with its id, and is to be sent again", () => {
  const keep = new Keep(new Memory(), new Memory());
  const before = new Outbox(keep, "maya");
  const text = before.add("hi", null, new Date());
  text.accepted = true;
  before.add("Why?", "b-1", new Date());
  const after = new Outbox(keep, "maya");
  assert.deepEqual(after.items.map(body), [{ id: text.id, message: "hi" }, { id: before.items[1]!.id, payload: "b-1" }]);
  assert.ok(after.items.every((item) => !item.accepted));
  assert.match(text.id, /^[A-Za-z0-9_-]{1,64}$/);
  after.remove(text.id);
  assert.equal(new Outbox(keep, "maya").items.length, 1);
});

test("nobody gets what another one wrote, and a log-out forgets all", () => {
  const tab = new Memory();
  const keep = new Keep(tab, new Memory());
  new Outbox(keep, "maya").add("hi", null, new Date());
  assert.equal(new Outbox(keep, "omar").items.length, 0);
  assert.equal(keep.used, true);
  keep.forgetOthers("maya");
  assert.equal(new Outbox(keep, "maya").items.length, 1);
  tab.setItem("the page's own", "x");
  keep.forgetOthers(null);
  assert.deepEqual([keep.used, tab.length], [false, 1]);
});

test("what somebody else put there is worth nothing", () => {
  const tab = new Memory();
  for (const text of ["{", "[1, null]", '{"a": 1}', '[{"id": 1, "shown": "x", "at": 1}]']) {
    tab.setItem("folio-chat:outbox:maya", text);
    assert.deepEqual(new Outbox(new Keep(tab, null), "maya").items, []);
  }
});
