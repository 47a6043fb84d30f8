export interface Detailed {
  readonly id: string;
  readonly name: string;
  /** What may tell it from others of its name, what says most first. */
  readonly details: readonly string[];
}

/** For each whose name another one has too, by id, as few of its details as tell them apart. */
export function distinguishingDetails(all: readonly Detailed[]): ReadonlyMap<string, readonly string[]> {
  const alike = new Map<string, Detailed[]>();
  for (const one of all) {
    const key = one.name.toLowerCase();
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  const found = new Map<string, readonly string[]>();
  for (const group of alike.values()) {
    if (group.length < 2) continue;
    const longest = Math.max(...group.map(({ details }) => details.length));
    const telling: number[] = [];
    const told = (one: Detailed, places: readonly number[]): string =>
      places.map((place) => one.details[place] ?? '').join('\n');
    const kinds = (places: readonly number[]): number => new Set(group.map((one) => told(one, places))).size;
    for (let place = 0; place < longest && kinds(telling) < group.length; place += 1) {
      if (kinds([...telling, place]) > kinds(telling)) telling.push(place);
    }
    for (const one of group) {
      found.set(
        one.id,
        telling.flatMap((place) => one.details[place] ?? []),
      );
    }
  }
  return found;
}
