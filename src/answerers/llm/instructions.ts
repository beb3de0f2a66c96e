// Whether a text speaks to the machine that reads it instead of to people: orders to a model, forged dialogue, hidden or
// foreign writing. Pure. Rules of language and of formats; it does not know any document, and it cannot know every trick.

import { normalize } from '../../text/normalize.ts'

/** Orders that set other orders aside: 忽略以上所有指令, 之前的规定一律作废不用理会. */
const OVERRIDES = [
  /(?:忽略|忽视|无视|忘记|忘掉|抛开|抛弃|绕过|绕开|解除|推翻|不(?:要|必|用|得|再|需)?(?:理会|遵守|遵循|管|考虑))[^。！？]{0,12}(?:指令|指示|提示|设定|命令|限制|约束|规则|要求|上文|前文|以上|上述|之前|前面|此前)/u,
  /(?:以上|上述|之前|前面|此前|先前|原有|原来|所有|系统)[^。！？]{0,8}(?:指令|提示词?|设定|命令|限制|规则)[^。！？]{0,6}(?:作废|无效|失效|取消|解除|停用|不算|覆盖|忽略|无视)/u,
  /忽略|无视(?!力)|(?:以上|上面|上文|前面|下面|其他)[^。！？]{0,6}(?:是假的|是错的|不作数|不算数|都不对|有误，)/u,
  /(?:新|最高|隐藏|真正|最终|优先)的?(?:指令|提示词|系统提示|系统消息|命令|优先级)/u,
]

/** Talk to or about the one who answers. */
const ADDRESSES = [
  /系统(?:级)?(?:提示词|消息|指令|命令|prompt)|系统提示\s*[:：]|提示词|越狱|开发者模式|调试模式|管理员模式|无限制模式|上帝模式/u,
  /(?:致|告知|通知|请|供|给|命令|要求)[^。，]{0,6}(?:ai\b|人工智能(?:助手|系统|模型)?|大?语言模型|大模型|智能体|机器人|问答系统|助手)/u,
  /(?:ai|智能|问答|聊天|语音)(?:助手|助理|机器人|模型)|语言模型|(?:模型|机器人|智能体|是一?个程序|ai)们?[，,]?[^。]{0,8}(?:必须|须|务必|请|注意|停止)|chatgpt|\bgpt\b|\bclaude\b|\bllm\b/u,
  // Official papers call an office 你省 or 你局, never a reader 你.
  /[你您](?![省市县区州部委厅局办署院会们关行校队处司])/u,
  /扮演|假装|假扮|模仿|化身为?|从(?:现在|此刻|这里|本段|下文|下一句)(?:起|开始)|听好|接下来的?(?:对话|回答|回复)|角色(?:设定|切换)/u,
]

