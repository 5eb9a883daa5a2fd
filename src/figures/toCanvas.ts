/**
 * Paints a scene on a canvas, fast enough for every panel at display rate: one path per mark, heat maps through one
 * reused block of pixels. The context is a structural minimum that CanvasRenderingContext2D (and its offscreen twin) fits.
 */
import type { Box, Cells, Mark, Scene, Stroke, Symbols } from './scene';

export interface PixelBlock {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

export interface CanvasContext {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  lineJoin: 'bevel' | 'miter' | 'round';
  globalAlpha: number;
  font: string;
  textAlign: 'center' | 'end' | 'left' | 'right' | 'start';
  textBaseline: 'alphabetic' | 'bottom' | 'hanging' | 'ideographic' | 'middle' | 'top';
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void;
  save(): void;
  restore(): void;
  beginPath(): void;
  closePath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  rect(x: number, y: number, width: number, height: number): void;
  clip(): void;
  stroke(): void;
  fill(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  setLineDash(lengths: number[]): void;
  createImageData(width: number, height: number): PixelBlock;
  putImageData(block: PixelBlock, x: number, y: number): void;
}

/** Draws the whole scene; the canvas must be `width * pixelRatio` by `height * pixelRatio` device pixels. */
export function toCanvas(scene: Scene, context: CanvasContext, pixelRatio = 1): void {
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.globalAlpha = 1;
  context.fillStyle = scene.background;
  context.fillRect(0, 0, scene.width, scene.height);
  context.lineJoin = 'round';
  context.textBaseline = 'alphabetic';
  const frame = { x: 0, y: 0, width: scene.width, height: scene.height };
  for (const mark of scene.marks) paint(mark, context, scene.fontFamily, pixelRatio, frame);
}

function paint(mark: Mark, context: CanvasContext, fontFamily: string, pixelRatio: number, clip: Box): void {
  switch (mark.kind) {
    case 'polyline':
      context.beginPath();
      trace(mark.points, context);
      stroke(mark.stroke, context);
      return;
    case 'segments': {
      const { points } = mark;
      context.beginPath();
      for (let i = 0; i + 3 < points.length; i += 4) {
        context.moveTo(points[i], points[i + 1]);
        context.lineTo(points[i + 2], points[i + 3]);
      }
      stroke(mark.stroke, context);
      return;
    }
    case 'polygon':
      context.beginPath();
      trace(mark.points, context);
      context.closePath();
      context.globalAlpha = mark.opacity ?? 1;
      context.fillStyle = mark.fill;
      context.fill();
      context.globalAlpha = 1;
      return;
    case 'symbols':
      paintSymbols(mark, context);
      return;
    case 'rect':
      if (mark.fill) {
        context.globalAlpha = mark.opacity ?? 1;
        context.fillStyle = mark.fill;
        context.fillRect(mark.x, mark.y, mark.width, mark.height);
        context.globalAlpha = 1;
      }
      if (mark.stroke) {
        context.beginPath();
        context.rect(mark.x, mark.y, mark.width, mark.height);
        stroke(mark.stroke, context);
      }
      return;
    case 'cells':
      paintCells(mark, context, pixelRatio, clip);
      return;
    case 'text':
      context.font = `${mark.bold ? 'bold ' : ''}${mark.size}px ${fontFamily}`;
      context.textAlign = mark.anchor === 'middle' ? 'center' : mark.anchor;
      context.fillStyle = mark.fill;
      context.fillText(mark.text, mark.x, mark.y);
      return;
    case 'group': {
      context.save();
      context.beginPath();
      context.rect(mark.clip.x, mark.clip.y, mark.clip.width, mark.clip.height);
      context.clip();
      const inner = intersection(clip, mark.clip);
      for (const child of mark.marks) paint(child, context, fontFamily, pixelRatio, inner);
      context.restore();
    }
  }
}

function trace(points: Float32Array, context: CanvasContext): void {
  let drawing = false;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = points[i];
    const y = points[i + 1];
    if (Number.isNaN(x) || Number.isNaN(y)) drawing = false;
    else if (drawing) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      drawing = true;
    }
  }
}

