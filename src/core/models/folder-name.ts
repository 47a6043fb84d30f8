/** Longer names some disks refuse, a number behind them included. */
const longestName = 100;

/** A name that every system takes for a folder. */
export function folderNameOf(modelName: string): string {
  const name = Array.from(modelName.replace(/[\\/:*?"<>|~\p{Cc}]+/gu, '-'))
    .slice(0, longestName)
    .join('')
    .replace(/^[\s.-]+|[\s.-]+$/gu, '');
  const isReserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu.test(name);
  return isReserved || name === '' ? `model${name === '' ? '' : `-${name}`}` : name;
}
