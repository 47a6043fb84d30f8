import type { InlineText } from '../../../../src/core/inline-text';
import { readChart, type ChartText } from './chart';
import { readDiagram } from './drawing-text';
import type { OfficePackage } from './office-package';

export interface Figures {
  /** By the id of the relationship that points to them. */
  readonly charts: ReadonlyMap<string, ChartText>;
  readonly diagrams: ReadonlyMap<string, readonly InlineText[]>;
}

/** More than a document shows; each is a file of its own to open. */
const mostFigures = 500;

/** The charts and diagrams that a part draws. One that cannot be read is left out, as a picture would be. */
export async function readFigures(source: OfficePackage, part: string): Promise<Figures> {
  const charts = new Map<string, ChartText>();
  const diagrams = new Map<string, readonly InlineText[]>();
  for (const { id, kind, target } of await source.relationships(part)) {
    if (charts.size + diagrams.size >= mostFigures || !source.zip.has(target)) continue;
    if (kind === 'chart') charts.set(id, readChart(await source.read(target)));
    if (kind === 'diagramData') diagrams.set(id, readDiagram(await source.read(target)));
  }
  return { charts, diagrams };
}
