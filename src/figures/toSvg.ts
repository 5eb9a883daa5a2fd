/**
 * Writes a scene as SVG text: real text, vectors, heat maps as crisp indexed PNG. Numbers are rounded to a hundredth, so
 * equal scenes give equal files on every machine.
 */
import { crispPng } from './png';
import { hundredths, type Mark, type Scene, type Stroke, type Symbols } from './scene';

export interface SvgOptions {
  /** Read out by screen readers and shown by file managers. */
  title?: string;
  /** Caption draft. */
  description?: string;
  /** Text for <metadata>: the recipe of the figure as JSON. */
  metadata?: string;
  /** Physical size; without it the scene's own width and height. */
  sizeMm?: { width: number; height: number };
}

export function toSvg(scene: Scene, options: SvgOptions = {}): string {
  const { title, description, metadata, sizeMm } = options;
  const size = sizeMm
    ? `width="${number(sizeMm.width)}mm" height="${number(sizeMm.height)}mm"`
    : `width="${number(scene.width)}" height="${number(scene.height)}"`;
  const clips = { count: 0 };
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${number(scene.width)} ${number(scene.height)}" role="img" font-family="${escapeXml(scene.fontFamily)}" style="font-variant-numeric:tabular-nums">`,
    ...(title ? [`<title>${escapeXml(title)}</title>`] : []),
    ...(description ? [`<desc>${escapeXml(description)}</desc>`] : []),
    ...(metadata ? [`<metadata>${escapeXml(metadata)}</metadata>`] : []),
    `<rect width="${number(scene.width)}" height="${number(scene.height)}" fill="${scene.background}"/>`,
    ...scene.marks.flatMap((mark) => write(mark, clips)),
    '</svg>',
    ''
  ];
  return lines.join('\n');
}

function write(mark: Mark, clips: { count: number }): string[] {
  switch (mark.kind) {
    case 'polyline': {
      const d = path(mark.points);
      return d
        ? [`<path d="${d}" fill="none" stroke-linejoin="round"${strokeAttributes(mark.stroke)}/>`]
        : [];
    }
    case 'segments': {
      const d = segmentPath(mark.points);
      return d ? [`<path d="${d}" fill="none"${strokeAttributes(mark.stroke)}/>`] : [];
    }
    case 'polygon': {
      const d = path(mark.points);
      return d
        ? [`<path d="${d}Z" fill="${mark.fill}"${opacityAttribute('fill-opacity', mark.opacity)}/>`]
        : [];
    }
    case 'symbols':
      return mark.shades.flatMap((shade, s) => {
        const d = symbolPath(mark, s);
        return d
          ? [`<path d="${d}" fill="${shade}"${mark.stroke ? strokeAttributes(mark.stroke) : ''}/>`]
          : [];
      });
    case 'rect':
      return [
        `<rect x="${number(mark.x)}" y="${number(mark.y)}" width="${number(mark.width)}" height="${number(mark.height)}" fill="${mark.fill ?? 'none'}"${opacityAttribute('fill-opacity', mark.opacity)}${mark.stroke ? strokeAttributes(mark.stroke) : ''}/>`
      ];
    case 'cells': {
      if (mark.columns === 0 || mark.rows === 0) return [];
      const png = base64(crispPng(mark));
      return [
        `<image x="${number(mark.x)}" y="${number(mark.y)}" width="${number(mark.width)}" height="${number(mark.height)}" preserveAspectRatio="none" image-rendering="optimizeSpeed" href="data:image/png;base64,${png}"/>`
      ];
    }
    case 'text':
      return [
        `<text x="${number(mark.x)}" y="${number(mark.y)}" font-size="${number(mark.size)}" fill="${mark.fill}"${mark.anchor === 'start' ? '' : ` text-anchor="${mark.anchor}"`}${mark.bold ? ' font-weight="bold"' : ''}>${escapeXml(mark.text)}</text>`
      ];
    case 'group': {
      const inner = mark.marks.flatMap((child) => write(child, clips));
      if (inner.length === 0) return [];
      const id = `clip${++clips.count}`;
      const { x, y, width, height } = mark.clip;
      return [
        `<clipPath id="${id}"><rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}"/></clipPath>`,
        `<g clip-path="url(#${id})">`,
        ...inner,
        '</g>'
      ];
    }
  }
}

function number(value: number): string {
  return String(hundredths(value));
}

function path(points: Float32Array): string {
  let d = '';
  let drawing = false;
  for (let i = 0; i + 1 < points.length; i += 2) {
    if (Number.isNaN(points[i]) || Number.isNaN(points[i + 1])) drawing = false;
    else {
      d += `${drawing ? 'L' : 'M'}${number(points[i])} ${number(points[i + 1])}`;
      drawing = true;
    }
  }
  return d;
}

function segmentPath(points: Float32Array): string {
  let d = '';
  for (let i = 0; i + 3 < points.length; i += 4) {
    const [x1, y1, x2, y2] = [points[i], points[i + 1], points[i + 2], points[i + 3]];
    d += `M${number(x1)} ${number(y1)}`;
    if (x1 === x2) d += `V${number(y2)}`;
    else if (y1 === y2) d += `H${number(x2)}`;
    else d += `L${number(x2)} ${number(y2)}`;
  }
  return d;
}

function symbolPath({ points, radius, shade, shape }: Symbols, wanted: number): string {
  let d = '';
  const r = number(radius);
  const side = number(2 * radius);
  for (let i = 0; i * 2 + 1 < points.length; i++) {
    if (shade ? shade[i] !== wanted : wanted > 0) continue;
    const x = points[2 * i];
    const y = points[2 * i + 1];
    const left = number(x - radius);
    if (shape === 'circle')
      d += `M${left} ${number(y)}a${r} ${r} 0 1 0 ${side} 0a${r} ${r} 0 1 0 -${side} 0Z`;
    else if (shape === 'square') d += `M${left} ${number(y - radius)}h${side}v${side}h-${side}Z`;
    else d += `M${number(x)} ${number(y - radius)}l${r} ${side}h-${side}Z`;
  }
  return d;
}

function strokeAttributes({ colour, width, dash, opacity }: Stroke): string {
  const dashes = dash?.length ? ` stroke-dasharray="${dash.map(number).join(' ')}"` : '';
  return ` stroke="${colour}" stroke-width="${number(width)}"${dashes}${opacityAttribute('stroke-opacity', opacity)}`;
}

function opacityAttribute(name: string, opacity: number | undefined): string {
  return opacity === undefined || opacity === 1 ? '' : ` ${name}="${number(opacity)}"`;
}

/** Also drops the control characters XML 1.0 forbids: a label read from a file must not break the picture. */
export function escapeXml(content: string): string {
  let safe = '';
  for (const character of content) {
    const code = character.codePointAt(0)!;
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) continue;
    safe += escapes[character] ?? character;
  }
  return safe;
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
};

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(binary);
}
