import type { TableRow } from '../../../../src/core/rich-text-builder';
import { childElements, childOf, descend, findAll, textOf, type XmlElement } from '../xml/xml-element';

export interface ChartText {
  readonly title: string;
  /** The numbers that the chart draws, categories down and series across. */
  readonly rows: readonly TableRow[];
}

/** More points than a person reads off a chart. */
const mostPoints = 1000;
const mostSeries = 64;

interface Series {
  readonly name: string;
  readonly categories: ReadonlyMap<number, string>;
  readonly values: ReadonlyMap<number, string>;
}

/** What a chart says in words and numbers, from the copies of its data that it keeps. */
export function readChart(root: XmlElement): ChartText {
  const chart = childOf(root, 'c:chart');
  const title = chart && childOf(chart, 'c:title');
  const plot = chart && childOf(chart, 'c:plotArea');
  const axisTitles = (plot ? childElements(plot) : [])
    .filter(({ name }) => /^c:(?:cat|val|date|ser)Ax$/.test(name))
    .map((axis) => wordsOf(childOf(axis, 'c:title')))
    .filter((words) => words !== '');
  const series = plot ? [...findAll(plot, 'c:ser')].slice(0, mostSeries).map(readSeries) : [];
  return {
    title: [wordsOf(title), ...axisTitles].filter((words) => words !== '').join(' · '),
    rows: rowsOf(series),
  };
}

function wordsOf(title: XmlElement | undefined): string {
  return title ? [...findAll(title, 'a:t')].map(textOf).join('').trim() : '';
}

function readSeries(element: XmlElement): Series {
  const name = descend(element, 'c:tx');
  return {
    name: name ? [...pointsOf(name).values()].join(' ') || directValue(name) : '',
    categories: pointsOf(childOf(element, 'c:cat') ?? childOf(element, 'c:xVal')),
    values: pointsOf(childOf(element, 'c:val') ?? childOf(element, 'c:yVal')),
  };
}

function directValue(name: XmlElement): string {
  const value = childOf(name, 'c:v');
  return value ? textOf(value) : '';
}

function pointsOf(data: XmlElement | undefined): Map<number, string> {
  const points = new Map<number, string>();
  for (const point of data ? findAll(data, 'c:pt') : []) {
    const value = childOf(point, 'c:v');
    const index = Number(point.attributes['idx']);
    if (value && Number.isSafeInteger(index) && points.size < mostPoints)
      points.set(index, textOf(value).trim());
  }
  return points;
}

function rowsOf(series: readonly Series[]): TableRow[] {
  const categories = series.find((one) => one.categories.size > 0)?.categories ?? new Map<number, string>();
  const indexes = [
    ...new Set(series.flatMap(({ values }) => [...values.keys()]).concat([...categories.keys()])),
  ]
    .sort((a, b) => a - b)
    .slice(0, mostPoints);
  if (indexes.length === 0) return [];
  const cell = (text: string, isHeader: boolean) => ({ isHeader, content: { text, marks: [] } });
  return [
    { cells: [cell('', true), ...series.map(({ name }) => cell(name, true))] },
    ...indexes.map((index) => ({
      cells: [
        cell(categories.get(index) ?? `${index + 1}`, true),
        ...series.map(({ values }) => cell(shortNumber(values.get(index) ?? ''), false)),
      ],
    })),
  ];
}

/** Charts keep 0.1 as 0.10000000000000001. */
export function shortNumber(text: string): string {
  const value = Number(text);
  return text.length > 15 && Number.isFinite(value) ? String(Number(value.toPrecision(15))) : text;
}
