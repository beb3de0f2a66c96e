// A title that speaks of something else than a question: the other way, another carriage, other people.

import { describe, expect, it } from 'vitest'
import { lacksTax, speaksOfOthers } from '../../src/question/contrasts.ts'

describe('speaks of something else', () => {
  it.each([
    ['想从日本买二手车进来卖', '二手车出口业务新模式'],
    ['小包裹卖到国外怎么报', '进口食品优化查验模式'],
    ['飞机落地以后能不能一次查完', '国际航行船舶“联合登轮检查”'],
    ['无人机驾照能远程考吗', '船员远程计算机终端考试'],
    ['给外轮加油怎么计量', '保税航煤出口计量新模式'],
    ['香港人能查信用记录吗', '台企台胞征信查询'],
    ['老公是美国籍，能参保吗', '省级定制医疗保险开放港澳台同胞参保'],
    ['导游证在这边认不认', '台湾船员证书互认'],
    ['鲜切花能先提走吗', '冰鲜水产品两段准入监管'],
    ['巴西大豆能上链吗', '铁矿石跨境贸易数字通关与结算'],
    ['期货户能手机开吗', '证券公司非现场开户'],
    ['典当行能查征信吗', '保理公司接入征信系统'],
    ['车船税能手机报吗', '车购税智能申报体系'],
    ['我是老华侨，能参保吗', '省级定制医疗保险开放港澳台同胞参保'],
  ])('%s: %s', (question, title) => {
    expect(speaksOfOthers(question, title)).toBe(true)
  })
})

describe('may speak of it', () => {
  it.each([
    ['进口冻鱼怎么报关', '进口食品优化查验模式'],
    ['进口和出口都做', '二手车出口业务新模式'],
    ['卖到国外怎么报', '进出口商品智慧申报导航服务'],
    ['货在口岸怎么查验', '进口食品优化查验模式'],
    ['企业怎么注销', '企业简易注销'],
    ['飞机转火车一张运单', '空铁联运一单制货物运输模式'],
    ['货船靠岸前能申报吗', '国际航行船舶“联合登轮检查”'],
    ['车在码头提柜', '国际航行船舶供水'],
    ['我是澳门人，能参保吗', '省级定制医疗保险开放港澳台同胞参保'],
    ['台湾朋友能在这边炒股吗', '证券公司台港澳自然人非现场开户'],
    ['带鱼能先提走吗', '冰鲜水产品两段准入监管'],
    ['榴莲怎么查验', '进口食品优化查验模式'],
    ['从台湾买机器', '对进口原产于台湾的一般成套设备实施备案管理'],
    ['福建人民政府的通知', '台胞诚信闪贷'],
  ])('%s: %s', (question, title) => {
    expect(speaksOfOthers(question, title)).toBe(false)
  })
})

describe('a tax asked about by its name', () => {
  it.each([
    ['企业所得税能不能按15%交', ['电子支付进口税款', '免征增值税']],
    ['八闽办税码里能办个税吗', ['推送涉税费信息']],
  ])('%s: is lacking where the texts tell of others', (question, texts) => {
    expect(lacksTax(question, texts)).toBe(true)
  })

  it.each([
    ['出口关税按多少交', ['免征出口关税']],
    ['增值税和消费税怎么免', ['免征消费税']],
    ['三个税率不一样，选哪个', ['协定税率']],
    ['税怎么交', ['汇总征税']],
  ])('%s: is not', (question, texts) => {
    expect(lacksTax(question, texts)).toBe(false)
  })
})
