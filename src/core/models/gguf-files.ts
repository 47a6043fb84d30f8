/** The files of one GGUF model: one, or shards that belong together. */
export interface GgufSet {
  /** Its path without shard number and ending. */
  readonly name: string;
  readonly paths: readonly string[];
  /** Shards that its file names promise and that are not there. */
  readonly missing: readonly string[];
}

const shardName = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i;
const mostShards = 500;

/** The models among these paths. Projectors for pictures and the like, which no model is without, are left out. */
export function ggufSets(paths: readonly string[]): GgufSet[] {
  const own = paths.filter((path) => isGgufPath(path) && !/(?:^|[/._-])(?:mmproj|imatrix)/i.test(path));
  const sets = new Map(
    own.map((path) => {
      const shards = shardPaths(path);
      const present = shards.filter((shard) => own.includes(shard));
      const name = path.replace(shardName, '$1').replace(/\.gguf$/i, '');
      return [
        shards.join(),
        { name, paths: present, missing: shards.filter((shard) => !own.includes(shard)) },
      ];
    }),
  );
  return [...sets.values()];
}

/** All shards of the model that a file belongs to; the file itself where it is whole. */
export function shardPaths(path: string): string[] {
  const [, base, , total] = shardName.exec(path) ?? [];
  const count = Number(total);
  if (base === undefined || total === undefined || !(count >= 1 && count <= mostShards)) return [path];
  return Array.from(
    { length: count },
    (_, i) => `${base}-${String(i + 1).padStart(5, '0')}-of-${total}.gguf`,
  );
}

/** Answers nearly as well as the whole at a quarter of the size first; what needs twice the memory later. */
const quantizations = [
  'Q4_K_M',
  'Q4_K_S',
  'Q4_K_L',
  'Q4_0',
  'IQ4_XS',
  'Q5_K_M',
  'Q5_K_S',
  'Q3_K_M',
  'Q6_K',
  'Q8_0',
];

/** Of a repository with many quantisations, the one to take. */
export function preferredGguf(sets: readonly GgufSet[]): GgufSet | undefined {
  const whole = sets.filter(({ missing }) => missing.length === 0);
  const rank = ({ name }: GgufSet): number => {
    const order = quantizations.findIndex((each) =>
      new RegExp(`(?:^|[._-])${each}(?:[._-]|$)`, 'i').test(name),
    );
    return order < 0 ? quantizations.length : order;
  };
  return [...whole].sort((a, b) => rank(a) - rank(b))[0];
}

export function isGgufPath(path: string): boolean {
  return /\.gguf$/i.test(path);
}

/** The first bytes of every GGUF file. */
const magic = [0x47, 0x47, 0x55, 0x46];

/** Whether a file begins like a GGUF file, as far as these first bytes of it go. */
export function mayBeginGguf(bytes: Uint8Array): boolean {
  return magic.every((byte, i) => i >= bytes.length || bytes[i] === byte);
}

export function beginsLikeGguf(bytes: Uint8Array): boolean {
  return bytes.length >= magic.length && mayBeginGguf(bytes);
}
