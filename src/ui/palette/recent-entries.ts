const kept = 5;
let ids: readonly string[] = [];

/** What was chosen in the palette since the page was opened, last first. */
export function recentEntries(): readonly string[] {
  return ids;
}

export function noteEntry(id: string): void {
  ids = [id, ...ids.filter((other) => other !== id)].slice(0, kept);
}
