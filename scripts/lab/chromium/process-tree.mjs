import { readdirSync, readFileSync } from 'node:fs';

/**
 * A process and all that it started, by the system's own list; where there is none, the process alone.
 * @param {number} pid
 * @returns {number[]}
 */
export function processTree(pid) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const [child, parent] of parents()) children.set(parent, [...(children.get(parent) ?? []), child]);
  const found = [pid];
  for (const parent of found) found.push(...(children.get(parent) ?? []));
  return found;
}

/**
 * Megabytes of memory that a process tree holds; a page that several processes share counts once (proportional set
 * size). Undefined where the system does not tell.
 * @param {number} pid
 */
export function treeMegabytes(pid) {
  let kilobytes = 0;
  for (const member of processTree(pid)) {
    const size = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${member}/smaps_rollup`) ?? '')?.[1];
    kilobytes += Number(size ?? 0);
  }
  return kilobytes === 0 ? undefined : kilobytes / 1024;
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch {
    // There is no such process: that is the answer.
    return false;
  }
  // One that has ended and was not waited for is listed, too.
  return !/\)\s+Z\s/.test(read(`/proc/${pid}/stat`) ?? '');
}

/** @returns {[pid: number, parent: number][]} */
function parents() {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [
        Number(name),
        Number(/\)\s+\S\s+(\d+)/.exec(read(`/proc/${name}/stat`) ?? '')?.[1] ?? 0),
      ]);
  } catch {
    // Only Linux lists its processes as files.
    return [];
  }
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process ended while it was looked at.
    return undefined;
  }
}
