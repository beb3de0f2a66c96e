// All rows of bad input. HTTP framing is a row of its own elsewhere.

import type { Case } from '../case.ts'
import { absent } from './absent.ts'
import { ADDRESS_INPUTS } from './addresses.ts'
import { beside } from './beside.ts'
import { encodings } from './encodings.ts'
import { JSON_INPUTS } from './json.ts'
import { markup } from './markup.ts'
import { names } from './names.ts'
import { PARAMETER_INPUTS } from './parameters.ts'
import { type Input, tryAll } from './sent.ts'
import { TEXT_INPUTS } from './texts.ts'
import { widget } from './widget.ts'

const sent = (
  id: string,
  what: string,
  inputs: readonly Input[],
  tiers: Case['tiers'] = ['t1', 'b'],
): Case => ({
  id,
  what,
  tiers,
  run: () => tryAll(inputs),
})

export const INPUTS: readonly Case[] = [
  sent('I1', 'bodies that are no request', JSON_INPUTS),
  sent('I2', 'questions that nobody means', TEXT_INPUTS),
  sent('I3', 'parameters out of range', PARAMETER_INPUTS, ['sample', 't1', 'b']),
  encodings,
  markup,
  sent('I6a', 'ids that lead nowhere', ADDRESS_INPUTS),
  names,
  widget,
  absent,
  beside([...JSON_INPUTS, ...TEXT_INPUTS, ...PARAMETER_INPUTS, ...ADDRESS_INPUTS]),
]
