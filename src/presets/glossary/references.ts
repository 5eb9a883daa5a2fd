/** What entries of the glossary refer to, each once. */
import type { Reference } from './reference';
import { textReferences } from './textReferences';

export type { Reference };

export const references = {
  engram: {
    authors: 'Engram',
    year: 2026,
    title: 'A convention of this program, described where it is made',
    where: 'README of the folder, ARCHITECTURE.md'
  },
  bellec2020: {
    authors: 'Bellec G, Scherr F, Subramoney A, Hajek E, Salaj D, Legenstein R, Maass W',
    year: 2020,
    title: 'A solution to the learning dilemma for recurrent networks of spiking neurons',
    where: 'Nature Communications 11: 3625',
    doi: '10.1038/s41467-020-17236-y'
  },
  millidge2025deep: {
    authors: 'Millidge B',
    year: 2025,
    title: 'Generalising E-prop to Deep Networks',
    where: 'arXiv',
    arxiv: '2512.24506'
  },
  millidge2025walk: {
    authors: 'Millidge B',
    year: 2025,
    title: 'Equivalence of Personalized PageRank and Successor Representations',
    where: 'arXiv',
    arxiv: '2512.24722'
  },
  varona2024: {
    authors: 'De Llanza Varona M, Buckley CL, Millidge B',
    year: 2024,
    title: 'Exploring Action-Centric Representations Through the Lens of Rate-Distortion Theory',
    where: 'arXiv',
    arxiv: '2409.08892'
  },
  werbos1990: {
    authors: 'Werbos PJ',
    year: 1990,
    title: 'Backpropagation through time: what it does and how to do it',
    where: 'Proceedings of the IEEE 78: 1550–1560',
    doi: '10.1109/5.58337'
  },
  williams1989: {
    authors: 'Williams RJ, Zipser D',
    year: 1989,
    title: 'A learning algorithm for continually running fully recurrent neural networks',
    where: 'Neural Computation 1: 270–280',
    doi: '10.1162/neco.1989.1.2.270'
  },
  zucchet2023: {
    authors: 'Zucchet N, Meier R, Schug S, Mujika A, Sacramento J',
    year: 2023,
    title: 'Online learning of long-range dependencies',
    where: 'Advances in Neural Information Processing Systems 36',
    arxiv: '2305.15947'
  },
  lillicrap2016: {
    authors: 'Lillicrap TP, Cownden D, Tweed DB, Akerman CJ',
    year: 2016,
    title: 'Random synaptic feedback weights support error backpropagation for deep learning',
    where: 'Nature Communications 7: 13276',
    doi: '10.1038/ncomms13276'
  },
  kolen1994: {
    authors: 'Kolen JF, Pollack JB',
    year: 1994,
    title: 'Backpropagation without weight transport',
    where: 'Proceedings of the IEEE International Conference on Neural Networks 3: 1375–1380',
    doi: '10.1109/ICNN.1994.374486'
  },
  kingma2015: {
    authors: 'Kingma DP, Ba J',
    year: 2015,
    title: 'Adam: A Method for Stochastic Optimization',
    where: 'International Conference on Learning Representations',
    arxiv: '1412.6980'
  },
  kingma2014: {
    authors: 'Kingma DP, Welling M',
    year: 2014,
    title: 'Auto-Encoding Variational Bayes',
    where: 'International Conference on Learning Representations',
    arxiv: '1312.6114'
  },
  dayan1993: {
    authors: 'Dayan P',
    year: 1993,
    title: 'Improving generalization for temporal difference learning: the successor representation',
    where: 'Neural Computation 5: 613–624',
    doi: '10.1162/neco.1993.5.4.613'
  },
  sutton2018: {
    authors: 'Sutton RS, Barto AG',
    year: 2018,
    title: 'Reinforcement Learning: An Introduction, second edition',
    where: 'MIT Press'
  },
  haveliwala2002: {
    authors: 'Haveliwala TH',
    year: 2002,
    title: 'Topic-sensitive PageRank',
    where: 'Proceedings of the 11th International Conference on World Wide Web: 517–526',
    doi: '10.1145/511446.511513'
  },
  andersen2006: {
    authors: 'Andersen R, Chung F, Lang K',
    year: 2006,
    title: 'Local graph partitioning using PageRank vectors',
    where: '47th IEEE Symposium on Foundations of Computer Science: 475–486',
    doi: '10.1109/FOCS.2006.44'
  },
  stachenfeld2017: {
    authors: 'Stachenfeld KL, Botvinick MM, Gershman SJ',
    year: 2017,
    title: 'The hippocampus as a predictive map',
    where: 'Nature Neuroscience 20: 1643–1653',
    doi: '10.1038/nn.4650'
  },
  russek2017: {
    authors: 'Russek EM, Momennejad I, Botvinick MM, Gershman SJ, Daw ND',
    year: 2017,
    title: 'Predictive representations can link model-based reinforcement learning to model-free mechanisms',
    where: 'PLoS Computational Biology 13: e1005768',
    doi: '10.1371/journal.pcbi.1005768'
  },
  momennejad2017: {
    authors: 'Momennejad I, Russek EM, Cheong JH, Botvinick MM, Daw ND, Gershman SJ',
    year: 2017,
    title: 'The successor representation in human reinforcement learning',
    where: 'Nature Human Behaviour 1: 680–692',
    doi: '10.1038/s41562-017-0180-8'
  },
  schapiro2013: {
    authors: 'Schapiro AC, Rogers TT, Cordova NI, Turk-Browne NB, Botvinick MM',
    year: 2013,
    title: 'Neural representations of events arise from temporal community structure',
    where: 'Nature Neuroscience 16: 486–492',
    doi: '10.1038/nn.3331'
  },
  sargolini2006: {
    authors: 'Sargolini F, Fyhn M, Hafting T, McNaughton BL, Witter MP, Moser M-B, Moser EI',
    year: 2006,
    title: 'Conjunctive representation of position, direction, and velocity in entorhinal cortex',
    where: 'Science 312: 758–762',
    doi: '10.1126/science.1125572'
  },
  gutierrez2024: {
    authors: 'Gutiérrez BJ, Shu Y, Gu Y, Yasunaga M, Su Y',
    year: 2024,
    title: 'HippoRAG: Neurobiologically Inspired Long-Term Memory for Large Language Models',
    where: 'Advances in Neural Information Processing Systems 37',
    arxiv: '2405.14831'
  },
  tolman1948: {
    authors: 'Tolman EC',
    year: 1948,
    title: 'Cognitive maps in rats and men',
    where: 'Psychological Review 55: 189–208',
    doi: '10.1037/h0061626'
  },
  shannon1959: {
    authors: 'Shannon CE',
    year: 1959,
    title: 'Coding theorems for a discrete source with a fidelity criterion',
    where: 'IRE National Convention Record 7, part 4: 142–163'
  },
  blahut1972: {
    authors: 'Blahut RE',
    year: 1972,
    title: 'Computation of channel capacity and rate-distortion functions',
    where: 'IEEE Transactions on Information Theory 18: 460–473',
    doi: '10.1109/TIT.1972.1054855'
  },
  alemi2018: {
    authors: 'Alemi AA, Poole B, Fischer I, Dillon JV, Saurous RA, Murphy K',
    year: 2018,
    title: 'Fixing a Broken ELBO',
    where: 'International Conference on Machine Learning',
    arxiv: '1711.00464'
  },
  burgess2018: {
    authors: 'Burgess CP, Higgins I, Pal A, Matthey L, Watters N, Desjardins G, Lerchner A',
    year: 2018,
    title: 'Understanding disentangling in β-VAE',
    where: 'arXiv',
    arxiv: '1804.03599'
  },
  matthey2017: {
    authors: 'Matthey L, Higgins I, Hassabis D, Lerchner A',
    year: 2017,
    title: 'dSprites: Disentanglement testing Sprites dataset',
    where: 'github.com/deepmind/dsprites-dataset'
  },
  sims2016: {
    authors: 'Sims CR',
    year: 2016,
    title: 'Rate–distortion theory and human perception',
    where: 'Cognition 152: 181–198',
    doi: '10.1016/j.cognition.2016.03.020'
  },
  vitter1985: {
    authors: 'Vitter JS',
    year: 1985,
    title: 'Random sampling with a reservoir',
    where: 'ACM Transactions on Mathematical Software 11: 37–57',
    doi: '10.1145/3147.3165'
  },
  ioffe2015: {
    authors: 'Ioffe S, Szegedy C',
    year: 2015,
    title: 'Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift',
    where: 'International Conference on Machine Learning',
    arxiv: '1502.03167'
  },
  alonso2026: {
    authors: 'Alonso N, Figliolia T, Millidge B',
    year: 2026,
    title: 'Online Vector Quantized Attention',
    where: 'arXiv',
    arxiv: '2602.03922'
  },
  arora2023: {
    authors: 'Arora S, Eyuboglu S, Timalsina A, Johnson I, Poli M, Zou J, Rudra A, Ré C',
    year: 2023,
    title: 'Zoology: Measuring and Improving Recall in Efficient Language Models',
    where: 'arXiv',
    arxiv: '2312.04927'
  },
  olsson2022: {
    authors: 'Olsson C, Elhage N, Nanda N, Joseph N, DasSarma N, Henighan T, Mann B, and others',
    year: 2022,
    title: 'In-context Learning and Induction Heads',
    where: 'arXiv',
    arxiv: '2209.11895'
  },
  garg2022: {
    authors: 'Garg S, Tsipras D, Liang P, Valiant G',
    year: 2022,
    title: 'What Can Transformers Learn In-Context? A Case Study of Simple Function Classes',
    where: 'arXiv',
    arxiv: '2208.01066'
  },
  alonso2024: {
    authors: 'Alonso N, Millidge B',
    year: 2024,
    title: 'Mixture-of-PageRanks: Replacing Long-Context with Real-Time, Sparse GraphRAG',
    where: 'arXiv',
    arxiv: '2412.06078'
  },
  hsieh2024: {
    authors: 'Hsieh C-P, Sun S, Kriman S, Acharya S, Rekesh D, Jia F, Zhang Y, Ginsburg B',
    year: 2024,
    title: 'RULER: What’s the Real Context Size of Your Long-Context Language Models?',
    where: 'COLM',
    arxiv: '2404.06654'
  },
  weston2015: {
    authors: 'Weston J, Bordes A, Chopra S, Rush AM, van Merriënboer B, Joulin A, Mikolov T',
    year: 2015,
    title: 'Towards AI-Complete Question Answering: A Set of Prerequisite Toy Tasks',
    where: 'arXiv',
    arxiv: '1502.05698'
  },
  robertson2009: {
    authors: 'Robertson S, Zaragoza H',
    year: 2009,
    title: 'The Probabilistic Relevance Framework: BM25 and Beyond',
    where: 'Foundations and Trends in Information Retrieval'
  },
  magic2024: {
    authors: 'Magic',
    year: 2024,
    title: 'HashHop: Long Context Evaluation',
    where: 'github.com/magicproduct/hash-hop'
  },
  vaswani2017: {
    authors: 'Vaswani A, Shazeer N, Parmar N, Uszkoreit J, Jones L, Gomez AN, Kaiser L, Polosukhin I',
    year: 2017,
    title: 'Attention is all you need',
    where: 'NeurIPS 30',
    arxiv: '1706.03762'
  },
  ainslie2023: {
    authors: 'Ainslie J, Lee-Thorp J, de Jong M, Zemlyanskiy Y, Lebrón F, Sanghai S',
    year: 2023,
    title: 'GQA: Training generalized multi-query transformer models from multi-head checkpoints',
    where: 'EMNLP',
    arxiv: '2305.13245'
  },
  katharopoulos2020: {
    authors: 'Katharopoulos A, Vyas A, Pappas N, Fleuret F',
    year: 2020,
    title: 'Transformers are RNNs: fast autoregressive transformers with linear attention',
    where: 'ICML',
    arxiv: '2006.16236'
  },
  dao2024: {
    authors: 'Dao T, Gu A',
    year: 2024,
    title:
      'Transformers are SSMs: generalized models and efficient algorithms through structured state space duality',
    where: 'ICML',
    arxiv: '2405.21060'
  },
  glorioso2024: {
    authors: 'Glorioso P, Anthony Q, Tokpanov Y, Golubeva A, Shyam V, Whittington J, Pilault J, Millidge B',
    year: 2024,
    title: 'The Zamba2 suite: technical report',
    where: 'arXiv',
    arxiv: '2411.15242'
  },
  lingle2023: {
    authors: 'Lingle LD',
    year: 2023,
    title: 'Transformer-VQ: linear-time transformers via vector quantization',
    where: 'arXiv',
    arxiv: '2309.16354'
  },
  figliolia2025: {
    authors: 'Figliolia T, Alonso N, Iyer R, Anthony Q, Millidge B',
    year: 2025,
    title: 'Compressed convolutional attention: efficient attention in a compressed latent space',
    where: 'arXiv',
    arxiv: '2510.04476'
  },
  deepseek2024: {
    authors: 'DeepSeek-AI',
    year: 2024,
    title: 'DeepSeek-V2: a strong, economical, and efficient mixture-of-experts language model',
    where: 'arXiv',
    arxiv: '2405.04434'
  },
  loshchilov2019: {
    authors: 'Loshchilov I, Hutter F',
    year: 2019,
    title: 'Decoupled weight decay regularization',
    where: 'ICLR'
  },
  su2021: {
    authors: 'Su J, Lu Y, Pan S, Murtadha A, Wen B, Liu Y',
    year: 2021,
    title: 'RoFormer: enhanced transformer with rotary position embedding',
    where: 'arXiv',
    arxiv: '2104.09864'
  },
  shazeer2020: {
    authors: 'Shazeer N',
    year: 2020,
    title: 'GLU variants improve transformer',
    where: 'arXiv',
    arxiv: '2002.05202'
  },
  shyam2024: {
    authors: 'Shyam V, Pilault J, Shepperd E, Anthony Q, Millidge B',
    year: 2024,
    title: 'Tree attention: topology-aware decoding for long-context attention on GPU clusters',
    where: 'arXiv',
    arxiv: '2408.04093'
  },
  ramsauer2020: {
    authors:
      'Ramsauer H, Schäfl B, Lehner J, Seidl P, Widrich M, Adler T, Gruber L, Holzleitner M, Pavlović M, Sandve GK, Greiff V, Kreil D, Kopp M, Klambauer G, Brandstetter J, Hochreiter S',
    year: 2020,
    title: 'Hopfield networks is all you need',
    where: 'arXiv',
    arxiv: '2008.02217'
  },
  girko1985: {
    authors: 'Girko VL',
    year: 1985,
    title: 'Circular law',
    where: 'Theory of Probability and Its Applications 29: 694–706',
    doi: '10.1137/1129095'
  },
  slaney1993: {
    authors: 'Slaney M',
    year: 1993,
    title: 'An efficient implementation of the Patterson–Holdsworth auditory filter bank',
    where: 'Apple Computer Technical Report 35'
  },
  ...textReferences
} as const satisfies Record<string, Reference>;

export type ReferenceId = keyof typeof references;

/** "Bellec et al. 2020", as texts cite it. */
export function shortReference(id: ReferenceId): string {
  const { authors, year } = references[id] as Reference;
  if (id === 'engram') return 'Engram';
  const names = authors.split(', ').map((name) => name.replace(/ [A-Z-]+$/, ''));
  const first = names.length > 2 ? `${names[0]} et al.` : names.join(' & ');
  return `${first} ${year}`;
}
