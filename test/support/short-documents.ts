// Two short documents, a law by articles and a notice by paragraphs: what tests of builds are made from.

export const HARBOUR = '第一条 船舶可以提前申报靠泊。\n第二条 引航不收费。\n第三条 本办法自公布之日起施行。\n'
export const NOTICE = '为方便群众，现就窗口服务通知如下。\n\n周六上午照常办理，午间不休息，节假日另行通知。\n'
