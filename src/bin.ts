#!/usr/bin/env node
// Where the program begins. It loads the command line, and says what is wrong where the system does not let it: that Node's
// own words do not tell. Imports nothing of ours, or that would be loaded before.

/** Node opens most of the program's files at once; with fewer than this it may report one as missing that is there. */
const FILES_AT_ONCE = 256

/** Documents may be unpublished and questions are nobody's business: what is written, its owner alone reads. */
process.umask(0o077)

try {
  await import('./cli/program.ts')
} catch (error) {
  const files = openFilesAllowed()
  const few = files < FILES_AT_ONCE
  console.error(
    few
      ? `系统只允许打开 ${files} 个文件，启动至少需要 ${FILES_AT_ONCE} 个，请调高（ulimit -n）后再试。`
      : error,
  )
  process.exit(1)
}

/** Asked of the system without opening a file. */
function openFilesAllowed(): number {
  const { userLimits } = process.report.getReport() as {
    userLimits?: { open_files?: { soft: number | string } }
  }
  return Number(userLimits?.open_files?.soft ?? Number.POSITIVE_INFINITY)
}
