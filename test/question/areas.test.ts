// Areas where something was done first.

import { describe, expect, it } from 'vitest'
import { conditioned } from './conditioned.ts'

const ALL = '福州片区 厦门片区 平潭片区'

describe('areas', () => {
  it.each([
    ['第五批里福州、平潭片区做过的有哪些', ['any 福州片区 平潭片区']],
    ['第五批中在平潭片区试过的有几项', ['any 平潭片区']],
    ['第五批里没在平潭片区试过的有哪些', ['except 平潭片区']],
    ['第五批里福州片区做过、平潭片区却没做过的有哪些', ['any 福州片区', 'except 平潭片区']],
    ['第五批里福州做过的有哪些', ['any 福州片区']],
    ['第五批里三个片区都做过的有几项', [`every ${ALL}`]],
    ['第五批里所有片区都做过的有几项', [`every ${ALL}`]],
    ['第五批里两个片区都做过的有几项', ['count 2-2']],
    ['第五批里四个片区都做过的有几项', ['count 4-4']],
    ['第五批里只有两个片区做过的有几项', ['count 2-2']],
    ['第五批里至少两个片区做过的有几项', ['count 2-']],
    ['第五批里单个片区做过的有几项', ['count 1-1']],
    ['第五批里三个片区的其中一个做过的有几项', ['count 1-1']],
  ])('are those that did it: %s', (question, conditions) => {
    expect(conditioned(question, 'area')).toEqual(conditions)
  })

  it.each([
    '第五批里厦门片区的企业能用的有哪些',
    '在福州片区做贸易的公司有哪些政策',
    '第五批里推广到福州的有哪些',
    '第五批里片区的企业能做什么',
    '第五批里平潭片区报送的有哪些',
    '福州做过的有哪些',
    '2024年案例里平潭片区报送的有哪些',
  ])('are not where firms are, or where it is promoted, or who hands it in: %s', (question) => {
    expect(conditioned(question, 'area')).toEqual([])
  })
})
