import { describe, expect, it } from 'vitest';
import {
  experimentBytes,
  experimentName,
  isExperimentFile,
  readExperimentFile
} from '../../src/renderer/files/experimentFile';
import { shortEvidence } from '../session/shortEvidence';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('an experiment as a file', () => {
  it('is read as it was written, edits and unknown fields included', () => {
    const experiment = { ...shortEvidence, author: 'A. Person', edits: [] };
    const edits = [{ tick: 40, setting: 'learningRate', value: 0.02 }];
    const written = experimentBytes({ experiment }, { edits });
    expect(readExperimentFile('mine.engram', written)).toEqual({ ...experiment, edits });
    expect(isExperimentFile('mine.json', written)).toBe(true);
  });

  it.each([
    ['Evidence accumulation', 'evidence', 'evidence.engram'],
    ['Größe / Übung: 2', undefined, 'größe-übung-2.engram'],
    ['../..', undefined, 'experiment.engram'],
    ['x'.repeat(300), undefined, `${'x'.repeat(60)}.engram`]
  ])('is named by its preset or title: %s', (title, preset, name) => {
    expect(experimentName(title, preset)).toBe(name);
  });

  it('is told from a graph and from a table', () => {
    expect(isExperimentFile('graph.json', bytes('{"nodes": [], "edges": []}'))).toBe(false);
    expect(isExperimentFile('broken.json', bytes('{'))).toBe(false);
    expect(isExperimentFile('table.csv', bytes('format,model,source'))).toBe(false);
    expect(isExperimentFile('anything.ENGRAM', bytes(''))).toBe(true);
  });

  it('is refused with its name and what to do', () => {
    expect(() => readExperimentFile('a.engram', bytes('{"format": 1'))).toThrow(/^a\.engram is not a whole/);
    expect(() => readExperimentFile('b.engram', bytes('{"format": 99}'))).toThrow(
      /^b\.engram: This experiment has format 99, newer .* Update Engram to open it\.$/
    );
  });
});
