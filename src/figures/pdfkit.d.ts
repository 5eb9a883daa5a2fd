// What we use of pdfkit. Its published types bring Node's with them, which the pure folders must not see.

declare module 'pdfkit' {
  interface Attachment {
    name: string;
    description: string;
    relationship: 'Source' | 'Data' | 'Alternative' | 'Supplement' | 'Unspecified';
    type: string;
  }
  interface DocumentOptions {
    size: [width: number, height: number];
    margin: number;
    /** The font to begin with; null for none, where Helvetica would be the default. */
    font: null;
    pdfVersion: '1.4' | '1.5' | '1.6' | '1.7';
    lang: string;
    displayTitle: boolean;
    info: { Creator: string; CreationDate: Date; Title: object; Subject: object };
  }
  type Colour = [red: number, green: number, blue: number];

  export class PDFDocument {
    constructor(options: DocumentOptions);
    registerFont(name: string, bytes: Uint8Array): this;
    font(name: string): this;
    fontSize(points: number): this;
    widthOfString(text: string): number;
    text(text: string, x: number, y: number, options: { lineBreak: false; baseline: 'alphabetic' }): this;
    save(): this;
    restore(): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    closePath(): this;
    rect(x: number, y: number, width: number, height: number): this;
    circle(x: number, y: number, radius: number): this;
    clip(): this;
    lineWidth(points: number): this;
    lineJoin(join: 'miter' | 'round' | 'bevel'): this;
    dash(lengths: number[]): this;
    undash(): this;
    fillColor(colour: Colour, opacity?: number): this;
    strokeColor(colour: Colour, opacity?: number): this;
    fill(): this;
    stroke(): this;
    image(png: Uint8Array, x: number, y: number, size: { width: number; height: number }): this;
    file(bytes: Uint8Array, attachment: Attachment): unknown;
    end(): void;
  }
}

declare module 'pdfkit/output' {
  import type { PDFDocument } from 'pdfkit';
  /** The whole file, once the document has ended. */
  export function toBytes(document: PDFDocument): Promise<Uint8Array<ArrayBuffer>>;
}
