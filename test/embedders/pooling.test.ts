// One vector of the states of several tokens.

import { expect, it } from 'vitest'
import { pooled } from '../../src/embedders/pooling.ts'

const STATES = Float32Array.of(3, 0, 0, 0, 0, 4)

it('the mean is that of all tokens, with length 1', () => {
  expect([...pooled(STATES, 3, 'mean')]).toEqual([Math.fround(0.6), Math.fround(0.8)])
})

it('the first token alone counts where the model was trained so', () => {
  expect([...pooled(STATES, 3, 'cls')]).toEqual([1, 0])
})

it('states that are no numbers, or nothing at all, give no vector that passes for one', () => {
  expect([...pooled(Float32Array.of(0, 0), 1, 'mean')]).toEqual([NaN, NaN])
  expect([...pooled(Float32Array.of(1, NaN), 1, 'mean')]).toEqual([NaN, NaN])
})
