// What a question says of the names in it.

import { describe, expect, it } from 'vitest'
import { clauseAt, clausesOf, denials, type Role, roleOf } from '../../src/question/clauses.ts'

const spansOf = (text: string, names: readonly string[]) =>
  names.map((name) => ({ start: text.indexOf(name), end: text.indexOf(name) + name.length }))
const clauses = (text: string, names: readonly string[] = []) => clausesOf(text, spansOf(text, names))
const ALL: readonly Role[] = ['done', 'promoted', 'charge', 'provided']
const role = (text: string, name: string, of = ALL) =>
  roleOf(clauses(text, [name]), spansOf(text, [name])[0]!, of)
const shutOut = (text: string, names: readonly string[]) =>
  names.filter((_, i) => denials(text, clauses(text, names), spansOf(text, names))[i])

describe('a clause', () => {
  it.each([
    ['甲厂做过,乙厂没做', ['甲厂做过', '乙厂没做']],
    ['甲厂做过但乙厂没做', ['甲厂做过', '但乙厂没做']],
    ['甲厂做过而乙厂没做', ['甲厂做过', '而乙厂没做']],
    ['甲厂做过而且推开了', ['甲厂做过', '而且推开了']],
    ['全省同时在推', ['全省同时在推']],
  ])('ends at a sign or at a word that turns it: %s', (text, parts) => {
    expect(clauses(text).map((clause) => clause.text)).toEqual(parts)
  })

  it('does not end inside a name', () => {
    expect(clauses('由口岸办、编办负责', ['口岸办、编办'])).toHaveLength(1)
    expect(clauses('由口岸办、编办负责')).toHaveLength(2)
  })

  it('is found by a place in the question', () => {
    const found = clauses('甲做过,乙没有')
    expect(clauseAt(found, 4)?.text).toBe('乙没有')
    expect(clauseAt(found, 3)).toBeUndefined()
  })

  it.each(['只在甲地做过', '仅甲地做过', '甲地独家做的', '甲地独有', '就在甲地做了', '唯一做过的'])(
    'is of nobody else: %s',
    (text) => {
      expect(clauses(text)[0]!.alone).toBe(true)
    },
  )

  it.each([
    '只要甲地做过',
    '只需去一次',
    '不就在甲地吗',
    '一家企业做过',
    '光伏是甲地做的',
    '观光项目是甲地做的',
  ])('is not of nobody else: %s', (text) => {
    expect(clauses(text)[0]!.alone).toBe(false)
  })

  it.each(['甲地做过,别处没做', '甲地做过,其他地方都未推', '甲地做过,没有第二家'])(
    'is of nobody else where the next one says so: %s',
    (text) => {
      expect(clauses(text).map(({ alone }) => alone)).toEqual([true, false])
    },
  )

  it.each(['甲和乙一起做', '甲和乙联合牵头', '甲和乙都做过', '甲会同乙'])(
    'is of all together: %s',
    (text) => {
      expect(clauses(text)[0]!.together).toBe(true)
    },
  )

  it.each(['甲和乙做的都有什么', '甲或乙都行', '哪个都做过'])('is not of all together: %s', (text) => {
    expect(clauses(text)[0]!.together).toBe(false)
  })
})

describe('what is said of a name', () => {
  it.each([
    ['甲地做过的', 'done'],
    ['甲地先行的', 'done'],
    ['甲地试过的', 'done'],
    ['推到甲地的', 'promoted'],
    ['在甲地适用的', 'promoted'],
    ['限甲地的', 'promoted'],
    ['甲地牵头的', 'charge'],
    ['归甲地管的', 'charge'],
    ['甲地名下的', 'charge'],
    ['甲地报送的', 'provided'],
    ['甲地报上来的', 'provided'],
  ] as const)('%s: %s', (text, said) => {
    expect(role(text, '甲地')).toBe(said)
  })

  it.each([
    '甲地的做法',
    '甲地考试',
    '甲地推荐产品',
    '甲地推广产品',
    '甲地推销商品',
    '甲地适用税率',
    '甲地限额',
    '甲地有限公司',
    '甲地权限',
    '甲地经营范围',
    '甲地商品归类',
    '甲地监管仓库',
    '甲地保管货物',
    '甲地自由贸易',
    '甲地有限责任公司',
    '甲地活动',
    '甲地生活',
    '甲地干部',
    '甲地管委会',
  ])('is nothing where a word only contains such a character: %s', (text) => {
    expect(role(text, '甲地')).toBeUndefined()
  })

  it('is what its own clause says, else the next, else the one before', () => {
    expect(role('甲地做过,乙地牵头', '甲地')).toBe('done')
    expect(role('甲地的那些,要推开的', '甲地')).toBe('promoted')
    expect(role('牵头的,甲地', '甲地')).toBe('charge')
  })

  it('is what stands behind it rather than before', () => {
    expect(role('做过的由甲地牵头', '甲地')).toBe('charge')
  })

  it('is only what can be said of such a name', () => {
    expect(role('甲地牵头并试过', '甲地', ['done', 'promoted'])).toBe('done')
  })

  it('is what was said before, where it is an exception', () => {
    expect(role('推开的,除了甲地,由乙办', '甲地')).toBe('promoted')
    expect(role('推开的,甲地,由乙办', '甲地')).toBe('charge')
  })
})

describe('what is said of a name by any of many words', () => {
  it.each([
    ['promoted', ['推开的', '铺开的', '辖区', '地界', '限定的', '范围内的']],
    ['done', ['做过的', '搞过的', '实施的', '独有的', '独创的', '落地的', '干过的', '率先的']],
    [
      'charge',
      [
        '参与的',
        '挂名的',
        '挂着的',
        '列名的',
        '主管的',
        '承担的',
        '配合的',
        '有份的',
        '出力的',
        '出面的',
        '头上的',
      ],
    ],
    [
      'charge',
      [
        '的任务',
        '摊到的',
        '的活',
        '会同的',
        '合管的',
        '的事',
        '一家的',
        '单打独斗的',
        '分工里的',
        '独自办的',
      ],
    ],
    ['provided', ['提供的', '供稿的', '上报的', '合报的', '选送的', '提交的', '报的']],
  ] as const)('%s: %j', (said, words) => {
    for (const word of words) expect(role(`甲地${word}`, '甲地'), word).toBe(said)
  })
})

describe('a name that is shut out', () => {
  it.each([
    '除了甲地',
    '不含甲地',
    '没推到甲地',
    '非甲地',
    '不由甲地牵头',
    '甲地没做过',
    '甲地除外',
    '甲地却未推',
  ])('is told by what stands around it: %s', (text) => {
    expect(shutOut(text, ['甲地'])).toEqual(['甲地'])
  })

  it.each(['甲地没有第二家', '甲地不仅做过', '甲地做过,乙没有', '没听说,甲地'])(
    'is not told by another denial: %s',
    (text) => {
      expect(shutOut(text, ['甲地'])).toEqual([])
    },
  )

  it('shares that with those it is joined to', () => {
    expect(shutOut('除了甲地和乙地', ['甲地', '乙地'])).toEqual(['甲地', '乙地'])
    expect(shutOut('甲地和乙地没做', ['甲地', '乙地'])).toEqual(['甲地', '乙地'])
    expect(shutOut('甲地做过,乙地没做', ['甲地', '乙地'])).toEqual(['乙地'])
  })

  it('shares it with no clause that says something of its own', () => {
    expect(shutOut('不推甲地、乙地牵头', ['甲地', '乙地'])).toEqual(['甲地'])
  })
})
