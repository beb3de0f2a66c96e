// Kinds of firms and persons that measures are written for, directions of trade, and states that few are in.
// General knowledge of the trade, no list of measures.

import { ABROAD_NAMED, FOREIGN_NAMED } from '../../text/places/countries.ts'
import type { Subject } from './subject.ts'

export const DIRECTIONS: readonly Subject[] = [
  {
    name: '进口',
    kind: 'direction',
    words: /(?<!出)进口(?!岸)|进出口(?!岸)|入境(?=\p{Script=Han}{0,6}(?:品|货|物))/u,
    told: new RegExp(
      `从[^，。；]{1,14}(?:引进|购进|买进|采购|直购|进(?![站去来入出口货行厂门城场库仓港园区校村]))|从(?:${ABROAD_NAMED})[^，。；]{0,8}(?:买|进|运|拿货)|(?:${ABROAD_NAMED})(?:采购|进货)|海淘|入境货物`,
      'u',
    ),
    implies: ['报关申报', '通关查验', '单一窗口', '对外贸易'],
    needs: ['对外贸易'],
  },
  {
    name: '出口',
    kind: 'direction',
    words: /(?<!进)出口(?!岸|国|处|信贷|买方)|进出口(?!岸)/u,
    told: new RegExp(
      `(?:卖给|销往|卖到|卖往|发往|销到|供给)[^，。；]{0,6}(?:${ABROAD_NAMED}|老外|欧|美|日)|外销|(?:海外|国外|境外)(?:网站|平台)[^，。；]{0,4}(?:开店|卖)|出海(?!口)`,
      'u',
    ),
    implies: ['报关申报', '通关查验', '单一窗口', '对外贸易'],
    needs: ['对外贸易'],
  },
]

