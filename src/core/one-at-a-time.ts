export type OneAtATime = <T>(work: () => Promise<T>) => Promise<T>;

/** Runs work in the order it comes, one piece at a time; a piece that fails does not hold up the next. */
export function oneAtATime(): OneAtATime {
  let previous: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = previous.then(work);
    previous = result.catch(() => undefined);
    return result;
  };
}
