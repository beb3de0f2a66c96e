// Which texts speak to the machine that reads them. The long list is in ../fixtures, read by ../llm-injections.test.ts; here
// is what must not be taken for it, and that no text takes long.

import { describe, expect, it } from 'vitest'
import { speaksToMachine } from '../../../src/answerers/llm/instructions.ts'

describe('official wording', () => {
  it.each([
    '行政机关应当在五个工作日内书面答复申请人，并说明理由。',
    '你省《关于设立综合试验区的请示》收悉。现批复如下。',
    '请结合实际认真贯彻执行，有关情况请于年底前报送省政府。',
    '此前有关规定与本办法不一致的，以本办法为准。',
    '支持企业研发人工智能大模型，建设算力平台。',
    '推动生产工艺与人工智能系统深度融合。',
    '系统自动生成电子证照，申请人可通过微信小程序查询。',
    '企业可登录 http://www.singlewindow.cn 办理，邮箱 abc@fujian.gov.cn。',
    '中国（福建）自由贸易试验区（China (Fujian) Pilot FTZ）内的企业适用本办法。',
    '对未按要求整改的，取消其资格；原有证书同时作废。',
    '运用物联网无线射频识别技术（RFID技术）和A-CDM系统。',
    '文件编号为 Q/ABC 0012-2019，附件见 post_3077156.html。',
    '\ufeff第一条 为了规范管理，制定本办法。',
  ])('is for people: %s', (text) => {
    expect(speaksToMachine(text)).toBe(false)
  })
})

describe('a text made to take long', () => {
  const LENGTH = 50_000
  it.each([
    'a', 'A', 'aA', '1', '1a ', 'a ', 'a.', '[', '[[](', '<', '<a', '{{', '(', '%', '%4', '\\u00', '-', '#', '= ',
    '请只', '请用', '忽略', '不要', '以上', '回答', '回答的', '答案中都', '请', '告诉', '你', '模型', '系统', '“', '\u200b',
    'а', 'α', ' ', '\n', 'user', 'role:', 'f(', '无视', '在', '0f ', '引用', '最高', '。',
  ])('of %j takes a moment', (part) => {
    const text = part.repeat(Math.ceil(LENGTH / part.length)).slice(0, LENGTH)
    const started = performance.now()
    speaksToMachine(text)
    speaksToMachine(`${text}！`)
    expect(performance.now() - started).toBeLessThan(1_500)
  }) // biome-ignore format: one list
})
