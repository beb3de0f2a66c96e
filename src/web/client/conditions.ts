// What was read from a question and filters cannot say, in words. Pure: no DOM.

import type { Condition } from '../../schema.ts'
import { FILTER_LABELS } from './labels.ts'

/** 牵头单位：只有 福州海关、厦门海关. */
export function conditionText({ key, values, mode, least, most }: Condition): string {
  const named = values.join('、')
  const said = {
    any: named,
    every: `同时有 ${named}`,
    only: `只有 ${named}`,
    except: `不含 ${named}`,
    count: `${countText(least, most)} 个`,
  }[mode]
  return `${FILTER_LABELS[key]}：${said}`
}

function countText(least?: number, most?: number): string {
  if (least !== undefined && least === most) return String(least)
  if (least === undefined) return `至多 ${most}`
  return most === undefined ? `至少 ${least}` : `${least} 至 ${most}`
}