const solid: number[] = [];

function stroke({ colour, width, dash, opacity }: Stroke, context: CanvasContext): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash ? [...dash] : solid);
  context.globalAlpha = opacity ?? 1;
  context.stroke();
  context.globalAlpha = 1;
}

function paintSymbols(mark: Symbols, context: CanvasContext): void {
  const { points, radius, shade, shades, shape } = mark;
  for (let s = 0; s < shades.length; s++) {
    let any = false;
    for (let i = 0; i * 2 + 1 < points.length; i++) {
      if (shade ? shade[i] !== s : s > 0) continue;
      if (!any) context.beginPath();
      any = true;
      const x = points[2 * i];
      const y = points[2 * i + 1];
      if (shape === 'circle') {
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, 2 * Math.PI);
      } else if (shape === 'square') context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
      else {
        context.moveTo(x, y - radius);
        context.lineTo(x + radius, y + radius);
        context.lineTo(x - radius, y + radius);
        context.closePath();
      }
    }
    if (!any) continue;
    // A canvas takes no such colour, and would fill with the last one.
    if (shades[s] !== 'none') {
      context.fillStyle = shades[s];
      context.fill();
    }
    if (mark.stroke) stroke(mark.stroke, context);
  }
}

/** One block per context and size, reused: a panel's heat map costs no allocation a frame. */
const blocks = new WeakMap<CanvasContext, Map<string, PixelBlock>>();

function blockFor(context: CanvasContext, width: number, height: number): PixelBlock {
  const known = blocks.get(context) ?? new Map<string, PixelBlock>();
  blocks.set(context, known);
  const key = `${width}x${height}`;
  const found = known.get(key);
  if (found) return found;
  // Sizes change only when a panel is resized; old ones are not worth keeping.
  if (known.size > 8) known.clear();
  const made = context.createImageData(width, height);
  known.set(key, made);
  return made;
}

/** Nearest neighbour in device pixels, since putImageData knows neither scale nor clip. */
function paintCells(cells: Cells, context: CanvasContext, pixelRatio: number, clip: Box): void {
  const seen = intersection(clip, cells);
  const left = Math.round(seen.x * pixelRatio);
  const top = Math.round(seen.y * pixelRatio);
  const width = Math.round((seen.x + seen.width) * pixelRatio) - left;
  const height = Math.round((seen.y + seen.height) * pixelRatio) - top;
  if (width <= 0 || height <= 0 || cells.columns === 0 || cells.rows === 0) return;
  const block = blockFor(context, width, height);
  const pixels = new Uint32Array(block.data.buffer, block.data.byteOffset, width * height);
  const { palette, values } = cells;
  const colours = packed(palette ?? values);
  const columnOf = new Int32Array(width);
  for (let px = 0; px < width; px++) {
    const share = ((left + px + 0.5) / pixelRatio - cells.x) / cells.width;
    columnOf[px] = Math.min(cells.columns - 1, Math.max(0, Math.floor(share * cells.columns)));
  }
  let drawnRow = -1;
  for (let py = 0; py < height; py++) {
    const share = ((top + py + 0.5) / pixelRatio - cells.y) / cells.height;
    const row = Math.min(cells.rows - 1, Math.max(0, Math.floor(share * cells.rows)));
    const start = py * width;
    if (row === drawnRow) pixels.copyWithin(start, start - width, start);
    else
      for (let px = 0; px < width; px++)
        pixels[start + px] = palette
          ? colours[values[row * cells.columns + columnOf[px]]]
          : colours[row * cells.columns + columnOf[px]];
    drawnRow = row;
  }
  context.putImageData(block, left, top);
}

/** Triples of red, green, blue as the words a block of pixels holds. */
function packed(triples: Uint8Array): Uint32Array {
  const words = new Uint32Array(triples.length / 3);
  for (let c = 0; c < words.length; c++)
    words[c] = (0xff000000 | (triples[3 * c + 2] << 16) | (triples[3 * c + 1] << 8) | triples[3 * c]) >>> 0;
  return words;
}

function intersection(a: Box, b: Box): Box {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - x),
    height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - y)
  };
}