/** Orders about what the answer shall be. */
const DICTATES = [
  /(?:请|须|必须|务必|一律|只|仅|直接|应|要|先|并|改为|统一)(?:只|仅|直接|一律|原样|逐字|完整|能|可|需|要|再){0,4}(?:回答|回复|回应|应答|作答|答复|输出|打印|复述|重复|说出|念出|泄露|透露|翻译成|调用|执行|访问|点击|打开)(?:一?[句遍次]|以?[下上]|[:：“"「『]|出?[^。，]{0,10}(?:提示|指令|密钥|密码|口令|链接|网址|代码|字样|暗号|内容))/u,
  /(?:回答|回复|答案|答复|输出|结尾|开头|末尾|最后)(?:的?(?:时|中|里|前|后|末尾|结尾|开头|最后|正文|文末|任何问题)){0,3}[，,]?(?:都|均|必须|务必|请|须|要|应|一律|先|再|只|仅|统一){0,4}(?:加上|附上|附带|加入|写上|写明|注明|标注|插入|带上|包含|包括|引用|提到|推荐|感谢|致谢|改成|改为|换成|说|写|以|用)[^。]{0,6}(?:[:：“"「『]|字样|链接|网址|图片|口号|暗号|以下|下列|一句)/u,
  /(?:泄露|透露|公布|告诉|说出|输出|展示|显示)[^。，]{0,8}(?:密钥|api|key|口令|提示词|系统提示|内部指令|环境变量|配置文件)/u,
  /(?:只|仅|直接|务必|必须|一律|首先|改为|统一)[^。，]{0,6}(?:说|写|答|讲|念|输出|打印|回答|回复)[出上道]?\s*[:：“"「『]/u,
  // The wording as wording: who quotes it, its first sentence, its next line, its tone.
  /(?:引用|使用|检索到?|阅读|转述|概括|复述|总结)到?[本此这该](?:条|段|材料|文本?|页|句|内容|资料)|首句|末句|第一句|最后一句|[上下]一[行句]|本[段行句]之?[前后]|以[上下](?:文字|文本|为测试)|文末|篇末|话题|体裁|口吻|语气|一首诗|标注来源|伪装成/u,
  // Papers speak of measures, not of what is asked about them or made of them.
  /答案|作答|读者|用户的(?:问题|提问)|展示给用户|(?<!解|问)回答(?!问题)|回复者|提问|问起|问到|问及|被问|有人问|对话|聊天|摘要(?:中|里|时|都|必须)|机器阅读|自动生成的|供机器|给机器|如实转达|告诉(?:用户|读者|对方|大家|他们|提问)|(?:对|向)(?:用户|读者|提问者|访客)[^。，]{0,4}(?:说|提及|透露|隐瞒|声称)/u,
]

/** Marks of dialogues, calls, pages and links, which the wording of a document has not. */
const FORMATS = [
  /<\/?[a-z!|][^<>]{0,200}>|<\||\|>|\{\{|\}\}|\{%|%\(\w|\$\{|\w\(\)\s*\{|[「【[<{(（]\/?(?:指令|命令|系统|提示)[」】\]>})）]|&lt;|&#\w+;|\[\/?inst\]|<<\/?sys>>|```|~~~|\[[^[\]]{0,200}\]\([^)]{0,200}\)/u,
  /(?:^|\n)\W{0,6}(?:system|assistant|user|human|developer|tool|ai|系统|助手|用户|开发者|管理员)\s*(?:message|消息|提示|prompt)?\s*[:：\]】>]/u,
  /["'“]?(?:role|content|function|tool|tool_calls?|function_call|arguments|name)["'”]\s*[:：]|\b(?:tool|function)_?(?:call|use)s?\b|\b[a-z_]+\(\s*["'{][^)]{0,200}\)|(?:javascript|data|vbscript|file):\S/u,
  /[#=*-]{3}\s{0,3}(?:system|instruction|end|begin|new|user|assistant|系统|指令|结束|开始|新的?|依据|问题|以上|以下)/u,
  /(?:依据|问题|材料|上下文|提示|对话)(?:开始|结束)/u,
  // Percent codes, escapes and hexadecimal of some length.
  /(?:%[0-9a-f]{2}){6}|(?:\\[ux]\{?[0-9a-f]{2,6}\}?){4}|(?:\b[0-9a-f]{2}\s){10}|[0-9a-f]{32}/u,
]
/** Base64 of more than a few words: large and small letters, which `normalize` would make one. */
const BASE64 = /(?<![A-Za-z0-9+/])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*[a-z])[A-Za-z0-9+/]{24,}={0,2}/u

/** Tag characters, bidirectional controls, and invisible ones between letters; a byte order mark in front is none. */
const HIDDEN =
  /[\u115f\u1160\u3164\uffa0\u{E0000}-\u{E007F}\u202a-\u202e\u2066-\u2069]|[\p{L}\p{N}][\u200b-\u200f\u2060-\u2064\ufeff\u00ad]+[\p{L}\p{N}]/u
/** Alphabets that official Chinese papers do not write in; Greek only as the single letters of formulas. */
const FOREIGN =
  /[\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Hangul}\p{Script=Thai}\p{Script=Armenian}\p{Script=Hiragana}\p{Script=Devanagari}]|\p{Script=Greek}{3}/u
/** A sentence of another language: names and abbreviations are shorter. Digits may stand in for letters. */
const SENTENCE_IN_LATIN =
  /(?:\b(?=\d*\p{Script=Latin})[\p{Script=Latin}\d'’]{1,40}[,.:;!?]?[\s_]+){2}\d*\p{Script=Latin}/u
const SPELLED_OUT = /(?:\b\p{Script=Latin}[\s.*_-]+){6}|\p{Script=Latin}{22}/u
/** Words of orders and dialogues, which are no names. */
const ORDER_IN_LATIN =
  /\b(?:ignore|disregard|forget|override|bypass|jailbreak|pretend|role-?play|reveal|repeat|say|reply|respond|answer|output|print|please|must|always|never|you|your|assistant|chatbot|prompts?|instructions?|user|system)\b/u

/** Whether a text has signs of speaking to the machine that reads it. Measured on its spelling and on its characters. */
export function speaksToMachine(text: string): boolean {
  if (HIDDEN.test(text) || BASE64.test(text)) return true
  // Line ends show who is made to speak; `normalize` takes them away.
  const lines = text
    .split(/[\n\r\u2028\u2029]+/u)
    .map(normalize)
    .join('\n')
  const letters = lines.normalize('NFKD').replace(/\p{Mn}/gu, '')
  const unbroken = lines.replace(/(?<=\p{Script=Han})[\s*_.·•|/\\-]+(?=\p{Script=Han})/gu, '')
  return (
    FOREIGN.test(lines) ||
    [SENTENCE_IN_LATIN, SPELLED_OUT, ORDER_IN_LATIN].some((sign) => sign.test(letters)) ||
    FORMATS.some((sign) => sign.test(lines)) ||
    [...OVERRIDES, ...ADDRESSES, ...DICTATES].some((sign) => sign.test(unbroken))
  )
}
