// F24: power cuts, as a model. The calls of a real ingest are gone through one by one, and after each the power fails: of
// what was not synced by then, names are there up to any one of their changes, or the last ones without one before them, and
// files hold nothing, half, zeros or all. What is found must be one version, whole; after the last call the new one.
// An ingest over two builds is what it knows, which takes the older one away: no first folder, no backup.

import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Case, Count } from '../case.ts'
import { type Call, ingestWith } from './disk-calls.ts'
import { NEXT, OLD, type SmallDesk, smallDesk } from './small-desk.ts'

/** Every so many different states, the next ingest is tried as well. */
const INGESTED_EVERY = 10

interface File {
  /** What it holds in the end; nothing, where it is gone by then. */
  content: Buffer
  /** Whether all of it outlasts a power cut. */
  synced: boolean
}

type Names = ReadonlyMap<string, Node>
type Change = (names: Map<string, Node>) => void
interface Folder {
  /** Names that outlast a power cut. */
  synced: Names
  /** What has become of them since, in order. */
  changes: Change[]
}
type Node = File | Folder

const isFolder = (node: Node): node is Folder => 'changes' in node

function changed(names: Names, changes: readonly Change[]): Names {
  const after = new Map(names)
  for (const change of changes) change(after)
  return after
}

const now = ({ synced, changes }: Folder): Names => changed(synced, changes)

/** What a power cut may leave of the names in a folder. */
function namesLeft({ synced, changes }: Folder): Names[] {
  const upTo = [0, ...changes.keys()].map((_, count) => changed(synced, changes.slice(0, count)))
  const without = changes.slice(0, -1).map((one) =>
    changed(
      synced,
      changes.filter((other) => other !== one),
    ),
  )
  return [...upTo, ...without]
}

/** What a folder on the disk holds, all of it synced. */
function onDisk(place: string): Node {
  if (!statSync(place).isDirectory()) return { content: readFileSync(place), synced: true }
  const names = readdirSync(place).map((name) => [name, onDisk(path.join(place, name))] as const)
  return { synced: new Map(names), changes: [] }
}

/** What calls do to the folder at `root`, as it was when this was made. */
class Disk {
  readonly #root: string
  readonly tree: Folder
  /** In the order of their coming. */
  readonly #made: File[] = []

  constructor(root: string) {
    this.#root = root
    this.tree = onDisk(root) as Folder
  }

  /** What the files that calls make will hold, as another disk knows it that took the same calls. */
  foreseen: readonly File[] = []

  take({ name, path: place, to }: Call): void {
    const node = this.#at(place)
    if (name === 'open' && !node) {
      const content = this.foreseen[this.#made.length]?.content ?? Buffer.alloc(0)
      const file = { content, synced: false }
      this.#made.push(file)
      this.#name(place, file)
    } else if (name === 'mkdir' && !node) this.#name(place, { synced: new Map(), changes: [] })
    else if (name === 'unlink' || name === 'rmdir') {
      // What is taken away whole is tried as a file first, and while something is in it: the system refuses both.
      if (!node || !isFolder(node) || (name === 'rmdir' && now(node).size === 0)) this.#name(place, undefined)
    } else if (name === 'rename' && node) {
      // One change where both names are in one folder: never both, never neither.
      if (path.dirname(place) !== path.dirname(to!)) throw new Error(`a rename across folders: ${place}`)
      this.#change(place, (names) => {
        names.delete(path.basename(place))
        names.set(path.basename(to!), node)
      })
    } else if (name === 'fsync' && node) {
      if (isFolder(node)) Object.assign(node, { synced: now(node), changes: [] })
      else node.synced = true
    } else if ((name === 'write' || name === 'truncate') && node && !isFolder(node)) node.synced = false
  }

  /** The files that calls have made, with what they hold now that all calls are done. */
  filled(folder = this.tree, place = this.#root): readonly File[] {
    for (const [name, node] of now(folder)) {
      const inside = path.join(place, name)
      if (isFolder(node)) this.filled(node, inside)
      else node.content = readFileSync(inside)
    }
    return this.#made
  }

  #at(place: string): Node | undefined {
    const parts = path.relative(this.#root, place).split(path.sep).filter(Boolean)
    return parts.reduce<Node | undefined>(
      (node, part) => (node && isFolder(node) ? now(node).get(part) : undefined),
      this.tree,
    )
  }

  #name(place: string, node: Node | undefined): void {
    this.#change(place, (names) => {
      if (node) names.set(path.basename(place), node)
      else names.delete(path.basename(place))
    })
  }

  #change(place: string, change: Change): void {
    const folder = this.#at(path.dirname(place))
    if (!folder || !isFolder(folder)) throw new Error(`no folder for ${place}`)
    folder.changes.push(change)
  }
}

