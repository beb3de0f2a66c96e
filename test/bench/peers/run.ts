// Quality and speed of our search side by side with peers, in one run, over the same passages, vectors and questions:
// `npm run bench:peers`, or a part of it: `-- --sizes 230,20000 --peers ours,zvec`. Prints; keeps nothing.

import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { writeCorpus } from '../entries.ts'
import { grow } from '../grow.ts'
import { against, mean, quantile, table } from '../tables.ts'
import { type Measured, measure, type Row } from './measure.ts'
import { PEERS } from './peers.ts'
import { type Judged, readGiven } from './questions.ts'
import { Remote } from './remote.ts'

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '230,20000,100000' },
    peers: { type: 'string', default: Object.keys(PEERS).join(',') },
  },
})
const sizes = options.sizes.split(',').map(Number)
const peers = options.peers.split(',')
/** Opening a library that is not there fails at once. */
const LIST_LIMIT = 60_000

const given = await readGiven()
const { corpus: seeds, judged, model } = given
const records = seeds.documents.reduce((sum, document) => sum + document.records.length, 0)
const rows: Row[] = []
for (const peer of peers) rows.push(...(await settingsOf(peer)))
console.log(
  `${cpus().length} cores, Node ${process.version}. Same passages, same vectors, same questions for all; question vectors are
computed beforehand and given to all. Peers get follow-ups as the plain join of the person's earlier turns and the
question, and one entry per passage: a record is as good as its best entry. “best” settings were chosen on the dev questions.`,
)

for (const size of sizes) {
  const isSeeds = size <= seeds.passages.length
  const corpus = isSeeds ? seeds : grow(seeds, size)
  const wanted = rows.filter(({ qualityOnly }) => isSeeds || !qualityOnly)
  const folder = await mkdtemp(path.join(tmpdir(), 'cewen-peers-'))
  try {
    await writeCorpus(path.join(folder, 'corpus'), corpus)
    const dev = judged.filter(({ file }) => file === 'dev')
    const measured = await measure(wanted, {
      folder,
      model,
      asked: (isSeeds ? judged : dev).map(({ asked }) => asked),
    })
    if (isSeeds) printQuality(measured)
    printSpeed(
      measured.filter(({ row }) => !row.qualityOnly),
      isSeeds
        ? `the seeds as they are: ${records} records, ${seeds.passages.length} passages`
        : `${size} passages, GENERATED: the seeds repeated with their sentences recombined, vectors with seeded noise`,
      isSeeds ? judged : dev,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function settingsOf(peer: string): Promise<Row[]> {
  const remote = new Remote(peer)
  try {
    return (await remote.ask({ do: 'list' }, LIST_LIMIT)).map((setting) => ({ peer, ...setting }))
  } catch (error) {
    return [{ peer, engine: peer, setting: '', failure: `cannot be loaded: ${(error as Error).message}` }]
  } finally {
    await remote.close()
  }
}

function printQuality(measured: readonly Measured[]): void {
  const kinds = [...new Set(judged.map(({ kind }) => kind))].sort()
  const of = (file?: Judged['file']) => judged.filter((one) => file === undefined || one.file === file)
  const head = ['engine', 'setting', 'dev', 'hit@1', 'check', 'hit@1', 'all', 'hit@1', 'unfiltered', ...kinds]
  console.log(
    `\nQUALITY: nDCG@10 and hit@1 of ${of('dev').length} dev and ${of('check').length} check questions; nDCG@10 by kind over both,\nunfiltered: all kinds but filter, which asks for fields (batch, area, unit) that only ours reads from the question`,
  )
  const body = measured.map(({ row, found, failure }) => {
    if (failure !== undefined) return [row.engine, row.setting, failure]
    const rates = judged.map((one, i) => one.rate(found[i] ?? []))
    const rate = (key: 'ndcg' | 'hit1', chosen: (one: Judged) => boolean) =>
      mean(rates.filter((_, i) => chosen(judged[i]!)).map((one) => one[key])).toFixed(3)
    const both = (chosen: (one: Judged) => boolean) => [rate('ndcg', chosen), rate('hit1', chosen)]
    return [
      row.engine,
      row.setting,
      ...both(({ file }) => file === 'dev'),
      ...both(({ file }) => file === 'check'),
      ...both(() => true),
      rate('ndcg', ({ kind }) => kind !== 'filter'),
      ...kinds.map((kind) => rate('ndcg', (one) => one.kind === kind)),
    ]
  })
  console.log(table(head, body))
}

function printSpeed(measured: readonly Measured[], what: string, asked: readonly Judged[]): void {
  const head = [
    'engine',
    'setting',
    'index s',
    'open s',
    'p50 ms',
    'p95 ms',
    'memory MB',
    'disk MB',
    'nDCG@10',
  ]
  const figures = ({ index, open, times, memory, disk }: Measured) => [
    index / 1000,
    open / 1000,
    quantile(times, 0.5),
    quantile(times, 0.95),
    memory / 2 ** 20,
    disk / 2 ** 20,
  ]
  const own = measured.find(({ row, failure }) => row.peer === 'ours' && failure === undefined)
  const ours = own && figures(own)
  const digits = [2, 2, 2, 2, 0, 1]
  const body = measured.map((one) => {
    const { row, failure, found } = one
    if (failure !== undefined) return [row.engine, row.setting, failure]
    const ndcg = mean(found.map((ids, i) => asked[i]!.rate(ids).ndcg))
    return [
      row.engine,
      row.setting,
      ...figures(one).map((value, i) => against(value, ours?.[i], digits[i]!)),
      ndcg.toFixed(3),
    ]
  })
  console.log(`\nSPEED, ${what}
In brackets: times ours. Queries one after another, without the model call, ${asked.length} questions in turn with the other engines.
Memory: growth of the serving process from before the engine was loaded, pages of mapped files included, ours without the
model's process. Index: from passages with vectors to files that can be opened. nDCG@10: whether the
seeds' own records are still found; generated neighbours outrank some of them in every engine.`)
  console.log(table(head, body))
}
