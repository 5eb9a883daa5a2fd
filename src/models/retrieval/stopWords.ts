/**
 * English words that say how others hang together and nothing of what a text is about, compiled for this program. A long question is
 * mostly made of them, and without removing them it is like every sentence that is. Pieces of words are what an apostrophe leaves.
 */

const articles =
  'a an the this that these those such same other another each every either neither both all any some no none';
const pronouns =
  'i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its itself they them their theirs themselves one ones who whom whose which what whatever whoever someone anyone everyone nobody something anything everything nothing';
const verbs =
  'am is are was were be been being have has had having do does did done doing will would shall should can could may might must ought let get got';
const prepositions =
  'of in on at by for with about against between among into onto through during before after above below to from up down out off over under within without upon toward towards along across around near per via';
const conjunctions =
  'and or but nor so yet if then else than as because while until unless since though although whether';
const adverbs =
  'not only own very too also just again further once here there when where why how now ever never more most less least few much many well still even rather quite almost perhaps however therefore thus hence';
const older = 'thou thee thy thine ye unto hath doth shalt wilt hast art wherefore thereof whereof';
const pieces =
  's t d ll m o re ve y ain aren couldn didn doesn don hadn hasn haven isn mightn mustn needn shan shouldn wasn weren won wouldn';
/** Of questions and instructions themselves. */
const asking = 'please tell find give say name list answer text following above';

export const stopWords: ReadonlySet<string> = new Set(
  [articles, pronouns, verbs, prepositions, conjunctions, adverbs, older, pieces, asking].join(' ').split(' ')
);
