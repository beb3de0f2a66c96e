import { describe, expect, it } from 'vitest'
import { reference, writtenDate } from '../../../src/web/client/references.ts'

const NOTICE = {
  documentTitle: '国务院关于做好自由贸易试验区第六批改革试点经验复制推广工作的通知',
  issuer: '国务院',
  documentNumber: '国函〔2020〕96号',
  date: '2020-06-28',
}

describe('a reference', () => {
  it('names title, issuer, 文号, date, item and the title of the item', () => {
    expect(reference({ ...NOTICE, number: '3', kind: 'measure', title: '领事业务一网通办' })).toBe(
      '《国务院关于做好自由贸易试验区第六批改革试点经验复制推广工作的通知》（国务院，国函〔2020〕96号，2020年6月28日）第 3 项“领事业务一网通办”',
    )
  })

  it('leaves no gap for what the source does not give', () => {
    expect(reference({ documentTitle: '任务分解表', number: '1', title: '信息共享' })).toBe(
      '《任务分解表》第 1 项“信息共享”',
    )
    expect(reference({ documentTitle: '通知', issuer: '省政府', date: '2017-08-25', title: '甲' })).toBe(
      '《通知》（省政府，2017年8月25日）“甲”',
    )
  })

  it.each([
    ['measure', '第 2 项“甲”'],
    ['case', '第 2 个案例“甲”'],
    ['article', '第 2 条“甲”'],
    ['section', '第 2 部分“甲”'],
    ['something else', '第 2 项“甲”'],
  ])('counts a %s by its own word', (kind, place) => {
    expect(reference({ documentTitle: '通知', number: '2', kind, title: '甲' })).toBe(`《通知》${place}`)
  })

  it('names an article as the law prints it', () => {
    const law = { documentTitle: '海关法', kind: 'article', number: '12-1' }
    expect(reference({ ...law, title: '第十二条之一　申报' })).toBe('《海关法》第十二条之一“申报”')
    expect(reference({ ...law, title: '第十二条之一' })).toBe('《海关法》第十二条之一')
  })

  it('leaves out numbers that only the desk has given', () => {
    expect(reference({ documentTitle: '通知', number: 's3', kind: 'section', title: '甲' })).toBe(
      '《通知》“甲”',
    )
    expect(reference({ documentTitle: '通知', number: '12@2', kind: 'measure', title: '甲' })).toBe(
      '《通知》第 12 项“甲”',
    )
  })

  it('calls the body of a notice by that name, and does not say its title twice', () => {
    expect(reference({ documentTitle: '通知', number: 'body', kind: 'body', title: '通知' })).toBe(
      '《通知》正文',
    )
    expect(reference({ documentTitle: '通知', number: 'body', kind: 'body', title: '前言' })).toBe(
      '《通知》正文“前言”',
    )
  })

  it('turns the marks inside titles into the inner ones', () => {
    expect(
      reference({ documentTitle: '关于印发《方案》的通知', number: '1', title: '国际贸易“单一窗口”服务' }),
    ).toBe('《关于印发〈方案〉的通知》第 1 项“国际贸易‘单一窗口’服务”')
    expect(reference({ documentTitle: '《海关法》', number: '1', kind: 'article', title: '目的' })).toBe(
      '《海关法》第 1 条“目的”',
    )
  })

  it('is one line whatever the titles hold', () => {
    expect(reference({ documentTitle: ' 关于\n通知 ', number: '1', title: '甲\r\n乙' })).toBe(
      '《关于 通知》第 1 项“甲 乙”',
    )
  })
})

describe('a date', () => {
  it('is written out, unless it is no full date', () => {
    expect(writtenDate('2024-05-04')).toBe('2024年5月4日')
    expect(writtenDate('2024年5月')).toBe('2024年5月')
  })
})
