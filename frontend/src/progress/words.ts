// What is being done to the workbench, in words.

/** What /progress.json says of a command that works or has worked on the workbench. */
export interface Activity {
  readonly what: string;
  readonly state: "working" | "done" | "stopped" | "failed";
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly share: number | null;
  readonly began: string;
}

/** What is at work, since when, and how far it is. */
export function workingWords(activity: Activity): string {
  const far = activity.total ? ` ${activity.done.toLocaleString("en")} of ${activity.total.toLocaleString("en")}` : "";
  return `marsad ${activity.what} is at work since ${activity.began.slice(11, 19)} UTC: ${activity.stage}${far}`;
}

/** Milliseconds until the next look: often while something is at work. */
export function pause(activity: Activity | null): number {
  return activity?.state === "working" ? 1000 : 4000;
}
