import { expect, test } from "vitest";
import { fragmentOf, parseState, withFilters } from "../src/address";
import { parseWindow, windowText } from "../src/map/slider";

test("a state survives the address", () => {
  const state = { pick: "at:pk.kp.bannu", at: "70.600,32.990,7.20", days: "2031-03-01..2031-03-09" };
  expect(parseState(fragmentOf(state))).toEqual(state);
});

test("the same state is the same address, and nothing is nothing", () => {
  expect(fragmentOf({ b: "2", a: "1" })).toBe(fragmentOf({ a: "1", b: "2" }));
  expect(fragmentOf({ pick: "" })).toBe("");
});

test("filters are set, taken away, and lead to the first page", () => {
  expect(withFilters("/incidents?place=pk.kp&since=2031-01-01&page=4", { since: null, until: "2031-03-09" })).toBe(
    "/incidents?place=pk.kp&until=2031-03-09",
  );
});

test("what is no window of days is none", () => {
  for (const days of ["2031-03-01..2031-03-09", "2031-03-01..", "..2031-03-09"]) expect(windowText(parseWindow(days))).toBe(days);
  for (const wrong of [undefined, "", "2031-03-09..2031-03-01", "2031-3-1..2031-3-9", "..", "2031-13-01..2031-13-02"]) expect(parseWindow(wrong)).toBeNull();
});
