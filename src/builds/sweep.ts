// Takes away what is no longer wanted: what killed processes left, and old builds. It knows which ones others still want
// (`current.ts`), not what is in them.

import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { type Build, buildIds, wholeBuild } from './builds.ts'
import { abandonedNames, isWanted } from './current.ts'
import { syncFolder, unless } from './disk.ts'
import { OWNER } from './owner.ts'

/**
 * Removes what killed processes left, and builds older than the newest `keep` whole ones, but never the current one
 * nor one that another process is about to make current. While fewer than `keep` are whole, no build is removed.
 * What cannot be removed keeps nothing else from it.
 * @param options.spare kinds of builds of which the newest whole one stays, however old
 * @returns the names removed
 * @throws Error of the disk, the first one, at the end
 */
export async function sweepBuilds(
  dir: string,
  { keep = 2, spare = [] }: { keep?: number; spare?: readonly ((build: Build) => boolean)[] } = {},
): Promise<string[]> {
  const removed: string[] = []
  const failures: unknown[] = []
  const remove = async (name: string, how: () => Promise<boolean>) => {
    const done = await how().catch((error: unknown) => void failures.push(error))
    if (done) removed.push(name)
  }
  for (const name of await abandonedNames(dir))
    await remove(name, () => rm(path.join(dir, name), { recursive: true, force: true }).then(() => true))
  let whole = 0
  let sought = [...spare]
  for (const id of await buildIds(dir)) {
    const enough = whole >= keep
    const { build } = await wholeBuild(dir, id, (one) => !enough || sought.some((fits) => fits(one)))
    if (build) {
      whole++
      sought = sought.filter((fits) => !fits(build))
    } else if (enough) await remove(id, () => retire(dir, id))
  }
  if (failures.length > 0) throw failures[0]
  return removed
}

/**
 * Takes a build away, then looks again whether anyone wants it. Whoever makes a build current claims it first and
 * then sees whether it is there: so either they see it gone, or the claim is seen here and the build put back.
 */
async function retire(dir: string, id: string): Promise<boolean> {
  const folder = path.join(dir, id)
  const away = path.join(dir, `${id}.${OWNER}.tmp`)
  if (await isWanted(dir, id)) return false
  const moved = await rename(folder, away).then(() => true, unless('ENOENT'))
  if (!moved) return false // Another sweep was faster.
  if (await isWanted(dir, id)) {
    await rename(away, folder)
    return false
  }
  // Else the power may fail between the two, and leave it under its own name with files missing.
  await syncFolder(dir)
  await rm(away, { recursive: true, force: true })
  return true
}
