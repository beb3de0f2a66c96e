// A process of its own that writes to a journal: node --import tsx write-lines.ts <folder> <name> <lines> <fullBytes>

import { openJournal } from '../../src/gaps/journal.ts'
import { entry } from './entries.ts'

const [folder = '', name = '', lines = '0', fullBytes = '0'] = process.argv.slice(2)
const journal = openJournal(folder, console.error, Number(fullBytes))
for (let i = 0; i < Number(lines); i++) await journal.write(entry(`${name} ${i} ${'问'.repeat(i % 200)}`))
