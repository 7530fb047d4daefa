/** PNGs of pages made smaller: 256 colours are enough for a window, and a third of the bytes. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const COLOURS = 256;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

interface Picture {
  width: number;
  height: number;
  /** Three bytes a pixel. */
  rgb: Uint8Array;
}

/** @param png with 8 bits for each of three or four colours and not interlaced, as browsers write them; what is seen through is left out. */
export function withPalette(png: Buffer): Buffer {
  const picture = decode(png);
  const { palette, indexes } = reduce(picture.rgb);
  const { width, height } = picture;
  const lines = Buffer.alloc((width + 1) * height); // each begins with its filter: none
  for (let y = 0; y < height; y++) lines.set(indexes.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('PLTE', Buffer.from(palette)), chunk('IDAT', deflateSync(lines, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function decode(png: Buffer): Picture {
  const [width, height, depth, kind, interlaced] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25], png[28]];
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0) throw new Error('Not a PNG as browsers write them.');
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const step = kind === 2 ? 3 : 4;
  const raw = unfilter(inflateSync(Buffer.concat(parts)), width * step, height, step);
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) for (let part = 0; part < 3; part++) rgb[pixel * 3 + part] = raw[pixel * step + part]!;
  return { width, height, rgb };
}

/** Section 9 of the PNG specification: every byte is a difference to what its filter foretells from the left, above, and above left. */
function unfilter(data: Uint8Array, stride: number, height: number, step: number): Uint8Array {
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = data[y * (stride + 1)]!;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < step ? 0 : out[at - step]!;
      const above = y === 0 ? 0 : out[at - stride]!;
      const corner = x < step || y === 0 ? 0 : out[at - stride - step]!;
      out[at] = data[y * (stride + 1) + 1 + x]! + foretold(filter, left, above, corner);
    }
  }
  return out;
}

function foretold(filter: number, left: number, above: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  const [toLeft, toAbove, toCorner] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

interface Box {
  colours: readonly (readonly [colour: number, count: number])[];
  /** 16, 8 or 0: the part of the colour that spreads widest, and how far. */
  shift: number;
  spread: number;
}

/** By median cut: the box of colours that spreads widest, weighed by its pixels, is halved until there are enough. */
function reduce(rgb: Uint8Array): { palette: Uint8Array; indexes: Uint8Array } {
  const counts = new Map<number, number>();
  const colourAt = (pixel: number): number => (rgb[pixel * 3]! << 16) | (rgb[pixel * 3 + 1]! << 8) | rgb[pixel * 3 + 2]!;
  for (let pixel = 0; pixel < rgb.length / 3; pixel++) counts.set(colourAt(pixel), (counts.get(colourAt(pixel)) ?? 0) + 1);
  const boxes = [boxOf([...counts])];
  while (boxes.length < COLOURS) {
    const widest = boxes.reduce((best, box, index) => (box.spread > boxes[best]!.spread ? index : best), 0);
    const { colours, shift, spread } = boxes[widest]!;
    if (spread === 0) break;
    const sorted = colours.toSorted(([a], [b]) => ((a >> shift) & 255) - ((b >> shift) & 255));
    const half = sorted.length >> 1;
    boxes.splice(widest, 1, boxOf(sorted.slice(0, half)), boxOf(sorted.slice(half)));
  }
  const palette = new Uint8Array(boxes.length * 3);
  const indexOf = new Map<number, number>();
  for (const [index, { colours }] of boxes.entries()) {
    const most = colours.reduce((best, each) => (each[1] > best[1] ? each : best)); // flat surfaces keep their very colour
    palette.set([most[0] >> 16, (most[0] >> 8) & 255, most[0] & 255], index * 3);
    for (const [colour] of colours) indexOf.set(colour, index);
  }
  return { palette, indexes: Uint8Array.from({ length: rgb.length / 3 }, (_, pixel) => indexOf.get(colourAt(pixel))!) };
}

function boxOf(colours: Box['colours']): Box {
  const weight = Math.log2(1 + colours.reduce((sum, [, count]) => sum + count, 0));
  const spreads = [16, 8, 0].map((shift) => {
    let [least, most] = [255, 0];
    for (const [colour] of colours) {
      const part = (colour >> shift) & 255;
      [least, most] = [Math.min(least, part), Math.max(most, part)];
    }
    return { shift, spread: (most - least) * weight };
  });
  const { shift, spread } = spreads.toSorted((a, b) => b.spread - a.spread)[0]!;
  return { colours, shift, spread };
}
