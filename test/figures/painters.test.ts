import { Resvg } from '@resvg/resvg-js';
import { unzlibSync } from 'fflate';
import { expect, test } from 'vitest';
import { palette } from '../../src/figures/palettes';
import { crc32 } from '../../src/formats/crc32';
import { encodeIndexedPng, withResolution } from '../../src/figures/png';
import { type Cells, group, type Mark, rect, type Scene, segments, text } from '../../src/figures/scene';
import { type CanvasContext, toCanvas } from '../../src/figures/toCanvas';
import { escapeXml, toSvg } from '../../src/figures/toSvg';

function sceneOf(...marks: Mark[]): Scene {
  return { width: 40, height: 20, background: '#ffffff', fontFamily: 'sans-serif', marks };
}

/** A context that writes down what it is asked to do. */
function recordingContext() {
  const calls: string[] = [];
  const blocks: { x: number; y: number; width: number; height: number; data: Uint8ClampedArray }[] = [];
  const note =
    (name: string) =>
    (...values: unknown[]): void => {
      calls.push(
        `${name}(${values.map((value) => (Array.isArray(value) ? `[${value}]` : value)).join(',')})`
      );
    };
  const context: CanvasContext = {
    fillStyle: '',
    strokeStyle: '',
    lineWidth: 1,
    lineJoin: 'miter',
    globalAlpha: 1,
    font: '',
    textAlign: 'start',
    textBaseline: 'alphabetic',
    setTransform: note('setTransform'),
    save: note('save'),
    restore: note('restore'),
    beginPath: note('beginPath'),
    closePath: note('closePath'),
    moveTo: note('moveTo'),
    lineTo: note('lineTo'),
    arc: note('arc'),
    rect: note('rect'),
    clip: note('clip'),
    stroke: note('stroke'),
    fill: note('fill'),
    fillRect: note('fillRect'),
    fillText: note('fillText'),
    setLineDash: note('setLineDash'),
    createImageData: (width, height) => {
      calls.push(`createImageData(${width},${height})`);
      return { width, height, data: new Uint8ClampedArray(4 * width * height) };
    },
    putImageData: ({ data, height, width }, x, y) => {
      blocks.push({ x, y, width, height, data: data.slice() });
    }
  };
  return { blocks, calls, context };
}

const line = { colour: '#000', width: 1 };
const cells: Cells = {
  kind: 'cells',
  x: 2,
  y: 4,
  width: 4,
  height: 2,
  columns: 2,
  rows: 1,
  values: Uint8Array.of(0, 254),
  palette: palette('viridis', '#000000')
};

test('many spikes are one path on the canvas', () => {
  const { calls, context } = recordingContext();
  const points = Float32Array.from({ length: 4000 }, (_, i) => i);
  toCanvas(sceneOf(segments(points, line)), context);
  expect(calls.filter((call) => call.startsWith('moveTo'))).toHaveLength(1000);
  expect(calls.filter((call) => call === 'stroke()')).toHaveLength(1);
});

test('a line is lifted at a gap', () => {
  const { calls, context } = recordingContext();
  const points = Float32Array.of(0, 0, 1, 1, Number.NaN, Number.NaN, 2, 2, 3, 3);
  toCanvas(sceneOf({ kind: 'polyline', points, stroke: line }), context);
  const path = calls.filter((call) => /^(move|line)To/.test(call));
  expect(path).toEqual(['moveTo(0,0)', 'lineTo(1,1)', 'moveTo(2,2)', 'lineTo(3,3)']);
});

test('a heat map fills device pixels in its palette and reuses its block of pixels', () => {
  const { blocks, calls, context } = recordingContext();
  toCanvas(sceneOf(cells), context, 2);
  toCanvas(sceneOf(cells), context, 2);
  expect(calls.filter((call) => call.startsWith('createImageData'))).toEqual(['createImageData(8,4)']);
  const [block] = blocks;
  expect([block.x, block.y, block.width, block.height]).toEqual([4, 8, 8, 4]);
  const pixel = (x: number, y: number) => [...block.data.subarray(4 * (y * 8 + x), 4 * (y * 8 + x) + 4)];
  const colours = cells.palette!;
  expect(pixel(0, 0)).toEqual([...colours.subarray(0, 3), 255]);
  expect(pixel(3, 3)).toEqual([...colours.subarray(0, 3), 255]);
  expect(pixel(4, 0)).toEqual([...colours.subarray(762, 765), 255]);
});

