// Where the organisations of a network stand: the same ties give the same picture.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";

/** An organisation. */
export interface Node {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly page: string;
}

/** A claimed tie. */
export interface Edge {
  readonly source: string;
  readonly target: string;
  readonly words: string;
  readonly hostile: boolean;
  readonly denied: boolean;
  readonly origins: number;
  readonly statements: number;
  readonly page: string;
}

/** What /network.json says. */
export interface NetworkItem {
  readonly date: string | null;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** A node in its place. */
export interface Placed extends Node {
  readonly x: number;
  readonly y: number;
  readonly ties: number;
}

interface Body extends SimulationNodeDatum {
  readonly id: string;
}

const TICKS = 300;
/** Units between the middles of two nodes at least, up and down: room for a name in two lines. */
const APART = 46;
/** Names are wider than tall, and so are screens. */
const STRETCH = 1.7;

/** The nodes with most ties (the rest is in the list), in their places. */
export function layout(item: NetworkItem, most: number): readonly Placed[] {
  const ties = new Map<string, number>();
  for (const { source, target } of item.edges) for (const id of [source, target]) ties.set(id, (ties.get(id) ?? 0) + 1);
  const kept = [...item.nodes]
    .filter((n) => ties.has(n.id))
    .sort((a, b) => (ties.get(b.id) ?? 0) - (ties.get(a.id) ?? 0) || (a.id < b.id ? -1 : 1))
    .slice(0, most);
  const ids = new Set(kept.map((n) => n.id));
  const bodies: Body[] = kept.map(({ id }) => ({ id }));
  const links = item.edges.filter((e) => ids.has(e.source) && ids.has(e.target)).map(({ source, target }) => ({ source, target }));
  // d3-force starts on a spiral and draws its own fixed pseudo-random numbers: nothing differs from run to run.
  forceSimulation(bodies)
    .force("link", forceLink<Body, { source: string; target: string }>(links).id((b) => b.id).distance(105))
    .force("charge", forceManyBody().strength(-330))
    .force("collide", forceCollide(APART))
    .force("x", forceX(0).strength(0.06))
    .force("y", forceY(0).strength(0.06))
    .stop()
    .tick(TICKS);
  return kept.map((node, n) => ({ ...node, x: STRETCH * (bodies[n]?.x ?? 0), y: bodies[n]?.y ?? 0, ties: ties.get(node.id) ?? 0 }));
}

/** Edges between two placed nodes, several between the same two bent apart by their number (0, 1, -1, 2 …). */
export function bends(edges: readonly Edge[]): readonly number[] {
  const seen = new Map<string, number>();
  return edges.map(({ source, target }) => {
    const pair = source < target ? `${source} ${target}` : `${target} ${source}`;
    const n = seen.get(pair) ?? 0;
    seen.set(pair, n + 1);
    const turn = (n % 2 ? (n + 1) / 2 : -n / 2) || 0;
    // Measured along the line from source to target, which runs the other way for the way back.
    return source < target ? turn : -turn || 0;
  });
}
