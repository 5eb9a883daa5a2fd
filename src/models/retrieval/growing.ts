/** Typed arrays that grow at their end, and many lists in one of them. */

type Numbers = Uint32Array | Int32Array | Uint16Array | Float32Array | Float64Array;

/** `array`, or a larger one that begins with it and has room for `length` numbers; what is new is 0. */
export function withRoom<Kind extends Numbers>(array: Kind, length: number): Kind {
  if (length <= array.length) return array;
  const Maker = array.constructor as new (length: number) => Kind;
  const larger = new Maker(Math.max(length, 16, Math.ceil(1.5 * array.length)));
  larger.set(array);
  return larger;
}

/**
 * Lists of (number, value) that grow at their ends. Each lies in one piece: one that is full moves to the end of the pool, into
 * twice the room.
 */
export class GrowingLists {
  numbers = new Uint32Array(1024);
  values = new Float32Array(1024);
  starts = new Uint32Array(256);
  lengths = new Uint32Array(256);
  private rooms = new Uint32Array(256);
  private top = 0;

  push(list: number, number: number, value: number): void {
    if (list >= this.starts.length) {
      this.starts = withRoom(this.starts, list + 1);
      this.lengths = withRoom(this.lengths, list + 1);
      this.rooms = withRoom(this.rooms, list + 1);
    }
    const length = this.lengths[list];
    if (length === this.rooms[list]) this.move(list, Math.max(2, 2 * length));
    const place = this.starts[list] + length;
    this.numbers[place] = number;
    this.values[place] = value;
    this.lengths[list] = length + 1;
  }

  /** Room for so many more in each list, from list 0 on; only before the first `push`. */
  reserve(rooms: Uint32Array): void {
    this.starts = withRoom(this.starts, rooms.length);
    this.lengths = withRoom(this.lengths, rooms.length);
    this.rooms = withRoom(this.rooms, rooms.length);
    for (let list = 0; list < rooms.length; list++) {
      this.starts[list] = this.top;
      this.rooms[list] = rooms[list];
      this.top += rooms[list];
    }
    this.numbers = withRoom(this.numbers, this.top);
    this.values = withRoom(this.values, this.top);
  }

  lengthOf(list: number): number {
    return list < this.lengths.length ? this.lengths[list] : 0;
  }

  private move(list: number, room: number): void {
    const start = this.starts[list];
    const end = start + this.lengths[list];
    this.numbers = withRoom(this.numbers, this.top + room);
    this.values = withRoom(this.values, this.top + room);
    this.numbers.copyWithin(this.top, start, end);
    this.values.copyWithin(this.top, start, end);
    this.starts[list] = this.top;
    this.rooms[list] = room;
    this.top += room;
  }
}
