import { For, type JSX } from 'solid-js';

/** Symbols as the equations write them: letters after an underscore are an index, as in "W_in, W_rec". */
export function SymbolText(props: { text: string }): JSX.Element {
  const parts = () => props.text.split(/_(·?[\p{L}\p{N}]+)/u);
  return <For each={parts()}>{(part, i) => (i() % 2 === 0 ? part : <sub>{part}</sub>)}</For>;
}
