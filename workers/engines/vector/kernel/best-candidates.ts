/**
 * The best rows of one search so far, as entries of a float32 score and a u32 id in memory that the caller gives.
 * Once they are all there they are a heap with the worst on top. Equal scores prefer the lower id.
 */
const entryBytes: usize = 8;

let entries: usize = 0;
let most: u32 = 0;
let held: u32 = 0;

/** Any lower score is not worth an offer. */
export let threshold: f32 = -f32.MAX_VALUE;

/** Begins anew with room for `limit` candidates, at least one, from `address` on. */
export function startCandidates(address: usize, limit: u32): void {
  entries = address;
  most = limit;
  held = 0;
  threshold = -f32.MAX_VALUE;
}

export function candidateCount(): u32 {
  return held;
}

export function offer(id: u32, score: f32): void {
  if (held < most) {
    put(held, id, score);
    held += 1;
    if (held === most) makeHeap();
  } else if (isBetter(score, id, entryAt(0))) {
    siftDown(0, id, score);
    threshold = load<f32>(entries);
  }
}

function makeHeap(): void {
  for (let place = most >> 1; place > 0; place -= 1) {
    const entry = entryAt(place - 1);
    siftDown(place - 1, idOf(entry), load<f32>(entry));
  }
  threshold = load<f32>(entries);
}

/** Puts a candidate at a place or, while a worse one is below it, further down. */
function siftDown(from: u32, id: u32, score: f32): void {
  let place = from;
  for (let child = place * 2 + 1; child < most; child = place * 2 + 1) {
    let entry = entryAt(child);
    if (child + 1 < most && isBetter(load<f32>(entry), idOf(entry), entryAt(child + 1))) {
      child += 1;
      entry += entryBytes;
    }
    if (!isBetter(score, id, entry)) break;
    put(place, idOf(entry), load<f32>(entry));
    place = child;
  }
  put(place, id, score);
}

function isBetter(score: f32, id: u32, entry: usize): bool {
  const other = load<f32>(entry);
  return score > other || (score === other && id < idOf(entry));
}

function entryAt(place: u32): usize {
  return entries + <usize>place * entryBytes;
}

function idOf(entry: usize): u32 {
  return load<u32>(entry, 4);
}

function put(place: u32, id: u32, score: f32): void {
  const entry = entryAt(place);
  store<f32>(entry, score);
  store<u32>(entry, id, 4);
}
