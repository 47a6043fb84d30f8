/**
 * Every piece of a vocabulary by its UTF-16 units. The edges lie in one hash table of typed arrays with linear
 * probing: a hundred thousand small maps would cost ten times the memory and start slowly.
 */
export class PieceTrie {
  readonly #mask: number;
  /** Of each slot: the node an edge leaves (-1 when the slot is empty), its unit, and the node it reaches. */
  readonly #from: Int32Array;
  readonly #unit: Uint16Array;
  readonly #to: Int32Array;
  readonly #pieceAt: Int32Array;

  constructor(pieces: readonly string[]) {
    const mostEdges = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const slots = 2 ** Math.ceil(Math.log2(2 * mostEdges + 2));
    this.#mask = slots - 1;
    this.#from = new Int32Array(slots).fill(-1);
    this.#unit = new Uint16Array(slots);
    this.#to = new Int32Array(slots);
    const pieceAt = new Int32Array(mostEdges + 1).fill(-1);
    let nodes = 1;
    pieces.forEach((piece, id) => {
      let node = 0;
      for (let i = 0; i < piece.length; i += 1) {
        const unit = piece.charCodeAt(i);
        const slot = this.#slotOf(node, unit);
        if (this.#from[slot] === -1) {
          this.#from[slot] = node;
          this.#unit[slot] = unit;
          this.#to[slot] = nodes;
          nodes += 1;
        }
        node = this.#to[slot] ?? 0;
      }
      pieceAt[node] = id;
    });
    this.#pieceAt = pieceAt.slice(0, nodes);
  }

  /** The node that `unit` leads to from `node` (the root is 0), or -1. */
  next(node: number, unit: number): number {
    const slot = this.#slotOf(node, unit);
    return this.#from[slot] === -1 ? -1 : (this.#to[slot] ?? -1);
  }

  /** The position in `pieces` of the piece that ends at `node`, or -1. */
  pieceAt(node: number): number {
    return this.#pieceAt[node] ?? -1;
  }

  /** The slot that holds an edge, or the empty one that would. */
  #slotOf(node: number, unit: number): number {
    let slot = hash(node, unit) & this.#mask;
    for (;;) {
      const from = this.#from[slot];
      if (from === -1 || (from === node && this.#unit[slot] === unit)) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }
}

function hash(node: number, unit: number): number {
  const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
