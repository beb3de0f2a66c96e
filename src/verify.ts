// Whether what a desk stands on is whole: every build, the model, the documents, the questions kept. It changes nothing,
// and may run beside a server.

import { verifyBuilds } from './builds/builds.ts'
import type { Settings } from './config.ts'
import { hashModelFiles } from './embedders/checksums.ts'
import { profileNamed } from './embedders/profiles.ts'
import { AppError } from './errors.ts'
import { readJournal } from './gaps/journal.ts'
import { checkLists, parseSeeds, readSeeds } from './seeds.ts'

export interface Verified {
  /** A build, or `current` for a fault of the pointer to it, `model`, `seeds`, `gaps`. */
  id: string
  /** Of a build: whether it is the one in use. */
  current: boolean
  faults: string[]
}

/** Builds newest first, then the rest. A model that comes from a hub is not here to be looked at. */
export async function verifyAll(settings: Settings): Promise<Verified[]> {
  const { INDEX_DIR, MODEL_DIR, MODEL_NAME, MODEL_PROFILE, MODEL_HUB, SEEDS_DIR, GAPS_DIR } = settings
  const rest = {
    ...(!MODEL_HUB && { model: () => hashModelFiles(MODEL_DIR, MODEL_NAME, profileNamed(MODEL_PROFILE)) }),
    seeds: () => readable(SEEDS_DIR),
    gaps: () => readJournal(GAPS_DIR),
  }
  const rows: Verified[] = await verifyBuilds(INDEX_DIR)
  for (const [id, look] of Object.entries(rest))
    rows.push({ id, current: false, faults: await faultsOf(look) })
  return rows
}

/** The documents, and the lists of words beside them. */
async function readable(folder: string): Promise<void> {
  const seeds = await readSeeds(folder)
  await checkLists(seeds)
  parseSeeds(seeds)
}

async function faultsOf(look: () => Promise<unknown>): Promise<string[]> {
  try {
    await look()
    return []
  } catch (error) {
    if (error instanceof AppError) return [error.message]
    throw error
  }
}
