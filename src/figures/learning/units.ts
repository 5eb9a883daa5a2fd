/** Words and colours for the channels of a network: inputs by group, then plain units, then adaptive ones. */
import type { Span } from '../../models/stream';
import type { FigureContext } from '../figure';

export interface ChannelGroup extends Span {
  kind: 'input' | 'lif' | 'alif';
  colour: string;
}

/** Spans over units 0 .. units - 1. */
export function unitGroups({ units, adaptive, theme }: FigureContext, spiking: boolean): ChannelGroup[] {
  const plain = units - adaptive;
  const groups: ChannelGroup[] = [
    { label: spiking ? 'LIF' : 'Units', from: 0, to: plain, kind: 'lif', colour: theme.lif },
    { label: 'ALIF', from: plain, to: units, kind: 'alif', colour: theme.alif }
  ];
  return groups.filter(({ from, to }) => to > from);
}

/** Spans over input channels. */
export function inputGroups({ shape, theme }: FigureContext): ChannelGroup[] {
  const groups =
    shape.inputGroups.length > 0 ? shape.inputGroups : [{ label: 'Input', from: 0, to: shape.inputs }];
  return groups.map((span) => ({ ...span, kind: 'input', colour: theme.input }));
}

/** "input 3 (left cue)" or "unit 12 (ALIF)", for presynaptic partners. */
export function sayPartner(synapse: number, context: FigureContext): string {
  const { inputs } = context.shape;
  if (synapse >= inputs) return `unit ${synapse - inputs}`;
  const named = context.shape.inputGroups.find(({ from, to }) => synapse >= from && synapse < to);
  return named ? `input ${synapse} (${named.label})` : `input ${synapse}`;
}
