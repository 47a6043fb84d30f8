const framesAtRest = 6;

/** A measure of the page, told once it has not changed for several frames. */
export async function resting(measure: () => number): Promise<number> {
  let before = Number.NaN;
  for (let rest = 0; rest < framesAtRest; rest += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const now = measure();
    if (now !== before) rest = 0;
    before = now;
  }
  return before;
}
