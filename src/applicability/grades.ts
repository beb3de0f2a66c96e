// Credit grades and classes: which scale, which step, and whether one reaches another (B级以上 takes in B). Official texts
// and people name them alike; it does not know who does.

/** The steps of each scale, best first; behind a bar other names of the same step. */
const SCALES = {
  customs: ['高级认证|AEO高级', '一般认证', '一般信用|注册登记和备案', '失信'],
  level: ['AA级', 'A级', 'B级', 'C级', 'D级'],
  class: ['A类', 'B类', 'C类'],
  refund: ['一类', '二类', '三类', '四类'],
} as const
export type Scale = keyof typeof SCALES

export interface Grade {
  scale: Scale
  /** 0 is the best step. */
  step: number
  words: string
  start: number
  end: number
}

/** What the steps of a scale are about, where a text speaks of something else by the same letters: A级供水单位. */
const ABOUT: Readonly<Record<Scale, RegExp>> = {
  customs: /海关|AEO|认证企业|认证/u,
  level: /信用|等级|报检|企业|纳税/u,
  class: /外汇|分类|企业/u,
  refund: /出口|退税/u,
}
const ELSE = /^(?:供水|景区|防水|医疗|器械|报检单|费)/u
/** How far around a step the words that tell its scale may stand. */
const NEAR = 14

/** The grades that a text names. */
export function gradesIn(text: string): Grade[] {
  return Object.entries(SCALES).flatMap(([scale, steps]) =>
    steps.flatMap((names, step) =>
      names.split('|').flatMap((name) => {
        const start = text.indexOf(name)
        const end = start + name.length
        if (start === -1 || /[A-Za-z一二三四]/u.test(text[start - 1] ?? '')) return []
        const around = text.slice(Math.max(0, start - NEAR), end + NEAR)
        if (!ABOUT[scale as Scale].test(around) || ELSE.test(text.slice(end))) return []
        return [{ scale: scale as Scale, step, words: name, start, end }]
      }),
    ),
  )
}

/** The lowest step that satisfies a text: 一般信用及以上, 信用等级B级以上, A类的企业, 一类或二类出口企业. */
export function leastGrade(grades: readonly Grade[], scale: Scale): Grade | undefined {
  return grades.filter((grade) => grade.scale === scale).sort((a, b) => b.step - a.step)[0]
}
