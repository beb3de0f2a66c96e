// Batches and years of a series of documents that the library lacks.

import { expect, it } from 'vitest'
import { seriesMissing } from '../../src/question/series.ts'

const LIBRARY = [
  { id: 'a', names: ['关于推广福建自贸试验区第5批可复制创新成果的通知'], batch: '5', year: '2017' },
  { id: 'b', names: ['关于印发2024年第1批创新实践案例的函'], batch: '1', year: '2024' },
  { id: 'c', names: ['关于做好自由贸易试验区第6批改革试点经验复制推广工作的通知'], batch: '6', year: '2020' },
]

it.each([
  ['后来还发过第6批可复制创新成果吧', ['第6批可复制创新成果']],
  ['2022年的创新实践案例里有哪些', ['2022年创新实践案例']],
])('%s: %j', (question, missing) => {
  expect(seriesMissing(question, LIBRARY)).toEqual(missing)
})

it.each([
  '第5批可复制创新成果有哪些',
  '2024年创新实践案例',
  '第6批改革试点经验',
  '第6批举措',
  '2022年办了多少件',
])('%s: nothing is missing', (question) => {
  expect(seriesMissing(question, LIBRARY)).toEqual([])
})
