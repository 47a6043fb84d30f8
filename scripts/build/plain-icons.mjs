import { readFile } from 'node:fs/promises';

const iconFile = /[\\/]@lucide[\\/]svelte[\\/]dist[\\/]icons[\\/][^\\/]+\.svelte$/;

/**
 * Makes plain markup of each icon. As the package has them, every icon is put together attribute by attribute while the
 * page runs, which took a phone a third of the time in which it draws the first screen.
 * @returns {import('vite').Plugin}
 */
export function plainIcons() {
  return {
    name: 'inkstone:plain-icons',
    enforce: 'pre',
    load: {
      filter: { id: iconFile },
      handler: async (id) => plainIcon(await readFile(id, 'utf8'), id),
    },
  };
}

/**
 * A component that takes nothing but the width and height, `size`.
 * @param {string} source of the package's component
 * @param {string} id
 */
function plainIcon(source, id) {
  const [, json] = /^const iconData = (\{.*\});$/m.exec(source) ?? [];
  if (json === undefined) throw new Error(`${id} does not tell its shapes as it did`);
  /** @type {{ size: number, node: [name: string, attributes: Record<string, string>][] }} */
  const { size, node } = JSON.parse(json);
  const shapes = node.map(([name, attributes]) => `<${name}${asMarkup(attributes)} />`);
  const fixed = asMarkup({
    viewBox: `0 0 ${size} ${size}`,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '1.5',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  });
  return `<script>const { size } = $props();</script>\n<svg width={size} height={size}${fixed}>${shapes.join('')}</svg>\n`;
}

/** @param {Record<string, string>} attributes */
function asMarkup(attributes) {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
}