/** What files that were not synced hold. */
const KEPT = {
  nothing: () => Buffer.alloc(0),
  half: (content: Buffer) => content.subarray(0, content.length / 2),
  zeros: (content: Buffer) => Buffer.alloc(content.length),
  all: (content: Buffer) => content,
} as const

/** What may be found of names inside folders and of what files hold. */
interface Luck {
  inside: 'oldest' | 'newest'
  unsynced: keyof typeof KEPT
}
const EVERY_LUCK = (['oldest', 'newest'] as const).flatMap((inside) =>
  (Object.keys(KEPT) as Luck['unsynced'][]).map((unsynced): Luck => ({ inside, unsynced })),
)

type Found = Map<string, Buffer | undefined>

/** Paths with what they hold; undefined for a folder. */
function foundOf(names: Names, luck: Luck, at = ''): Found {
  const found: Found = new Map()
  for (const [name, node] of names) {
    const place = path.join(at, name)
    if (isFolder(node)) {
      found.set(place, undefined)
      const inside = luck.inside === 'oldest' ? node.synced : now(node)
      for (const one of foundOf(inside, luck, place)) found.set(...one)
    } else found.set(place, node.synced ? node.content : KEPT[luck.unsynced](node.content))
  }
  return found
}

function digestOf(found: Found): string {
  const hash = createHash('sha256')
  for (const [place, content] of found) hash.update(`${place}\0${content?.length}\0`).update(content ?? '')
  return hash.digest('hex')
}

function lay(desk: SmallDesk, found: Found): void {
  rmSync(desk.index, { recursive: true, force: true })
  mkdirSync(desk.index)
  for (const [place, content] of found) {
    if (content) writeFileSync(path.join(desk.index, place), content)
    else mkdirSync(path.join(desk.index, place))
  }
}

export const POWER_CUTS: readonly Case[] = [
  {
    id: 'F24',
    what: 'the power fails after every call of an ingest, with more or less of what was not synced',
    tiers: ['t1', 'b'],
    beside: true,
    async run() {
      const count = new Count()
      const desk = await smallDesk()
      const [ahead, disk] = [new Disk(desk.index), new Disk(desk.index)]
      const { code, calls, said } = await ingestWith(desk)
      if (code !== 0) throw new Error(said)
      for (const call of calls) ahead.take(call)
      disk.foreseen = ahead.filled()
      const known = new Set<string>()
      for (const [at, call] of calls.entries()) {
        disk.take(call)
        const done = at === calls.length - 1
        for (const names of namesLeft(disk.tree))
          for (const luck of EVERY_LUCK) {
            const found = foundOf(names, luck)
            const state = `${done} ${digestOf(found)}`
            if (known.has(state)) continue
            known.add(state)
            lay(desk, found)
            const fault = await desk.fault(...(done ? [NEXT] : [OLD, NEXT]))
            const again = !fault && known.size % INGESTED_EVERY === 0 ? await desk.ingest() : undefined
            const after = again && (again.code === 0 ? await desk.fault(NEXT) : again.said)
            const why = fault ?? after
            const where = `after ${at + 1} ${call.name} ${path.basename(call.path)}, ${JSON.stringify(luck)}`
            count.add(why && `${where}, ${[...names.keys()]}: ${why}`)
          }
      }
      desk.remove()
      return count.tally(`${calls.length} calls, ${known.size} different states`)
    },
  },
]
