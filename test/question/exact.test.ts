// Names, quoted words and 文号 that point to a record beyond doubt.

import { describe, expect, it } from 'vitest'
import { readDocuments } from '../../src/corpus/documents.ts'
import { readManifest } from '../../src/corpus/manifest.ts'
import { openLibrary } from '../../src/library.ts'
import { exactMatches } from '../../src/question/exact.ts'
import { vocabularyOf } from '../../src/question/vocabulary.ts'
import { library, vocabulary } from './words.ts'

const found = (question: string) =>
  [...exactMatches(question, vocabulary).keys()].map((record) => library.records[record]!.id).sort()

describe('an exact match', () => {
  it.each([
    ['汇总征税保函怎么办', ['fj-2017-b5/13']],
    ['請問匯總徵稅保函怎麼辦', ['fj-2017-b5/13']],
    ['八闽办税码是干什么的', ['fj-2022-b19/5']],
    ['台胞诚信闪贷额度', ['fj-2022-b19/22', 'fj-2024-c1/7']],
    ['公安政务服务事项 一警通办 在哪', ['fj-2024-c1/9']],
    ['跨境电商B2B一站式全天候通关是哪里的', ['fj-2017-b5/24']],
    ['跨境电商Ｂ２Ｂ“一站式”全天候通关', ['fj-2017-b5/24']],
  ])('is a name in the question, marks aside: %s', (question, ids) => {
    expect(found(question)).toEqual(ids)
  })

  it('is a quoted phrase that few records have', () => {
    expect(found('哪一项讲到“事中单耗核查”')).toEqual(['fj-2017-b5/4'])
    expect(found('「事中单耗核查」出自哪里')).toEqual(['fj-2017-b5/4'])
  })

  it.each(['海关', '讲“海关”的有哪些', '哪一项讲到事中单耗核查', '“不在任何文件里的一句话”'])(
    'is not a word in passing: %s',
    (question) => {
      expect(found(question)).toEqual([])
    },
  )

  it('is not a name so short that it occurs by accident', () => {
    const table = {
      layout: 'tabs',
      header: ['序号', '事项', '内容'],
      columns: [{ holds: 'number' }, { holds: 'title' }, { holds: 'content' }],
    }
    const documents = readDocuments(
      [
        {
          name: 'a.txt',
          bytes: new TextEncoder().encode('序号\t事项\t内容\n1\t靠泊\t甲。\n2\t夜间靠泊申报\t乙。\n'),
        },
      ],
      readManifest(JSON.stringify({ documents: [{ id: 'a', file: 'a.txt', title: '表', table }] })),
    )
    const small = vocabularyOf(openLibrary(documents, []))
    expect([...exactMatches('夜间靠泊申报怎么办', small).keys()]).toEqual([1])
    expect([...exactMatches('白天靠泊怎么办', small).keys()]).toEqual([])
  })

  it('is the notice behind a 文号 that stands alone', () => {
    expect(found('闽自贸办函[2022]15号')).toEqual(['fj-2022-b19/body'])
    expect(found('国函（2020）96号讲了什么')).toEqual(['cn-2020-b6/body'])
    expect(found('国函〔2020〕96号里退货中心仓由谁负责')).toEqual([])
  })
})
