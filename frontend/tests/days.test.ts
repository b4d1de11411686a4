import { expect, test } from "vitest";
import { countOf, dayNumber, isoDay, plainDays, stepOf, stepsOver } from "../src/days";

test("days and their numbers lead to each other", () => {
  expect(isoDay(dayNumber("2031-03-06"))).toBe("2031-03-06");
  expect(dayNumber("2031-03-07") - dayNumber("2031-02-27")).toBe(8);
});

test("an interval reads as briefly as it can", () => {
  expect(plainDays("2031-03-06", "2031-03-06")).toBe("6 Mar 2031");
  expect(plainDays("2031-03-06", null)).toBe("6 Mar 2031");
  expect(plainDays("2031-03-06", "2031-04-01")).toBe("6 Mar 2031 – 1 Apr 2031");
  expect(plainDays(null, null)).toBe("no date known");
});

test.each([
  ["2031-03-01", "2031-03-31", "day", 31],
  ["2031-01-01", "2031-12-31", "week", 53],
  ["2015-01-15", "2031-12-31", "month", 204],
] as const)("from %s to %s the axis goes by the %s", (first, last, unit, count) => {
  const steps = stepsOver(dayNumber(first), dayNumber(last));
  expect(steps.unit).toBe(unit);
  expect(countOf(steps)).toBe(count);
  expect(steps.starts[0]).toBeLessThanOrEqual(dayNumber(first));
  expect(steps.starts.at(-1)).toBeGreaterThan(dayNumber(last));
});

test("every day lies in its step, and what is outside in the nearest", () => {
  const steps = stepsOver(dayNumber("2030-01-10"), dayNumber("2033-02-01"));
  for (const day of ["2030-01-10", "2030-02-01", "2031-12-31", "2033-02-01"]) {
    const at = stepOf(steps, dayNumber(day));
    expect(steps.starts[at]).toBeLessThanOrEqual(dayNumber(day));
    expect(steps.starts[at + 1]).toBeGreaterThan(dayNumber(day));
  }
  expect(stepOf(steps, 0)).toBe(0);
  expect(stepOf(steps, 1e6)).toBe(countOf(steps) - 1);
});