export const ACTORS: readonly Subject[] = [
  { name: '个体工商户', kind: 'actor', words: /个体(?:工商)?户|个人对外贸易经营者|个体(?=工作室|店)/u },
  { name: '台胞台企', kind: 'goods', implies: ['台港澳同胞'], words: /台湾地区(?=[^，。；规]{0,24}(?:人员|证书))|台胞|台企|台商|台湾(?:人|籍|同胞|学生|青年|居民|学员)|台资|涉台(?!业务)/u, told: /高雄|台北|台中|台南|新竹|台籍|台湾(?:的)?(?:在校)?(?:大?学生|研究生|年轻人|老师|教师|老板|医生|工程师|演员|厨师|设计师|员工|师傅|朋友|股东)/u },
  { name: '台港澳同胞', kind: 'goods', words: /台港澳|港澳台/u },
  { name: '港澳居民', kind: 'actor', implies: ['台港澳同胞'], words: /港澳(?:居民|同胞|人士|人员|青年)/u, told: /香港人|澳门人/u },
  { name: '外国人员', kind: 'matter', words: /外国人(?!员?股)|外籍|出入境人员|来华境外|邀请外国|居留/u, told: new RegExp(`(?:${FOREIGN_NAMED})(?:籍|的)?\\p{Script=Han}{0,3}(?:师(?!傅)|专家|教授|教练|编辑|医生|人员|员工|老师|顾问|演员|学生|高管|技工|博士|客户来)|[韩日美德英法俄越泰]籍|外教|老外来|工作许可证|外国人`, 'u'), asks: '有没有外国人员来华工作、停留' },
  { name: '银行和金融机构', kind: 'actor', words: /(?<=由|支持|推动|有资质的)银行|金融机构(?=可|应|接入)/u, told: /银行(?:分行|支行|网点)|我[们行].{0,4}银行|(?:^|[，。；、\s]|的|一家)银行(?=[，。；、\s]|$)|信用社|分行|小(?:额)?贷(?:款)?公司/u },
  { name: '支付机构', kind: 'actor', words: /支付机构|第三方支付|支付牌照/u },
  { name: '保险公司', kind: 'actor', words: /保险公司(?=可|应|要)/u, told: /保险(?:分|支)公司|财险公司|寿险公司|我们.{0,6}保险公司/u },
  { name: '商业保理', kind: 'actor', words: /保理/u },
  { name: '融资租赁公司', kind: 'actor', words: /融资租赁公司/u, implies: ['融资租赁'], told: /融资租赁企业/u },
  { name: '融资租赁', kind: 'matter', words: /融资租赁(?!公司|货物)/u },
  { name: '供应链金融', kind: 'actor', words: /供应链(?:金融|融资)/u },
  { name: '证券公司', kind: 'actor', words: /证券公司(?=可|应|要)/u, told: /证券公司|券商/u },
  { name: '引航靠泊', kind: 'actor', words: /引航/u, told: /引航|拖轮|靠泊|进出港/u },
  { name: '船舶代理', kind: 'actor', words: /船舶?代理|船代/u, implies: ['国际航行船舶', '引航靠泊'] },
  { name: '码头港口经营', kind: 'actor', words: /码头公司|港口(?:企业|经营人)|港航企业/u, told: /码头(?:公司|运营|经营)|港务/u, implies: ['引航靠泊'] },
  { name: '船员', kind: 'actor', within: ['船舶'], words: /船员|海员(?!证)|海乘/u, told: /水手|轮机(?:员|长)|[大二三]副|船长|跑船/u },
  { name: '海员证持证人', kind: 'actor', words: /(?:持有|所持).{0,24}(?:海员证|合格证)|海上乘务人员/u, told: /海员证|(?:有|持|拿着|培训)[^，。；没]{0,10}合格证|水手长?|乘务/u, within: ['船员'] },
  { name: '平台企业', kind: 'actor', words: /平台型企业|平台企业/u, told: /平台(?:公司|企业)?(?=，|。|；|办|的商户|、|$)|互联网平台/u },
  { name: '货运代理', kind: 'actor', words: /货运代理|货代/u, told: /货代|货运代理|集货商|物流/u, implies: ['单据流转'] },
  { name: '报关企业', kind: 'actor', words: /报检企业|报关企业|代理报[关检]|指定代理人/u, told: /报关行|报关公司|代理报[关检]|替[^，。；]{1,14}报(?:关|检|出口|进口)/u },
  { name: '机动车经销商', kind: 'actor', words: /机动车经销商|汽车经销/u, told: /车商|汽车(?:销售|经销|4s)|卖车/iu, within: ['汽车'] },
  { name: '医疗器械注册人', kind: 'actor', words: /医疗器械注册人|注册人制度/u, told: /注册人|注册证/u, within: ['医疗器械'] },
  { name: '飞机行业', kind: 'actor', words: /飞机|航空维修|航空器|航材/u, told: /机务|航空公司|航司(?!、)|发动机维修/u },
  { name: '机场运营', kind: 'actor', words: /大型机场|机场(?:运行|运营|运管|协同)/u, told: /机场(?:公司|集团)/u },
  { name: '船舶修理', kind: 'actor', words: /船舶修理|修船/u },
  { name: '集装箱运输', kind: 'actor', words: /拖车|集卡|设备交接单|EIR|放箱|提箱/u, told: /集装箱|还箱/u },
  { name: '破产管理人', kind: 'matter', words: /破产企业管理人/u, broad: true },
  { name: '高新技术孵化', kind: 'matter', words: /孵化/u, firm: true, asks: '有没有入驻孵化器的打算' },
  { name: '学校科研院所', kind: 'actor', words: /科研单位可|高校可/u, told: /我校|本校|研究院|研究所|实验室(?!检测)/u },
  { name: '地方政府', kind: 'actor', words: /(?<=支持|鼓励|推动)[^，。；]{0,10}(?:城市|地区|设区市)/u, told: /[市区县镇乡]政府|行政机关|政府机关|管委会|街道办|(?:执法|[大支中])队(?=[，。、]|$)|\p{Script=Han}[局委](?=[，。、]|的|$)/u },
  { name: '供水单位', kind: 'actor', words: /供水单位/u, told: /供水(?:公司|单位)/u },
  { name: '律师公证', kind: 'actor', words: /公证(?:专业)?法律服务团队|公证机构/u, told: /律所|律师|公证处/u },
  { name: '电信企业', kind: 'actor', words: /基础电信企业|营销短信|短信(?:营销|端口)/u, told: /电信|短信|贷款营销/u },
  { name: '增值税小规模纳税人', kind: 'matter', words: /小规模纳税人/u, told: /小规模/u, asks: '是否属于增值税小规模纳税人' },
  { name: '注销', kind: 'state', within: ['破产'], rulesOut: ['设立登记', '集群住所', '法律文书送达地址'], words: /(?<!抵押[^，。；]{0,6})注销(?!等业务|抵押)|歇业/u, told: /关(?:掉|门|停|张)|不(?:干|开)了|停业|结业|清算|散伙/u },
  { name: '破产', kind: 'state', words: /破产/u, told: /资不抵债|管理人|重整/u },
  { name: '严重违法失信', kind: 'state', words: /严重违法失信|信用修复/u, told: /黑名单|失信名单|严重违法|信用修复/u },
  { name: '涉案企业', kind: 'state', words: /涉案企业|刑事合规|合规整改/u, told: /被立案|涉案|检察院/u },
  { name: '执行案件当事人', kind: 'state', within: ['诉讼和调解'], words: /执行案件(?:申请|当事)人|财产执行/u, told: /申请(?:强制|法院)?执行|强制执行|胜诉|判(?:决|下来)[^，。；]{0,8}(?:不给|不还|拿不到)|(?:官司|案子)[^，。；]{0,4}(?:赢|胜)|案件当事人|老赖|被执行/u },
  { name: '海关行政处罚案件', kind: 'matter', needs: ['对外贸易'], asks: '有没有海关行政处罚案件', words: /海关案件|海关公证电子送达/u, told: /海关.{0,6}(?:处罚|立案)/u },
] // biome-ignore format: a table, read by rows
