// What documents say about themselves, where no manifest does.

import { describe, expect, it } from 'vitest'
import { readDocuments } from '../../src/corpus/documents.ts'
import { facetsOf } from '../../src/corpus/facets.ts'

const parse = (text: string) =>
  readDocuments([{ name: '文件.txt', bytes: new TextEncoder().encode(text) }])[0]!
const said = (text: string) => {
  const { summary, territory } = parse(text)
  const { title, issuer, documentNumber, date } = summary
  return { title, issuer, documentNumber, date, territory }
}
const ARTICLES = '\n第一条 甲。\n第二条 乙。\n第三条 丙。\n'

describe('a law', () => {
  it.each([
    [
      'passed by the congress',
      '中华人民共和国测试法\n（2019年3月15日第十三届全国人民代表大会第二次会议通过）',
      { title: '中华人民共和国测试法', issuer: '全国人民代表大会', date: '2019-03-15', territory: '全国' },
    ],
    [
      'revised since',
      '# 中华人民共和国测试法\n（2001年2月28日第九届全国人民代表大会常务委员会第二十次会议通过　根据2018年10月26日第十三届全国人民代表大会常务委员会第六次会议《关于修改〈中华人民共和国测试法〉的决定》修正）',
      { issuer: '全国人民代表大会常务委员会', date: '2018-10-26' },
    ],
    [
      'of a province',
      '福建省测试条例\n（2020年3月20日福建省第十三届人民代表大会常务委员会第十五次会议通过）',
      {
        title: '福建省测试条例',
        issuer: '福建省人民代表大会常务委员会',
        date: '2020-03-20',
        territory: '福建',
      },
    ],
    [
      'of a city, approved by its province',
      '测州市港口条例\n2018年8月30日测州市第十四届人民代表大会常务委员会第十次会议通过\n2018年9月29日河南省第十三届人民代表大会常务委员会第六次会议批准',
      { issuer: '测州市人民代表大会常务委员会', date: '2018-08-30', territory: '测州' },
    ],
    [
      'announced by an order',
      '测试保护条例\n2008年8月3日 国务院令第529号公布\n2008年10月1日 施行',
      {
        title: '测试保护条例',
        issuer: '国务院',
        documentNumber: '国务院令第529号',
        date: '2008-08-03',
        territory: '全国',
      },
    ],
    [
      'printed below the order',
      '中华人民共和国国务院令\n第723号\n《测试条例》已经2019年10月8日国务院第66次常务会议通过，现予公布。\n总理　李某\n2019年10月22日\n测试条例',
      {
        title: '测试条例',
        issuer: '国务院',
        documentNumber: '中华人民共和国国务院令第723号',
        date: '2019-10-22',
      },
    ],
    [
      'whose title stands on two lines',
      '中华人民共和国\n船舶测试法\n（2019年3月15日第十三届全国人民代表大会第二次会议通过）',
      { title: '中华人民共和国船舶测试法' },
    ],
    [
      'with the date in Chinese digits',
      '测试法\n（二〇一九年三月十五日第十三届全国人民代表大会第二次会议通过）',
      { date: '2019-03-15' },
    ],
    [
      'of two courts',
      '最高人民法院、最高人民检察院关于测试的解释\n2011年6月20日最高人民法院审判委员会第1524次会议、2011年7月11日最高人民检察院第十一届检察委员会第63次会议通过\n法释〔2011〕19号',
      {
        issuer: '最高人民法院、最高人民检察院',
        documentNumber: '法释〔2011〕19号',
        date: '2011-07-11',
        territory: '全国',
      },
    ],
    ['for a free trade zone', '中国（上海）测试区条例', { territory: '上海' }],
  ])('%s', (_, head, expected) => {
    expect(said(head + ARTICLES)).toMatchObject(expected)
  })

  it('does not take the number or date of a document that an article mentions', () => {
    const law = said(`测试办法${ARTICLES}第四条 《旧办法》（国发〔2001〕5号）自2020年1月1日起废止。\n`)
    expect(law).toEqual({
      title: '测试办法',
      issuer: undefined,
      documentNumber: undefined,
      date: undefined,
      territory: undefined,
    })
  })

  it('can be filtered by its territory', () => {
    const { records, summary, territory } = parse(`福建省测试条例${ARTICLES}`)
    expect(facetsOf(records[0]!, { date: summary.date, territory }).area).toEqual(['福建'])
  })
})

describe('a notice', () => {
  it('has its title below the letterhead', () => {
    const notice = said(
      '测试区工作办公室\n\n测办函〔2022〕15号\n\n测试办关于发布评估结果的函\n\n各单位：\n现将结果函告你们。\n\n测试区工作办公室\n2022年8月5日\n',
    )
    expect(notice).toMatchObject({
      title: '测试办关于发布评估结果的函',
      documentNumber: '测办函〔2022〕15号',
      issuer: '测试区工作办公室',
      date: '2022-08-05',
    })
  })

  it('has the issuer on the line above in its title', () => {
    const notice = said('福建省人民政府\n关于优化服务的通知\n\n各市：\n现通知如下。\n')
    expect(notice).toMatchObject({
      title: '福建省人民政府关于优化服务的通知',
      issuer: '福建省人民政府',
      territory: '福建',
    })
  })

  it('may be signed on two lines that repeat its letterhead', () => {
    const text =
      '福建测试区工作领导小组办公室\n\n关于引航的函\n\n各单位：\n引航免费。\n\n福建测试区\n工作领导小组办公室\n2022年8月5日\n'
    expect(said(text).issuer).toBe('福建测试区工作领导小组办公室')
  })

  it('may be signed in Chinese digits', () => {
    expect(said('现通知如下。\n\n测试市港务局\n二〇二三年五月六日\n')).toMatchObject({
      issuer: '测试市港务局',
      date: '2023-05-06',
    })
  })

  it('is not called by its salutation', () => {
    expect(said('各区人民政府：\n现通知如下。\n').title).toBe('文件')
  })
})

describe('a place', () => {
  it.each([
    ['城市房地产管理规定', undefined],
    ['市场准入规定', undefined],
    ['国务院关于测试的规定', '全国'],
    ['内蒙古自治区测试条例', '内蒙古'],
    ['中华人民共和国香港特别行政区测试法', '香港'],
  ])('of %s is %s', (title, territory) => {
    expect(said(title + ARTICLES).territory).toBe(territory)
  })
})
