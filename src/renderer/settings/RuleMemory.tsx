import { createMemo, For, type JSX, Show } from 'solid-js';
import { stackOf } from '../../models/deep/constants';
import { checkRule } from '../../models/deep/ruleFits';
import { memoryWords, ruleMemory } from '../../models/stack/ruleMemory';
import { rules } from '../../models/stack/stack';
import { findSetting, type Settings } from '../../models/settings';
import type { StreamShape } from '../../models/stream';
import { models } from '../../models/registry';
import type { Lab } from '../lab/lab';
import { sayBytes } from '../words';

const bytesPerFloat = 4;

/** Why these settings cannot run, in the model's words; undefined where they can. */
function refusalOf(settings: Settings, shape: StreamShape): string | undefined {
  try {
    checkRule(settings, shape);
    return undefined;
  } catch (problem) {
    return problem instanceof Error ? problem.message : String(problem);
  }
}

/** What each rule would have to remember for the network as it stands, before any of it is allocated. */
export function RuleMemory(props: { lab: Lab }): JSX.Element {
  const described = () => {
    const session = props.lab.opened();
    const definition = models.find(({ id }) => id === session?.experiment.model.id);
    return session && definition?.memory && props.lab.settings()['layers'] !== undefined
      ? { session, definition }
      : undefined;
  };
  const needs = createMemo(() => {
    const open = described();
    if (!open) return [];
    const { session, definition } = open;
    const setting = findSetting(definition.settings, 'rule');
    const options = setting.kind === 'choice' ? setting.options : [];
    const stack = stackOf(props.lab.settings(), session.shape);
    const { steps } = session.shape;
    return rules.map((rule) => ({
      rule,
      label: options.find(({ value }) => value === rule)?.label.replace(/ \(.*/, '') ?? rule,
      words: memoryWords[rule],
      bytes: bytesPerFloat * session.batch * ruleMemory(stack, rule, steps),
      refused: refusalOf({ ...props.lab.settings(), rule }, session.shape)
    }));
  });
  const parts = () => {
    const { session, definition } = described()!;
    return definition.memory!(props.lab.settings(), session.shape).map(
      ({ label, floats }) => `${label}: ${sayBytes(bytesPerFloat * floats)}`
    );
  };
  const batch = () => props.lab.opened()?.batch ?? 1;

  return (
    <Show when={needs().length > 0}>
      <details class="rule-memory" open>
        <summary>Memory of each rule</summary>
        <table>
          <caption class="spoken">
            What each rule has to remember of the trials under way, as its name says it
          </caption>
          <tbody>
            <For each={needs()}>
              {({ rule, label, words, bytes, refused }) => (
                <tr
                  data-rule={rule}
                  aria-current={props.lab.settings()['rule'] === rule}
                  title={refused ?? `Remembers ${words}.`}
                >
                  <th scope="row">{label}</th>
                  <td>{bytes === 0 ? 'none' : sayBytes(bytes)}</td>
                  <td class="rule-verdict">{refused ? 'too big' : ''}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
        <p class="quiet" title={parts().join('\n')}>
          Of traces, as the rule is written, for {batch() === 1 ? 'one trial' : `${batch()} trials`} in
          lock-step. This run holds {sayBytes(props.lab.status()?.modelBytes ?? 0)}.
        </p>
      </details>
    </Show>
  );
}
