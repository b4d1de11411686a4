// Invented things for tests.

import type { Happening, MapItem } from "../src/map/model";

export function happening(id: string, family: string, day: string | null): Happening {
  return { id, title: id, type: "ASSAULT", family, earliest: day, latest: day, killed: null, contested: false, origins: 1 };
}

export const ITEM: MapItem = {
  families: [{ key: "blast", words: "Bombings", sign: "M0 0" }, { key: "armed", words: "Clashes", sign: "M0 0" }],
  points: [
    {
      place: "x.p.town", name: "Town", lon: 70, lat: 33, radius_m: 2000, exact: true,
      incidents: [happening("i1", "blast", "2031-03-01"), happening("i2", "armed", "2031-03-05"), happening("i3", "armed", "2031-03-06")], counts: [],
    },
    { place: "x.p.road", name: "Road", lon: 70.5, lat: 33.2, radius_m: 25000, exact: false, incidents: [happening("i4", "blast", null)], counts: [] },
  ],
  areas: [{ place: "x.p", name: "Province", incidents: [happening("i5", "blast", "2031-03-20")], counts: [] }],
  movements: [
    {
      id: "c1", who: "A", title: "A moves", earliest: "2031-03-02", latest: "2031-03-02", denied: false,
      stops: [
        { role: "from", name: "Town", place: "x.p.town", lon: 70, lat: 33, exact: true },
        { role: "via", name: "unknown", place: null, lon: null, lat: null, exact: false },
        { role: "to", name: "Road", place: "x.p.road", lon: 70.5, lat: 33.2, exact: false },
      ],
    },
  ],
  presence: [
    { id: "c2", place: "x.p", name: "Province", lon: null, lat: null, radius_m: null, who: "B", claimants: [], earliest: null, latest: null, denied: true },
    { id: "c3", place: "x.q", name: "Elsewhere", lon: null, lat: null, radius_m: null, who: "A", claimants: ["C"], earliest: "2031-03-02", latest: "2031-03-02", denied: false },
    { id: "c4", place: "x.p", name: "Province", lon: null, lat: null, radius_m: null, who: "A", claimants: [], earliest: null, latest: null, denied: false },
  ],
  unplaced: 1,
  more: "/incidents?since=2031-01-01",
};
