import type { MeaningUnit } from './meaning-units';
import { shareOfUnit } from './sentence-views';

interface AskedUnits {
  readonly units: readonly MeaningUnit[];
  readonly analyse: (text: string) => string[];
}

/**
 * The cell of a row below the column that a question names: "How many cups were sold in Hamburg in February?" asks for
 * the one under "Cups sold" in the row of February and Hamburg. Undefined where the question names no one column, or
 * names nothing that the row holds; a cell is given whole.
 */
export function cellAskedFor(
  question: string,
  row: string,
  columns: readonly string[],
  { units, analyse }: AskedUnits,
): string | undefined {
  const cells = row.split('\t').map((cell) => cell.trim());
  const asked = question.toLowerCase();
  const scored = columns.map((column, at) => {
    const terms = new Set(analyse(column));
    const weight = units.reduce((sum, unit) => sum + unit.weight * shareOfUnit(unit, terms), 0);
    return { cell: cells[at] ?? '', weight };
  });
  const isNamed = cells.some((cell) => cell.length > 1 && asked.includes(cell.toLowerCase()));
  if (!isNamed) return undefined;
  const [best, next] = [...scored].sort((a, b) => b.weight - a.weight);
  if (!best || best.weight === 0 || (next && next.weight >= best.weight)) return undefined;
  const isShown = best.cell !== '' && !/[\n*]/.test(best.cell) && !asked.includes(best.cell.toLowerCase());
  // A name is no amount.
  if (/\bhow (?:many|much)\b|多少/i.test(question) && !/\d/.test(best.cell)) return undefined;
  return isShown ? best.cell : undefined;
}