test('a heat map is cut at the edge of its group, which putImageData would not do', () => {
  const { blocks, context } = recordingContext();
  toCanvas(sceneOf(group({ x: 3, y: 0, width: 100, height: 100 }, [cells])), context, 1);
  const [block] = blocks;
  expect([block.x, block.width]).toEqual([3, 3]);
  expect([...block.data.subarray(0, 3)]).toEqual([...cells.palette!.subarray(0, 3)]);
});

test('the canvas is cleared to the background at the pixel ratio', () => {
  const { calls, context } = recordingContext();
  toCanvas(sceneOf(), context, 1.5);
  expect(calls).toEqual(['setTransform(1.5,0,0,1.5,0,0)', 'fillRect(0,0,40,20)']);
});

test('an indexed PNG holds the indices it was given', () => {
  const values = Uint8Array.of(0, 1, 2, 3, 4, 255);
  const png = encodeIndexedPng(3, 2, values, palette('cividis', '#ffffff'));
  const view = new DataView(png.buffer);
  expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  expect([view.getUint32(16), view.getUint32(20)]).toEqual([3, 2]);
  // Signature 8, IHDR 25, PLTE 780: the data chunk begins at 813.
  const length = view.getUint32(813);
  expect([...unzlibSync(png.subarray(821, 821 + length))]).toEqual([0, 0, 1, 2, 0, 3, 4, 255]);
});

test('a PNG of the wrong length is refused in words', () => {
  expect(() => encodeIndexedPng(3, 2, new Uint8Array(5), new Uint8Array(768))).toThrow(
    /3 x 2 image has 5 values .* expected 6/
  );
});

test('an independent renderer reads the heat map of an SVG with the right colours', () => {
  const image = new Resvg(toSvg(sceneOf(cells))).render();
  const pixel = (x: number, y: number) => [...image.pixels.subarray(4 * (y * 40 + x), 4 * (y * 40 + x) + 3)];
  expect(pixel(2, 4)).toEqual([...cells.palette!.subarray(0, 3)]);
  expect(pixel(5, 5)).toEqual([...cells.palette!.subarray(762, 765)]);
  expect(pixel(30, 10)).toEqual([255, 255, 255]);
});

test('labels and recipes are escaped, and characters XML forbids are dropped', () => {
  expect(escapeXml('a<b & "c"\u0000\u0007')).toBe('a&lt;b &amp; &quot;c&quot;');
  const svg = toSvg(sceneOf(text(0, 0, '<script>', { size: 7, fill: '#000' })), {
    metadata: '{"a":"</metadata>"}'
  });
  expect(svg).not.toContain('<script>');
  expect(svg.match(/<\/metadata>/g)).toHaveLength(1);
});

test('equal scenes give equal files, with numbers rounded to a hundredth', () => {
  const scene = sceneOf(rect({ x: 1 / 3, y: -0.001, width: 2, height: 3 }, { fill: '#000' }));
  expect(toSvg(scene)).toBe(toSvg(scene));
  expect(toSvg(scene)).toContain('<rect x="0.33" y="0" width="2" height="3" fill="#000"/>');
});

test('a PNG says how large it is in print, and stays the same picture', async () => {
  const png = encodeIndexedPng(3, 2, Uint8Array.of(0, 50, 100, 150, 200, 255), palette('cividis', '#ffffff'));
  const sized = withResolution(png, 600);
  const at = Buffer.from(sized).indexOf('pHYs');
  const view = new DataView(sized.buffer, at + 4);
  expect([view.getUint32(0), view.getUint32(4), view.getUint8(8)]).toEqual([23622, 23622, 1]);
  // Between the header and the palette, where it must stand.
  expect(at).toBeGreaterThan(Buffer.from(sized).indexOf('IHDR'));
  expect(at).toBeLessThan(Buffer.from(sized).indexOf('PLTE'));
  expect(view.getUint32(9)).toBe(crc32(sized.subarray(at, at + 13)));
  expect(sized.length).toBe(png.length + 21);
});
