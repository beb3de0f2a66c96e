// Whether a text sets offices a task or is about their own work, so that firms and people get nothing of it directly.

const OFFICE_TASK =
  /^(?:（\d+）)?(?:研究|制定|建立(?:完善)?|完善|加强|规划建设|建设|争取|开展|推进|推动|加快|探索|规范)[^。；]{0,60}(?:规则|标准|办法|统计|体系|数据库|执法|认定|规划|监管|细则|权限|信息库|信息化|平台|园区|信息共享)/u
const FOR_OFFICES = /行政执法|执法平台|统计方法|辅助审批|工作规范化/u
/** What a task for offices brings to others. */
const BENEFITS =
  /(?:给予|支持|为|帮助|允许|鼓励|引导|供|督促|向)[^，。；]{0,14}(?:企业|当事人|用户|群众|卖家)|示范企业|(?:企业|用户|当事人|群众)(?:可|只需|无需|通过)|为用户|当事人|优化[^，。；]{0,12}手续|便利通关|政务服务|电子化服务|代替|推荐合适/u

/** A task for offices that names nothing that others get of it. @param first its first sentence */
export const isOfficeTask = (first: string, whole: string) => OFFICE_TASK.test(first) && !BENEFITS.test(whole)

/** The offices' own work: enforcement, statistics, tools of theirs. */
export const isForOffices = (whole: string) => FOR_OFFICES.test(whole)
