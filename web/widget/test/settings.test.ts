import assert from "node:assert/strict";
import { test } from "node:test";
import { readSettings, SettingsError } from "../src/settings.ts";

const PAGE = "https://advisor.example/portfolio";
const LEAST = { server: "https://chat.example/", tokenUrl: "/chat/token" };

test("addresses are relative to the page, the rest has defaults", () => {
  const settings = readSettings(LEAST, "https://advisor.example/c.js", PAGE);
  assert.equal(settings.server, "https://chat.example");
  assert.equal(settings.tokenUrl, "https://advisor.example/chat/token");
  assert.deepEqual([settings.loginUrl, settings.theme, settings.lang, settings.title], [null, "auto", "en", "Folio"]);
});

test("every bad attribute is named at once, with what to do", () => {
  const bad = { loginUrl: "javascript:alert(1)", accent: "red;}", theme: "pink", lang: "e", texts: "[1]", position: "top" };
  assert.throws(
    () => readSettings(bad, "x", PAGE),
    (error: unknown) => {
      assert.ok(error instanceof SettingsError);
      for (const name of ["server", "token-url", "login-url", "accent", "theme", "lang", "texts", "position"]) {
        assert.match(error.message, new RegExp(`data-${name}\\b`));
      }
      return true;
    },
  );
});

test("single texts can be replaced, by texts only", () => {
  const { texts } = readSettings({ ...LEAST, lang: "de-AT", texts: '{"send": "Senden", "copy": 5, "else": "x"}' }, "x", PAGE);
  assert.deepEqual([texts.send, texts.copy, "else" in texts], ["Senden", "Copy", false]);
});
