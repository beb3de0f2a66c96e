// Errands that no document can run: to write, translate or recommend something, to give an opinion, to foretell, to take
// orders. Told from what is to be done; other subjects are told by likeness (gate/topics.ts).

const ERRANDS = new RegExp(
  [
    '(?:帮|替|给|为)(?:我|我们|咱|俺)[^,。?]{0,8}(?:写|拟|起草|翻译?|翻成|想个|起个|取个|编|算[一个命卦])',
    '(?:写|拟|编)[一封首篇段条个份][^,。?]{0,20}(?:信|诗|词|文案|广告|故事|作文|检讨|邮件|简历|稿)',
    '翻(?:译)?成|讲(?:个|一个)[^,。?]{0,10}(?:笑话|故事)|推荐(?:几|两|一|个|点|下|只|本)',
    '(?:你|您)(?:是(?:哪家|谁|什么)|用(?:的|什么)|背后|怎么看|觉得|认为|喜欢|累不累|是真人|是机器人|几岁|有没有感情)',
    '你自己的(?:判断|看法|意见)|(?:哪家|哪个|谁家)(?:最|比较|更)?(?:靠谱|好吃|便宜|划算|值得|强|好看|好)',
    '(?:下个?[月周]|明[天年]|以后|接下来|将来)[^,。?]{0,6}(?:涨|跌|升值|贬值)|(?:哪家|哪个|谁家)[^,。?]{0,6}(?:最|比较|更)(?:正宗|地道|好吃|好喝|便宜|划算|靠谱|新鲜)',
    '(?:会不会|能不能|要不要)(?:亏|涨|跌|下雨|现在(?:买|卖|结|入手))',
    '忽略(?:以上|上面|之前)|系统提示词|没有任何限制',
  ].join('|'),
  'u',
)

/** 到底套哪个最划算算不清，政府有没有平台: whoever asks what offices have for it runs no errand. */
const ASKS_OFFICES =
  /(?:政府|官方|国家|海关|税务|部门|省里|市里|自贸区)[^,。?]{0,4}(?:有没有|有无|有什么|有啥|能不能|可不可以)/u

/** Whether a question asks for something that is no matter of documents. @param question normalized */
export const isErrand = (question: string): boolean => ERRANDS.test(question) && !ASKS_OFFICES.test(question)
