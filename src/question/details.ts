// Details that people ask for and that a text either gives or does not: a fee, a telephone number, a form, an address.
// Each is told by how questions name it and by how texts print it.

interface Detail {
  /** What the desk calls it when it is missing. */
  name: string
  asked: RegExp
  given: RegExp
}

const DETAILS: readonly Detail[] = [
  { name: '联系电话', asked: /电话|手机号|联系方式|热线/u, given: /电话|热线|\d{3,4}[—–-]\d{7,8}/u },
  { name: '办理地址', asked: /地址|门牌|在哪(?:条|栋|层|个窗口)|几楼/u, given: /地址|路\d+号|\d+号楼/u },
  {
    name: '所需材料',
    asked: /(?:什么|哪些|啥|几份)(?:材料|资料|证件|手续|表)|要带(?:什么|啥)|材料清单/u,
    given: /材料|证件|单证|文书|申请表/u,
  },
  {
    name: '费用或费率',
    asked: /手续费|服务费|保费|年费|收费|费率|利率|利息|要交多少钱|多少钱|几个点/u,
    given:
      /[\d一二三四五六七八九十百千万][\d.]{0,12}\s*(?:万|亿)?(?:元|美元|%|％)|百分(?:点|之)|免费|零费用|零收费/u,
  },
  {
    name: '网站或下载地址',
    asked: /网址|官网|下载(?:链接|地址)|哪里下载/u,
    given: /https?:|www\.|网址|小程序|公众号/u,
  },
]

/** The first detail that the question asks for and none of the texts gives; undefined when there is none. */
export function asksForMissingDetail(question: string, texts: readonly string[]): string | undefined {
  return DETAILS.find(({ asked, given }) => asked.test(question) && !texts.some((text) => given.test(text)))
    ?.name
}
